const sunDirection = normalize([-0.42, -0.5, 0.95]), shadowSize = 2048;

// Draws a frame: depth as the sun sees it, then sky, ground, way and solids.
class Renderer {
  constructor(canvas, episode, camera) {
    Object.assign(this, { canvas, episode, camera, detail: 1 });
    const gl = this.gl = canvas.getContext("webgl2", { antialias: true, alpha: false, powerPreference: "high-performance" });
    if (!gl) throw new Error("This page needs WebGL 2, which this browser does not offer or has switched off.");
    this.programs = {
      solid: new Program(gl, solidVertex, solidFragment), shadow: new Program(gl, solidVertex, shadowFragment),
      ground: new Program(gl, groundVertex, groundFragment), trail: new Program(gl, trailVertex, trailFragment), sky: new Program(gl, skyVertex, skyFragment),
    };
    this.instances = new Float32Array(14 * Math.max(1, episode.shapes.length));
    this.occluders = new Float32Array(8 * maximumOccluders);
    this.createSolids();
    this.square = this.createArray(new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 2);
    this.trail = camera.path && episode.ground ? this.createArray(trailStrip(episode, 0.04 * camera.extent), 3) : null;
    this.createShadow();
    this.cell = Math.pow(10, Math.round(Math.log10(camera.extent / 0.7)));
  }

  createArray(values, width) {
    const { gl } = this, array = gl.createVertexArray();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, width, gl.FLOAT, false, 0, 0);
    return { array, count: values.length / width };
  }

  createSolids() {
    const { gl } = this, mesh = solidMesh(16);
    this.solid = { array: gl.createVertexArray(), count: mesh.indices.length, buffer: gl.createBuffer() };
    gl.bindVertexArray(this.solid.array);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.indices, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, mesh.vertices, gl.STATIC_DRAW);
    this.attributes([3, 3], 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.solid.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, this.instances.byteLength, gl.DYNAMIC_DRAW);
    this.attributes([4, 4, 3, 3], 2, 1);
  }

  attributes(widths, first, divisor) {
    const { gl } = this, stride = 4 * widths.reduce((a, b) => a + b);
    let offset = 0;
    widths.forEach((width, i) => {
      gl.enableVertexAttribArray(first + i);
      gl.vertexAttribPointer(first + i, width, gl.FLOAT, false, stride, offset);
      gl.vertexAttribDivisor(first + i, divisor);
      offset += 4 * width;
    });
  }

  createShadow() {
    const { gl } = this;
    this.shadow = { texture: gl.createTexture(), frame: gl.createFramebuffer() };
    gl.bindTexture(gl.TEXTURE_2D, this.shadow.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.DEPTH_COMPONENT24, shadowSize, shadowSize);
    for (const name of ["MIN", "MAG"]) gl.texParameteri(gl.TEXTURE_2D, gl[`TEXTURE_${name}_FILTER`], gl.LINEAR);
    for (const name of ["S", "T"]) gl.texParameteri(gl.TEXTURE_2D, gl[`TEXTURE_WRAP_${name}`], gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE);
    // The same picture a second time, read as distances instead of compared.
    const distances = gl.createSampler();
    for (const name of ["MIN", "MAG"]) gl.samplerParameteri(distances, gl[`TEXTURE_${name}_FILTER`], gl.NEAREST);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.shadow.texture);
    gl.bindSampler(1, distances);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.shadow.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, this.shadow.texture, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  draw(frame) {
    const { gl, canvas, programs } = this, ratio = clamp(devicePixelRatio || 1, 1.5, 2) * this.detail;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio)), height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const solids = this.episode.solids(frame), view = this.camera.view(frame, width / height);
    writeInstances(solids, this.instances);
    writeOccluders(solids, this.occluders);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.solid.buffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.instances);
    const sunMatrix = this.drawShadow(frame, solids.length);

    gl.viewport(0, 0, width, height);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    const row = i => [view.camera[i], view.camera[4 + i], view.camera[8 + i]], up = row(1);
    programs.sky.use({ right: scale(row(0), view.tangent * view.aspect), up: scale(up, view.tangent), forward: subtract(scale(row(2), -1), scale(up, 0.1 * view.tangent)) });
    this.strip(this.square);

    const lights = {
      eye: view.eye, sunDirection, sunMatrix, sunDistance: new Whole(1), around: [...this.camera.middle(frame), this.camera.reach], sunTexel: 2 * this.half / shadowSize, occluders: new Whole(Math.min(solids.length, maximumOccluders)), occluder: this.occluders,
    };
    if (this.episode.ground) {
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
      programs.ground.use({ ...lights, matrix: view.matrix, target: view.target, reach: 10 * view.distance, cell: this.cell });
      this.strip(this.square);
      if (this.trail) {
        programs.trail.use({ matrix: view.matrix, frame, tint: [0.835, 0.369, 0] });
        this.strip(this.trail);
      }
      gl.disable(gl.BLEND);
    }
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.CULL_FACE);
    programs.solid.use({ ...lights, matrix: view.matrix, ground: new Whole(this.episode.ground ? 1 : 0) });
    this.drawSolids(solids.length);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.DEPTH_TEST);
  }

  // The sun's picture is moved by whole texels only: the edges of shadows stand still.
  drawShadow(frame, count) {
    const { gl, episode, camera } = this;
    const centre = camera.middle(frame);
    this.half = 1.03 * camera.reach;
    const turned = lookAt(sunDirection, [0, 0, 0], [0, 0, 1]), texel = 2 * this.half / shadowSize;
    for (let i = 0; i < 3; i++) turned[12 + i] = -(turned[i] * centre[0] + turned[4 + i] * centre[1] + turned[8 + i] * centre[2]);
    for (let i = 0; i < 2; i++) turned[12 + i] = Math.round(turned[12 + i] / texel) * texel;
    const matrix = multiply(orthographic(this.half, 2 * this.half), turned);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.shadow.frame);
    gl.viewport(0, 0, shadowSize, shadowSize);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
    this.programs.shadow.use({ matrix });
    this.drawSolids(count);
    gl.disable(gl.DEPTH_TEST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return matrix;
  }

  drawSolids(count) {
    this.gl.bindVertexArray(this.solid.array);
    this.gl.drawElementsInstanced(this.gl.TRIANGLES, this.solid.count, this.gl.UNSIGNED_SHORT, 0, count);
  }

  strip({ array, count }) {
    this.gl.bindVertexArray(array);
    this.gl.drawArrays(this.gl.TRIANGLE_STRIP, 0, count);
  }
}

// A ribbon on the ground along the way of the followed body: x, y, frame.
function trailStrip(episode, width) {
  const place = frame => episode.pose(episode.follow, clamp(frame, 0, episode.last)).position, strip = [];
  let side = [0, 1];
  for (let frame = 0; frame < episode.count; frame++) {
    const [x, y] = place(frame), [dx, dy] = subtract(place(frame + 2), place(frame - 2)), length = Math.hypot(dx, dy);
    if (length > 0.1 * width) side = [-dy / length, dx / length];
    for (const sign of [-0.5, 0.5]) strip.push(x + sign * width * side[0], y + sign * width * side[1], frame);
  }
  return new Float32Array(strip);
}
