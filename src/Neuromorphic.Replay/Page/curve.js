// The return so far as a curve above the slider, in a box of 1000 x 100.
function drawCurve(episode) {
  const { returns, last } = episode, low = Math.min(0, ...sampled(returns)), high = Math.max(0, ...sampled(returns));
  document.getElementById("earned").hidden = low === high;
  if (low === high || last === 0) return;
  const height = value => (96 - 92 * (value - low) / (high - low)).toFixed(1);
  const points = Array.from({ length: Math.min(501, last + 1) }, (_, i, count = Math.min(500, last)) => {
    const frame = Math.round(i / count * last);
    return `${(frame / last * 1000).toFixed(1)} ${height(returns[frame])}`;
  });
  const line = "M" + points.join("L");
  for (const path of document.querySelectorAll(".line")) path.setAttribute("d", line);
  for (const path of document.querySelectorAll(".area")) path.setAttribute("d", `${line}V${height(0)}H0Z`);
}

function sampled(values) {
  const stride = Math.max(1, Math.floor(values.length / 5000));
  return values.filter((_, i) => i % stride === 0 || i === values.length - 1);
}
