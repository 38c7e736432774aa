// What the neurons do: a row each, time to the right, now at the right edge. Spikes are blue, negative ones red.
class Neurons {
  static seconds = 3; // that are seen at once

  constructor(episode) {
    this.episode = episode;
    if (!episode.neurons) return;
    element("neurons").hidden = false;
    element("label").textContent = episode.neurons.label;
    this.steps = Math.max(20, Math.min(episode.last, Math.round(Neurons.seconds / episode.timeStep)));
    element("since").textContent = `${(this.steps * episode.timeStep).toFixed(1)} s ago`;
    this.picture = document.createElement("canvas");
    [this.picture.width, this.picture.height] = [this.steps, episode.neurons.count];
  }

  draw(frame) {
    if (!this.picture) return;
    const { steps, picture, episode: { activity, neurons: { count } } } = this, image = new ImageData(steps, count);
    for (let column = 0, from = Math.floor(frame) - steps + 1; column < steps; column++)
      for (let neuron = 0; neuron < count && from + column >= 0; neuron++) {
        const value = activity[(from + column) * count + neuron];
        image.data.set([...value < 0 ? [213, 94, 0] : [0, 114, 178], Math.min(255, 2 * Math.abs(value))], 4 * (neuron * steps + column));
      }
    picture.getContext("2d").putImageData(image, 0, 0);
    const canvas = element("raster"), context = canvas.getContext("2d");
    [canvas.width, canvas.height] = [Math.round(canvas.clientWidth * devicePixelRatio), Math.round(canvas.clientHeight * devicePixelRatio)];
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
}
