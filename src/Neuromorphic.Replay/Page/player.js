const element = id => document.getElementById(id), root = document.documentElement, speeds = [0.25, 0.5, 1, 2, 4];

// Holds the moment that is shown, lets time pass, and keeps the controls in step with it.
class Player {
  constructor(episode, camera, draw, simplify) {
    Object.assign(this, { episode, camera, draw, simplify, frame: 0, playing: false, loop: false, speed: 1, dirty: true, before: null, late: 0 });
    element("scrub").max = episode.last;
    for (const part of document.querySelectorAll(".way")) part.hidden = episode.follow === null;
    element("scrub").addEventListener("input", event => {
      this.playing = false;
      this.seek(event.target.valueAsNumber);
    });
    element("play").addEventListener("click", () => this.playing ? this.pause() : this.play());
    element("speed").addEventListener("change", event => { this.speed = Number(event.target.value); });
    addEventListener("resize", () => { this.dirty = true; });
    requestAnimationFrame(now => this.tick(now));
  }

  play() {
    if (this.frame >= this.episode.last) this.frame = 0;
    this.playing = this.episode.last > 0;
    this.show();
  }

  pause() {
    this.playing = false;
    this.show();
  }

  seek(frame) {
    this.frame = clamp(Number.isFinite(frame) ? frame : 0, 0, this.episode.last);
    this.show();
  }

  stepBy(frames) {
    this.playing = false;
    this.seek(frames > 0 ? Math.floor(this.frame) + frames : Math.ceil(this.frame) + frames);
  }

  faster(steps) {
    this.speed = speeds[clamp(speeds.indexOf(this.speed) + steps, 0, speeds.length - 1)];
    element("speed").value = this.speed;
  }

  tick(now) {
    const passed = Math.max(0, now - (this.before ?? now)) / 1000, seconds = Math.min(0.1, passed);
    this.before = now;
    if (this.playing) {
      this.frame += seconds * this.speed / this.episode.timeStep;
      if (this.frame >= this.episode.last) {
        this.playing = this.loop;
        this.frame = this.loop ? this.frame % this.episode.last : this.episode.last;
      }
      this.show();
    }
    if (this.camera.settle(seconds)) this.dirty = true;
    this.watch(passed);
    if (this.dirty) this.draw(this.frame);
    this.dirty = false;
    requestAnimationFrame(next => this.tick(next));
  }

  // Fewer than 25 pictures a second several times in a row: let them be coarser.
  watch(seconds) {
    this.late = this.playing && seconds > 0.04 ? this.late + 1 : 0;
    if (this.late < 4) return;
    this.late = 0;
    this.simplify(clamp(Math.sqrt(0.03 / seconds), 0.5, 0.85));
  }

  show() {
    const { episode, frame } = this, whole = Math.floor(frame), text = episode.texts?.[whole] ?? "";
    this.dirty = true;
    element("play").classList.toggle("playing", this.playing);
    element("play").setAttribute("aria-label", this.playing ? "Pause" : "Play");
    element("scrub").value = whole;
    element("scrub").setAttribute("aria-valuetext", `step ${whole} of ${episode.last}`);
    element("track").style.setProperty("--done", `${episode.last > 0 ? frame / episode.last * 100 : 0}%`);
    element("time").innerHTML = `${(frame * episode.timeStep).toFixed(2)} <small>s</small>`;
    element("step").innerHTML = `${whole} <small>/ ${episode.last}</small>`;
    if (episode.follow !== null) {
      element("forward").innerHTML = `${signed(episode.forward(frame).toFixed(1))} <small>m</small>`;
      element("pace").innerHTML = `${signed(episode.pace(frame).toFixed(2))} <small>m/s</small>`;
    }
    element("return").textContent = signed(episode.returns[whole].toFixed(decimals(episode.returns[episode.last])));
    element("text").textContent = text;
    root.dataset.frame = frame;
    root.dataset.playing = this.playing;
  }

  // [bodies, 7]: x, y, z, then w, x, y, z of the quaternion, as they are shown.
  get pose() {
    return this.episode.bodies.map((_, body) => {
      const { position, rotation } = this.episode.pose(body, this.frame);
      return [...position, ...rotation];
    });
  }
}

const signed = number => Number(number) === 0 ? number.replace("-", "") : number.replace("-", "\u2212");
const decimals = value => Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
