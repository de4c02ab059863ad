// Draws the charts of a page (web/charts/chart.py) as SVG, anew for each width of the page.
// Their colours and dashes are classes of charts.css, so that they follow the theme and print.

/**
 * @typedef {object} Axis
 * @property {string} title
 * @property {string} unit
 * @property {[number, number] | null} limits
 *
 * @typedef {object} Series
 * @property {string} name
 * @property {(number | null)[]} values
 * @property {string} colour
 * @property {string[]} hints
 * @property {[number, number][]} intervals
 *
 * @typedef {object} Chart
 * @property {string} name
 * @property {string} title
 * @property {string} summary
 * @property {string} kind
 * @property {any[]} labels
 * @property {Series[]} series
 * @property {Axis} x
 * @property {Axis} y
 * @property {string[]} links
 * @property {boolean} diagonal
 *
 * @typedef {object} Edges
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 *
 * @typedef {object} Frame Where a chart is drawn: labels go along one side, values up or to the right.
 * @property {Chart} chart
 * @property {boolean} lies the labels go down
 * @property {number[]} ticks
 * @property {Edges} edges
 * @property {(label: number) => number} along
 * @property {(value: number) => number} across
 * @property {number} band width of a label
 * @property {number} width
 * @property {number} height
 */

const LONGEST_NAME = 22;
const BAR_HEIGHT = 12;
const HEIGHT = 280;
const SQUARE = 340;
const LEAST_WIDTH = 240;
const FEW = 6;
const MOST_DOTS = 60;
const FONT_SIZE = 12;
const SVG = "http://www.w3.org/2000/svg";

const locale = document.documentElement.lang || "en";
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const pen = document.createElement("canvas").getContext("2d");

/** @type {Map<Element, {chart: Chart, width: number}>} */
const drawn = new Map();
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const last = drawn.get(target);
    if (last && last.width !== target.clientWidth) draw(last.chart);
  }
});

/** Draws a chart into its element, in place of its last drawing. */
export function draw(/** @type {Chart} */ chart) {
  const element = document.getElementById(`chart-${chart.name}`);
  if (!element || !chart.labels.length) return;
  const frame = frameOf(element, chart);
  const hint = document.createElement("div");
  hint.className = "hint";
  hint.hidden = true;
  element.replaceChildren(...legend(chart), picture(frame, hint), hint);
  element.setAttribute("aria-label", `${chart.title}: ${chart.summary}`);
  // Its figures as a table are open for those who see no drawing.
  if (!drawn.has(element)) element.parentElement?.querySelector("details")?.removeAttribute("open");
  drawn.set(element, { chart, width: element.clientWidth });
  resized.observe(element);
}

function written(/** @type {number | null} */ value, /** @type {Axis} */ axis) {
  if (value === null) return "–";
  return axis.unit === "share" ? percent.format(value) : number.format(value);
}

function hintOf(/** @type {Chart} */ chart, /** @type {Series} */ series, /** @type {number} */ place) {
  if (series.hints.length) return series.hints[place];
  const label = chart.labels[place];
  const head = typeof label === "number" ? written(label, chart.x) : label;
  return `${head}: ${series.name} ${written(series.values[place], chart.y)}`;
}

/** A name without its middle, where it is long: names often differ at their ends. */
function shortened(/** @type {string} */ name) {
  const characters = [...name], half = LONGEST_NAME / 2;
  if (characters.length <= LONGEST_NAME) return name;
  return `${characters.slice(0, half - 1).join("")}…${characters.slice(-half).join("")}`;
}

/** A day, or an hour of the day: midnight is written as the day. */
function shortTime(/** @type {string} */ label) {
  const [date, hour = "00:00"] = label.split(" ");
  return hour === "00:00" ? day.format(new Date(`${date}T00:00Z`)) : hour;
}

