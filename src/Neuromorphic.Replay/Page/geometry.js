// Vectors are arrays of 3; quaternions of 4, in the order w, x, y, z; matrices of 16, column by column.
const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const normalize = a => scale(a, 1 / Math.hypot(...a));
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

function rotate([w, x, y, z], v) {
  const u = [x, y, z], t = scale(cross(u, v), 2);
  return add(add(v, scale(t, w)), cross(u, t));
}

function multiplyRotations([a, b, c, d], [w, x, y, z]) {
  return [a * w - b * x - c * y - d * z, a * x + b * w + c * z - d * y, a * y - b * z + c * w + d * x, a * z + b * y - c * x + d * w];
}

function multiply(a, b) {
  const product = new Float32Array(16);
  for (let column = 0; column < 4; column++)
    for (let row = 0; row < 4; row++)
      for (let k = 0; k < 4; k++) product[4 * column + row] += a[4 * k + row] * b[4 * column + k];
  return product;
}

function lookAt(eye, target, up) {
  const z = normalize(subtract(eye, target)), x = normalize(cross(up, z)), y = cross(z, x);
  return [x[0], y[0], z[0], 0, x[1], y[1], z[1], 0, x[2], y[2], z[2], 0, -dot(x, eye), -dot(y, eye), -dot(z, eye), 1];
}

// raise moves the picture up by a part of half its height: what is looked at then stands above the controls.
function perspective(tangent, aspect, near, far, raise) {
  return [1 / (tangent * aspect), 0, 0, 0, 0, 1 / tangent, 0, 0, 0, -raise, (far + near) / (near - far), -1, 0, 0, 2 * far * near / (near - far), 0];
}

function orthographic(half, depth) {
  return [1 / half, 0, 0, 0, 0, 1 / half, 0, 0, 0, 0, -1 / depth, 0, 0, 0, 0, 1];
}
