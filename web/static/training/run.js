// Progress of a training run: polls for it, and draws its charts.
import { draw } from "../charts/charts.js";

const SECOND = 1000;
const panel = document.getElementById("progress");
const notice = document.getElementById("says");
const bar = panel.querySelector("progress");
const log = document.getElementById("log");

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
  if (notice.textContent !== text) notice.textContent = text;
  bar.max = run.epochs ?? 1;
  bar.value = run.epoch ?? 0;
  log.replaceChildren(...run.log.map(entry));
  run.charts.forEach(draw);
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
    notice.textContent = "The server cannot be reached at the moment. Trying again.";
    wait = 5 * SECOND;
  }
  setTimeout(follow, document.hidden ? 5 * wait : wait);
}

follow();
