const fieldOfView = 34 * Math.PI / 180;
const eight = [0, 1, 2, 3, 4, 5, 6, 7].map(i => [i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? 1 : -1]);

// Follows a body along its path smoothed over time both ways: it neither lags nor trembles, and depends on the frame alone.
class Camera {
  constructor(episode) {
    this.episode = episode;
    this.measure();
    this.path = episode.follow === null ? null : this.smooth();
    this.reset();
    this.zoom = this.wanted;
  }

  // The size of what is seen: of the bodies around the followed one, or of the whole episode.
  measure() {
    const { episode } = this, stride = Math.max(1, Math.floor(episode.count / 200)), low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
    let reach = 0;
    for (let frame = 0; frame < episode.count; frame += stride)
      for (const { place, radius } of this.corners(frame))
        for (let axis = 0; axis < 3; axis++) {
          low[axis] = Math.min(low[axis], place[axis] - radius);
          high[axis] = Math.max(high[axis], place[axis] + radius);
        }
    // A followed body stays in the middle of the picture, though not of its height.
    this.centre = low[0] === Infinity ? [0, 0, 0] : [0, 1, 2].map(axis => episode.follow !== null && axis < 2 ? 0 : (low[axis] + high[axis]) / 2);
    for (let frame = 0; frame < episode.count; frame += stride)
      for (const { place, radius } of this.corners(frame)) reach = Math.max(reach, Math.hypot(...subtract(place, this.centre)) + radius);
    this.reach = reach || 1;
    this.extent = low[0] === Infinity ? 1 : Math.max((high[2] - low[2]) / 2, 0.6 * this.reach);
  }

  // Corners of all solids, relative to the followed body.
  corners(frame) {
    const { episode } = this, base = episode.follow === null ? [0, 0, 0] : episode.pose(episode.follow, frame).position;
    return episode.solids(frame).flatMap(({ centre, rotation, half, radius }) => eight.map(signs => {
      const corner = rotate(rotation, [half[0] * signs[0], half[1] * signs[1], half[2] * signs[2]]);
      return { place: subtract(add(centre, corner), base), radius };
    }));
  }

  // The middle of what moves, not smoothed.
  middle(frame) {
    return this.episode.follow === null ? this.centre : add(this.episode.pose(this.episode.follow, frame).position, this.centre);
  }

  smooth() {
    const { episode } = this, path = [];
    const deviation = [0.35, 0.35, 0.7].map(seconds => seconds / episode.timeStep);
    const places = Array.from({ length: episode.count }, (_, frame) => episode.pose(episode.follow, frame).position);
    for (let axis = 0; axis < 3; axis++) {
      let row = places.map(place => place[axis]);
      // Three running means are close to a Gaussian; ends are continued by reflection in their points.
      const half = Math.round(deviation[axis]);
      for (let pass = 0; pass < 3 && half > 0; pass++) row = runningMean(row, half);
      path.push(row);
    }
    return path;
  }

  target(frame) {
    if (!this.path) return this.centre;
    const first = Math.floor(frame), next = Math.min(first + 1, this.episode.last), part = frame - first;
    const place = this.path.map(row => row[first] * (1 - part) + row[next] * part);
    return add(place, this.centre);
  }

  reset() {
    this.yaw = -62 * Math.PI / 180;
    this.pitch = 12 * Math.PI / 180;
    this.wanted = 1;
  }

  turn(x, y) {
    this.yaw -= x;
    this.pitch = clamp(this.pitch + y, this.episode.ground ? 0.02 : -1.5, 1.5);
  }

  approach(factor) { this.wanted = clamp(this.wanted * factor, 0.15, 8); }

  // Moves towards the wanted distance; whether there is still way to go.
  settle(seconds) {
    this.zoom *= Math.pow(this.wanted / this.zoom, 1 - Math.exp(-14 * seconds));
    return Math.abs(this.wanted / this.zoom - 1) > 1e-3;
  }

  view(frame, aspect) {
    const target = this.target(frame), tangent = Math.tan(fieldOfView / 2);
    const distance = this.zoom * this.extent / tangent * 2.05 / Math.min(1, aspect * 0.8);
    const direction = [Math.cos(this.pitch) * Math.cos(this.yaw), Math.cos(this.pitch) * Math.sin(this.yaw), Math.sin(this.pitch)];
    const eye = add(target, scale(direction, distance));
    if (this.episode.ground) eye[2] = Math.max(eye[2], 0.02 * distance);
    const camera = lookAt(eye, target, [0, 0, 1]);
    const matrix = multiply(perspective(tangent, aspect, distance / 100, distance * 100, 0.1), camera);
    return { eye, target, distance, matrix, camera, tangent, aspect };
  }
}

function runningMean(row, half) {
  const last = row.length - 1, at = i => i < 0 ? 2 * row[0] - row[Math.min(last, -i)] : i > last ? 2 * row[last] - row[Math.max(0, 2 * last - i)] : row[i];
  let sum = 0;
  for (let i = -half; i <= half; i++) sum += at(i);
  return row.map((_, i) => {
    const mean = sum / (2 * half + 1);
    sum += at(i + half + 1) - at(i - half);
    return mean;
  });
}