/** Round numbers between two others. @param {number} low @param {number} high @param {number} most */
function roundNumbers(low, high, most, whole = false) {
  const rough = (high - low) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power);
  const step = whole && rough < 1 ? 1 : (steps.find((size) => size >= rough * 0.999 && (!whole || Number.isInteger(size))) ?? rough);
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return { step, ticks: Array.from({ length: last - first + 1 }, (_, place) => +((first + place) * step).toPrecision(12)) };
}

/** The limits of the values, and the round ones to be written. @param {Chart} chart @param {number} most */
function valueAxis(chart, most) {
  const whole = chart.y.unit === "count";
  if (chart.y.limits) return { limits: chart.y.limits, ...roundNumbers(...chart.y.limits, most, whole) };
  const values = chart.series.flatMap((series) => [...series.values.map((value) => value ?? 0), ...series.intervals.flat()]);
  const low = Math.min(0, ...values), high = Math.max(0, ...values) || (low ? 0 : 1);
  const { step } = roundNumbers(low, high, most, whole);
  const limits = /** @type {[number, number]} */ ([Math.floor(low / step) * step, Math.ceil(high / step - 1e-9) * step]);
  return { limits, ...roundNumbers(...limits, most, whole) };
}

/** The limits of labels that are numbers; names and times are at a half, one and a half … @returns {[number, number]} */
function labelLimits(/** @type {Chart} */ chart) {
  const { labels } = chart;
  if (typeof labels[0] !== "number") return [0, labels.length];
  if (chart.x.limits) return chart.x.limits;
  const half = labels.length > 1 ? (labels[1] - labels[0]) / 2 : 0.5;
  return [labels[0] - half, labels[labels.length - 1] + half];
}

/** @param {[number, number]} limits @param {number} start @param {number} end */
function scale([low, high], start, end) {
  return (/** @type {number} */ value) =>
    Math.round(10 * (start + ((value - low) / (high - low)) * (end - start))) / 10;
}

function widest(/** @type {HTMLElement} */ element, /** @type {string[]} */ texts) {
  if (!pen) return 0;
  pen.font = `${FONT_SIZE}px ${getComputedStyle(element).fontFamily}`;
  return Math.max(...texts.map((text) => pen.measureText(text).width));
}

