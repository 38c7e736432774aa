// The recorded episode: frames of poses [frames, bodies, 7], interpolated between frames.
class Episode {
  constructor(scene, poses, rewards, activity) {
    Object.assign(this, scene, { poses, activity });
    this.count = rewards.length;
    this.returns = new Float64Array(this.count);
    for (let i = 0, sum = 0; i < this.count; i++) this.returns[i] = sum += rewards[i];
    this.shapes = scene.bodies.flatMap((body, index) => body.shapes.map(shape => ({ ...shape, body: index })));
  }

  static read() {
    const text = id => document.getElementById(id).textContent;
    const bytes = id => Uint8Array.from(atob(text(id)), character => character.charCodeAt(0));
    const floats = id => {
      const view = new DataView(bytes(id).buffer);
      return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
    };
    return new Episode(JSON.parse(text("scene")), floats("poses"), floats("rewards"), new Int8Array(bytes("activity").buffer));
  }

  get last() { return this.count - 1; }

  // Position and unit quaternion of a body at a frame that need not be whole.
  pose(body, frame) {
    const first = clamp(Math.floor(frame), 0, this.last), next = Math.min(first + 1, this.last), part = clamp(frame - first, 0, 1);
    const a = 7 * (first * this.bodies.length + body), b = 7 * (next * this.bodies.length + body), p = this.poses;
    const sign = p[a + 3] * p[b + 3] + p[a + 4] * p[b + 4] + p[a + 5] * p[b + 5] + p[a + 6] * p[b + 6] < 0 ? -1 : 1;
    const mixed = i => p[a + i] * (1 - part) + (i < 3 ? 1 : sign) * p[b + i] * part;
    const q = [mixed(3), mixed(4), mixed(5), mixed(6)], length = Math.hypot(...q);
    return { position: [mixed(0), mixed(1), mixed(2)], rotation: q.map(value => value / length) };
  }

  // How far the followed body has come along x, and how fast it does so over a second.
  forward(frame) { return this.pose(this.follow, frame).position[0] - this.pose(this.follow, 0).position[0]; }

  pace(frame) {
    const half = 0.5 / this.timeStep, from = Math.max(0, frame - half), to = Math.min(this.last, frame + half);
    return to > from ? (this.forward(to) - this.forward(from)) / ((to - from) * this.timeStep) : 0;
  }

  // Every shape in the world: centre, rotation, half sizes of the inner box, radius around it.
  solids(frame) {
    const poses = this.bodies.map((_, body) => this.pose(body, frame));
    return this.shapes.map(shape => {
      const { position, rotation } = poses[shape.body];
      return { ...shape, centre: add(position, rotate(rotation, shape.centre)), rotation: multiplyRotations(rotation, shape.rotation) };
    });
  }
}
