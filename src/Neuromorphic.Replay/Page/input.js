// Drag to turn, wheel or two fingers to zoom, double-click to reset.
function listenToPointers(canvas, camera, changed) {
  const fingers = new Map();
  const span = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  canvas.addEventListener("pointermove", event => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const before = fingers.size === 2 ? span() : 0;
    if (fingers.size === 1) camera.turn((event.clientX - last.x) * 0.006, (event.clientY - last.y) * 0.006);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (before > 0) camera.approach(before / Math.max(1, span()));
    changed();
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, event => fingers.delete(event.pointerId));
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    camera.approach(Math.exp(clamp(event.deltaY * (event.deltaMode === 1 ? 16 : 1), -200, 200) * 0.0015));
    changed();
  }, { passive: false });
  canvas.addEventListener("dblclick", () => { camera.reset(); changed(); });
}

// Space, arrows, home and end; with shift ten steps at once.
function listenToKeys(player) {
  const actions = {
    " ": () => player.playing ? player.pause() : player.play(),
    ArrowLeft: event => player.stepBy(event.shiftKey ? -10 : -1), ArrowRight: event => player.stepBy(event.shiftKey ? 10 : 1),
    ArrowUp: () => player.faster(1), ArrowDown: () => player.faster(-1),
    Home: () => player.seek(0), End: () => player.seek(player.episode.last),
  };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "SELECT" || !(event.key in actions)) return;
    event.preventDefault();
    if (!event.repeat || event.key !== " ") actions[event.key](event);
  });
}
