// The mesh of all shapes, made as in SolidMesh.cs: normals of a sphere cut into eight pieces, and the corner that each piece belongs to.
function solidMesh(quarter) {
  const columns = 4 * (quarter + 1), rows = 2 * (quarter + 1), vertices = [], indices = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const upper = row <= quarter, polar = (upper ? row : row - 1) * Math.PI / (2 * quarter);
      const quadrant = Math.floor(column / (quarter + 1)), azimuth = (column - quadrant) * Math.PI / (2 * quarter);
      vertices.push(Math.sin(polar) * Math.cos(azimuth), Math.sin(polar) * Math.sin(azimuth), Math.cos(polar));
      vertices.push(quadrant === 0 || quadrant === 3 ? 1 : -1, quadrant < 2 ? 1 : -1, upper ? 1 : -1);
    }
  const quad = (a, b, c, d) => indices.push(a, b, c, a, c, d);
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column < columns; column++) {
      const next = (column + 1) % columns;
      quad(row * columns + column, (row + 1) * columns + column, (row + 1) * columns + next, row * columns + next);
    }
  const corner = quarter + 1, end = (rows - 1) * columns;
  quad(0, corner, 2 * corner, 3 * corner);
  quad(end + 3 * corner, end + 2 * corner, end + corner, end);
  return { vertices: new Float32Array(vertices), indices: new Uint16Array(indices) };
}

// What the shader of solids reads of each one: centre and radius, rotation x, y, z, w, half sizes, colour.
function writeInstances(solids, out) {
  solids.forEach(({ centre, radius, rotation: [w, x, y, z], half, color }, i) => out.set([...centre, radius, x, y, z, w, ...half, ...color], 14 * i));
}

// Solids as capsules, from which the shade that they cast on their surroundings is computed.
function writeOccluders(solids, out) {
  solids.slice(0, maximumOccluders).forEach(({ centre, radius, rotation, half }, i) => {
    const long = half.indexOf(Math.max(...half)), axis = rotate(rotation, [0, 1, 2].map(k => k === long ? half[k] : 0));
    const side = (half[0] + half[1] + half[2] - half[long]) / 2;
    out.set([...centre, radius + side, ...axis, 0], 8 * i);
  });
}
