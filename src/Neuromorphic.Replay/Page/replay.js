// #frame=50&paused&speed=0.5&loop&yaw=-60&pitch=15&zoom=1, all optional; angles in degrees.
function applyFragment(player, camera) {
  const asked = new URLSearchParams(location.hash.slice(1)), number = name => Number(asked.get(name));
  if (speeds.includes(number("speed"))) player.faster(speeds.indexOf(number("speed")) - speeds.indexOf(player.speed));
  if (asked.has("yaw")) camera.yaw = number("yaw") * Math.PI / 180;
  if (asked.has("pitch")) camera.pitch = clamp(number("pitch"), -85, 85) * Math.PI / 180;
  if (number("zoom") > 0) camera.zoom = camera.wanted = 1 / number("zoom");
  player.loop = asked.has("loop");
  player.seek(number("frame"));
  if (asked.has("paused")) player.pause();
  else player.play();
}

function fail(error) {
  root.dataset.status = "failed";
  element("message").textContent = error.message;
  element("message").hidden = false;
}

try {
  const episode = Episode.read(), camera = new Camera(episode), canvas = element("view");
  let renderer = new Renderer(canvas, episode, camera);
  const neurons = new Neurons(episode);
  const draw = frame => { neurons.draw(frame); if (!renderer.gl.isContextLost()) renderer.draw(frame); };
  const player = new Player(episode, camera, draw, factor => { renderer.detail = Math.max(0.3, factor * renderer.detail); });
  canvas.addEventListener("webglcontextlost", event => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => { renderer = new Renderer(canvas, episode, camera); player.dirty = true; });
  if (episode.ground) element("description").textContent += `${element("description").textContent && " · "}squares of ${renderer.cell} m`;
  listenToPointers(canvas, camera, () => { player.dirty = true; element("hint").classList.add("gone"); });
  listenToKeys(player);
  drawCurve(episode);
  applyFragment(player, camera);
  addEventListener("hashchange", () => applyFragment(player, camera));
  setTimeout(() => element("hint").classList.add("gone"), 8000);
  window.replay = player;
  root.dataset.status = "ready";
} catch (error) {
  fail(error);
}
