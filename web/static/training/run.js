// The page of a run that is going on: asks how far it is, and draws what comes.
const SECOND = 1000;
const WIDTH = 400;
const HEIGHT = 160;
const PADDING = { left: 40, right: 8, top: 8, bottom: 20 };
const SVG = "http://www.w3.org/2000/svg";

const panel = document.getElementById("progress");
const says = document.getElementById("says");
const bar = panel.querySelector("progress");
const log = document.getElementById("log");
const percent = (share) => `${Math.round(100 * share)}%`;

function shape(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

// A line for each round: at the start of one, a new network begins to learn.
function lines(points, of, x, y) {
  const rounds = new Map();
  for (const point of points)
    if (point[of] !== null) {
      const line = rounds.get(point.round) ?? rounds.set(point.round, []).get(point.round);
      line.push(`${x(point.epoch).toFixed(1)},${y(point[of]).toFixed(1)}`);
    }
  return [...rounds.values()];
}

function draw(id, points, epochs, top, names, label) {
  const chart = document.getElementById(id);
  const x = (epoch) =>
    PADDING.left + (epoch / Math.max(epochs, 1)) * (WIDTH - PADDING.left - PADDING.right);
  const y = (value) => HEIGHT - PADDING.bottom - (value / top) * (HEIGHT - PADDING.top - PADDING.bottom);
  const drawn = [0, 0.5, 1].flatMap((share) => [
    shape("line", { class: "grid", x1: x(0), x2: x(epochs), y1: y(share * top), y2: y(share * top) }),
    shape("text", { class: "end", x: PADDING.left - 4, y: y(share * top) + 4 }, label(share * top)),
  ]);
  drawn.push(shape("text", { class: "end", x: x(epochs), y: HEIGHT - 4 }, `epoch ${epochs}`));
  names.forEach((name, place) => {
    for (const line of lines(points, name, x, y))
      drawn.push(shape("polyline", { class: place ? "second" : "first", points: line.join(" ") }));
  });
  chart.replaceChildren(...drawn);
}

function duration(seconds) {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function sentence(run) {
  if (run.status === "queued")
    return run.ahead ? `Waiting: ${run.ahead} before this one.` : "Waiting for the worker.";
  if (!run.epoch) return "Getting ready: TensorFlow is being loaded.";
  const left = run.seconds_left === null ? "" : `, about ${duration(run.seconds_left)} left`;
  return run.epoch < run.epochs
    ? `Epoch ${run.epoch} of ${run.epochs}${left}.`
    : "The last epoch is done. The model is being checked and compared.";
}

function entry(line) {
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.dateTime = line.at;
  time.textContent = line.at.slice(11, 19);
  item.append(time, ` ${line.text}`);
  return item;
}

function show(run) {
  const text = sentence(run);
  if (says.textContent !== text) says.textContent = text;
  bar.max = run.epochs ?? 1;
  bar.value = run.epoch ?? 0;
  log.replaceChildren(...run.log.map(entry));
  if (!run.points.length) return;
  const highest = Math.max(...run.points.map((point) => point.loss), 1e-9);
  const accuracies = ["accuracy", "validation_accuracy"];
  draw("accuracy", run.points, run.epochs, 1, accuracies, percent);
  draw("loss", run.points, run.epochs, highest, ["loss"], (loss) => loss.toFixed(2));
}

async function follow() {
  let wait = SECOND;
  try {
    const response = await fetch(panel.dataset.address, { headers: { Accept: "application/json" } });
    if (response.redirected || [401, 403, 404].includes(response.status)) return location.reload();
    if (!response.ok) throw new Error(response.status);
    const run = await response.json();
    if (run.status !== panel.dataset.status) return location.reload();
    show(run);
  } catch {
    says.textContent = "The server cannot be reached at the moment. Trying again.";
    wait = 5 * SECOND;
  }
  setTimeout(follow, document.hidden ? 5 * wait : wait);
}

follow();
