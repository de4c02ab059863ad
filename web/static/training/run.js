// Progress of a training run: polls for it, and draws its charts.
import { draw } from "../charts/charts.js";

const SECOND = 1000;
const words = document.getElementById("words").dataset;
const panel = document.getElementById("progress");
const notice = document.getElementById("says");
const bar = panel.querySelector("progress");
const log = document.getElementById("log");

function duration(seconds) {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function sentence(run) {
  if (run.status === "queued") return run.ahead ? filled(words.ahead, { count: run.ahead }) : words.queued;
  if (!run.epoch) return words.loading;
  if (run.epoch >= run.epochs) return words.last;
  const { epoch, epochs, seconds_left: left } = run;
  if (left === null) return filled(words.epoch, { epoch, epochs });
  return filled(words.epochLeft, { epoch, epochs, time: duration(left) });
}

function entry(line) {
  const item = document.createElement("li");
  item.lang = line.language;
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
    notice.textContent = words.trouble;
    wait = 5 * SECOND;
  }
  setTimeout(follow, document.hidden ? 5 * wait : wait);
}

follow();