/** @returns {Frame} */
function frameOf(/** @type {HTMLElement} */ element, /** @type {Chart} */ chart) {
  const lies = chart.kind === "bars";
  const width = Math.min(Math.max(element.clientWidth, LEAST_WIDTH), chart.diagonal ? SQUARE : Infinity);
  const height = lies ? 40 + chart.labels.length * (10 + BAR_HEIGHT * chart.series.length) : chart.diagonal ? width : HEIGHT;
  const { limits, ticks } = valueAxis(chart, lies ? width / 110 : 5);
  const texts = lies ? chart.labels.map(shortened) : ticks.map((tick) => written(tick, chart.y));
  const title = chart.y.title && !lies ? 18 : 0;
  const edges = { left: Math.ceil(widest(element, texts)) + 8 + title, right: width - 20, top: 8, bottom: height - (chart.x.title && !lies ? 42 : 26) };
  const across = lies ? scale(limits, edges.left, edges.right) : scale(limits, edges.bottom, edges.top);
  const length = lies ? edges.bottom - edges.top : edges.right - edges.left;
  const along = lies ? scale(labelLimits(chart), edges.top, edges.bottom) : scale(labelLimits(chart), edges.left, edges.right);
  return { chart, lies, ticks, edges, along, across, band: length / chart.labels.length, width, height };
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {(string | Node)[]} content */
function shape(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}

/** The middle of a label. @param {Frame} frame @param {number} place */
function middle({ chart, along }, place) {
  const label = chart.labels[place];
  return along(typeof label === "number" ? label : place + 0.5);
}

/** A point at a place along the labels, and a place across them. @param {Frame} frame @param {number} a @param {number} b */
function point({ lies }, a, b) {
  return lies ? { x: b, y: a } : { x: a, y: b };
}

/** @param {Frame} frame @param {[number, number]} from @param {[number, number]} to @param {string} name */
function line(frame, from, to, name) {
  const start = point(frame, ...from), end = point(frame, ...to);
  return shape("line", { class: name, x1: start.x, y1: start.y, x2: end.x, y2: end.y });
}

function legend(/** @type {Chart} */ chart) {
  if (chart.series.length < 2) return [];
  const line = document.createElement("p");
  line.className = "legend";
  for (const { name, colour } of chart.series) {
    const key = document.createElement("span"), entry = document.createElement("span");
    key.className = `key ${colour} ${chart.kind === "lines" ? "" : "filled"}`;
    entry.append(key, ` ${name}`);
    line.append(entry, " ");
  }
  return [line];
}

function picture(/** @type {Frame} */ frame, /** @type {HTMLElement} */ hint) {
  const { chart, width, height, along, across } = frame;
  const box = { class: `drawing ${chart.links.length ? "leads" : ""}`, viewBox: `0 0 ${width} ${height}`, width, height };
  const svg = shape("svg", box, hatch(chart), valueTexts(frame), labelTexts(frame));
  chart.series.forEach((series, turn) => {
    const marks = chart.kind === "lines" ? lines(frame, series) : columns(frame, series, turn);
    svg.append(shape("g", { class: `series ${series.colour} ${chart.kind}` }, ...marks, ...intervals(frame, series)));
  });
  if (chart.diagonal)
    svg.append(shape("polyline", { class: "second", points: [0, 1].map((value) => `${along(value)},${across(value)}`).join(" ") }));
  follow(frame, svg, hint);
  return svg;
}

/** Stripes, for who cannot tell the colours apart. */
function hatch(/** @type {Chart} */ chart) {
  const pattern = { id: `hatch-${chart.name}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const stripes = [shape("path", { class: "ground", d: "M0 0h6v6h-6z" }), shape("path", { class: "stripe", d: "M0 0v6" })];
  return shape("defs", {}, shape("pattern", { ...pattern, class: "second" }, ...stripes));
}

/** The round values with a line for each, the title of the values. */
function valueTexts(/** @type {Frame} */ frame) {
  const { chart, lies, ticks, edges, across } = frame;
  const [first, last] = lies ? [edges.top, edges.bottom] : [edges.left, edges.right];
  const texts = ticks.flatMap((value) => [
    line(frame, [first, across(value)], [last, across(value)], value ? "grid" : "grid zero"),
    lies
      ? shape("text", { class: "middle", x: across(value), y: edges.bottom + 18 }, written(value, chart.y))
      : shape("text", { class: "end", x: edges.left - 6, y: across(value) + 4 }, written(value, chart.y)),
  ]);
  if (chart.y.title && !lies)
    texts.push(shape("text", { class: "middle", transform: `translate(12 ${(edges.top + edges.bottom) / 2}) rotate(-90)` }, chart.y.title));
  return shape("g", { class: "values" }, ...texts);
}

/** The labels, as many as there is room for, and their title. */
function labelTexts(/** @type {Frame} */ frame) {
  const { chart, lies, edges } = frame;
  const texts = labels(frame).map(([at, text]) =>
    lies
      ? shape("text", { class: "end", x: edges.left - 6, y: at + 4 }, text)
      : shape("text", { class: "middle", x: at, y: edges.bottom + 18 }, text),
  );
  if (chart.x.title && !lies)
    texts.push(shape("text", { class: "middle", x: (edges.left + edges.right) / 2, y: edges.bottom + 36 }, chart.x.title));
  return shape("g", { class: "labels" }, ...texts);
}

/** @returns {[number, string][]} */
function labels(/** @type {Frame} */ frame) {
  const { chart, lies, edges, along } = frame;
  const room = Math.max(Math.floor((edges.right - edges.left) / 60), 1);
  if (typeof chart.labels[0] === "number") {
    const few = chart.kind === "lines" && chart.labels.length <= FEW && !chart.x.limits;
    const ticks = few ? chart.labels : roundNumbers(...labelLimits(chart), Math.min(room, FEW)).ticks;
    return ticks.map((tick) => [along(tick), written(tick, chart.x)]);
  }
  const text = chart.x.unit === "time" ? shortTime : shortened;
  const step = lies ? 1 : Math.ceil(chart.labels.length / room);
  return chart.labels.flatMap((label, place) => (place % step ? [] : [[middle(frame, place), text(label)]]));
}

/** A line up to each value that is missing, and dots where there is room. */
function lines(/** @type {Frame} */ frame, /** @type {Series} */ series) {
  /** @type {[number, number][][]} */
  const runs = [[]];
  series.values.forEach((value, place) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([middle(frame, place), frame.across(value)]);
  });
  return runs.filter((run) => run.length).flatMap((run) => {
    const dots = run.length === 1 || series.values.length <= MOST_DOTS ? run : [];
    return [
      shape("polyline", { class: series.colour, points: run.join(" ") }),
      ...dots.map(([cx, cy]) => shape("circle", { class: "dot", cx, cy, r: 3 })),
    ];
  });
}

/** Columns side by side, or over one another in a histogram. @param {Frame} frame @param {Series} series @param {number} turn */
function columns(frame, series, turn) {
  const { chart, lies, across, band } = frame;
  const beside = chart.kind !== "histogram";
  const group = band * (beside && typeof chart.labels[0] !== "number" ? 0.8 : 0.92);
  const size = beside ? group / chart.series.length : group;
  const fill = series.colour === "second" ? { fill: `url(#hatch-${chart.name})` } : {};
  return series.values.map((value, place) => {
    const start = middle(frame, place) - group / 2 + (beside ? turn * size : 0);
    const [low, high] = [across(0), across(value ?? 0)].sort((a, b) => a - b);
    const corner = point(frame, start, low);
    const extent = lies ? { width: high - low, height: size } : { width: size, height: high - low };
    return shape("rect", { class: "bar-mark", ...corner, ...extent, ...fill });
  });
}

function intervals(/** @type {Frame} */ frame, /** @type {Series} */ series) {
  return series.intervals.flatMap(([low, high], place) => {
    const at = middle(frame, place), [start, end] = [frame.across(low), frame.across(high)];
    const caps = [start, end].map((value) => line(frame, [at - 5, value], [at + 5, value], "interval"));
    return [line(frame, [at, start], [at, end], "interval"), ...caps];
  });
}

/** Shows the figures of the label nearest to the pointer; a click leads to what is behind them. */
function follow(/** @type {Frame} */ frame, /** @type {SVGElement} */ svg, /** @type {HTMLElement} */ hint) {
  const { chart, lies } = frame;
  const middles = chart.labels.map((_, place) => middle(frame, place));
  function nearest(/** @type {MouseEvent} */ event) {
    const box = svg.getBoundingClientRect();
    const at = lies ? ((event.clientY - box.top) * frame.height) / box.height : ((event.clientX - box.left) * frame.width) / box.width;
    return middles.reduce((best, value, place) => (Math.abs(value - at) < Math.abs(middles[best] - at) ? place : best), 0);
  }
  svg.addEventListener("pointermove", (event) => {
    const place = nearest(event);
    const filled = chart.series.filter((series) => series.values[place] !== null);
    hint.textContent = filled.map((series) => hintOf(chart, series, place)).join("\n");
    hint.hidden = !filled.length;
    const box = /** @type {HTMLElement} */ (svg.parentElement).getBoundingClientRect();
    const left = Math.min(event.clientX - box.left + 12, box.width - hint.offsetWidth);
    hint.style.left = `${Math.max(left, 0)}px`;
    hint.style.top = `${event.clientY - box.top + 16}px`;
  });
  svg.addEventListener("pointerleave", () => (hint.hidden = true));
  if (chart.links.length) svg.addEventListener("click", (event) => location.assign(chart.links[nearest(event)]));
}

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chart]")))
  draw(JSON.parse(element.dataset.chart ?? ""));
