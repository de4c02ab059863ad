// Draws the charts of a page (web/charts/chart.py), and alone knows the library: plotly.js.
// A page without it has lines, and columns over numbers, as plain SVG: the 5 MB would delay the
// first drawing of a training by seconds, while it keeps the processor busy.

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
 * @typedef {object} Scales
 * @property {(value: number) => number} x
 * @property {(value: number) => number} y
 */

const LONGEST_NAME = 22;
const NAME_HEIGHT = 90;
const BAR_HEIGHT = 12;
const HEIGHT = 300;
const FEW = 6;
const SKETCH = { height: 160, left: 40, right: 8, top: 8, bottom: 20 };
const SVG = "http://www.w3.org/2000/svg";

const dark = matchMedia("(prefers-color-scheme: dark)");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** @type {Map<HTMLElement, Chart>} */
const charts = new Map();

/** Draws a chart into its element, in place of its last drawing. */
export function draw(/** @type {Chart} */ chart) {
  const element = document.getElementById(`chart-${chart.name}`);
  if (!element || !chart.labels.length) return;
  if (window.Plotly) plot(element, chart);
  else if (chart.x.limits && chart.y.limits) sketch(element, chart);
  else return;
  element.setAttribute("aria-label", `${chart.title}: ${chart.summary}`);
  // Its figures as a table are open for those who see no drawing.
  if (!charts.has(element)) element.parentElement?.querySelector("details")?.removeAttribute("open");
  charts.set(element, chart);
}

function written(/** @type {number | null} */ value, /** @type {Axis} */ axis) {
  if (value === null) return "–";
  return axis.unit === "share" ? percent.format(value) : number.format(value);
}

function hint(/** @type {Chart} */ chart, /** @type {Series} */ series, /** @type {number} */ place) {
  if (series.hints.length) return series.hints[place];
  const label = chart.labels[place];
  const head = typeof label === "number" ? written(label, chart.x) : label;
  return `${head}: ${series.name} ${written(series.values[place], chart.y)}`;
}

/** Plotly reads a few tags and $…$ in what it writes: the name of an intent is only text. */
function plain(/** @type {string} */ text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("$", "&#36;");
}

function shortened(/** @type {string} */ name) {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function colour(/** @type {string} */ name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--chart-${name}`).trim();
}

/** Names are at 0, 1, 2 …: two that are alike when shortened stay apart. */
function positions(/** @type {Chart} */ chart) {
  return chart.x.unit === "name" ? chart.labels.map((_, place) => place) : chart.labels;
}

function trace(/** @type {Chart} */ chart, /** @type {Series} */ series) {
  const lies = chart.kind === "bars";
  const [first, last] = chart.x.limits ?? [];
  return {
    type: chart.kind === "lines" ? "scatter" : "bar",
    mode: "lines+markers",
    cliponaxis: false,
    orientation: lies ? "h" : "v",
    name: plain(series.name),
    x: lies ? series.values : positions(chart),
    y: lies ? positions(chart) : series.values,
    width: chart.kind === "columns" && chart.x.limits ? (0.9 * (last - first)) / chart.labels.length : undefined,
    opacity: chart.kind === "histogram" ? 0.7 : 1,
    line: { dash: series.colour === "second" ? "dot" : "solid" },
    marker: { color: colour(series.colour), pattern: { shape: series.colour === "second" ? "/" : "", fillmode: "overlay", solidity: 0.2 } },
    error_y: { type: "data", symmetric: false, visible: series.intervals.length > 0, ...errors(series) },
    text: series.values.map((_, place) => plain(hint(chart, series, place))),
    textposition: "none",
    hovertemplate: "%{text}<extra></extra>",
  };
}

function errors(/** @type {Series} */ series) {
  const values = /** @type {number[]} */ (series.values);
  return {
    array: series.intervals.map(([, high], place) => high - values[place]),
    arrayminus: series.intervals.map(([low], place) => values[place] - low),
  };
}

function most(/** @type {Chart} */ chart) {
  return Math.max(...chart.series.flatMap((series) => series.values.map((value) => value ?? 0)));
}

function axis(/** @type {Chart} */ chart, /** @type {Axis} */ own) {
  const named = own.unit === "name";
  return {
    ...(own.unit === "time" ? { type: "date", nticks: FEW, tickangle: 0 } : {}),
    ...(named ? { tickvals: positions(chart), ticktext: chart.labels.map((name) => plain(shortened(name))) } : {}),
    ...(own === chart.x && typeof chart.labels[0] === "number" && chart.labels.length <= FEW ? { tickvals: chart.labels } : {}),
    ...(named && chart.kind === "bars" ? { autorange: "reversed" } : {}),
    ...(own.unit === "count" && most(chart) < FEW ? { dtick: 1 } : {}),
    ...(own.limits ? { range: own.limits } : {}),
    ...(own === chart.y ? { rangemode: "tozero" } : { showgrid: false }),
    title: { text: named || own.unit === "time" ? "" : own.title },
    tickformat: own.unit === "share" ? ".0%" : "",
    gridcolor: colour("line"),
    zeroline: !named,
    zerolinecolor: colour("line"),
    automargin: true,
    fixedrange: true,
  };
}

function layout(/** @type {HTMLElement} */ element, /** @type {Chart} */ chart) {
  const lies = chart.kind === "bars";
  return {
    height: lies ? NAME_HEIGHT + chart.labels.length * (10 + BAR_HEIGHT * chart.series.length) : HEIGHT,
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { family: "inherit", size: 13, color: getComputedStyle(element).color },
    margin: { l: 48, r: 24, t: 24, b: 32 },
    dragmode: false,
    legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0 },
    showlegend: chart.series.length > 1,
    barmode: chart.kind === "histogram" ? "overlay" : "group",
    bargap: chart.kind === "histogram" ? 0.05 : 0.2,
    xaxis: axis(chart, lies ? chart.y : chart.x),
    yaxis: axis(chart, lies ? chart.x : chart.y),
    shapes: chart.diagonal
      ? [{ type: "line", x0: 0, y0: 0, x1: 1, y1: 1, line: { dash: "dash", width: 2, color: colour("second") } }]
      : [],
  };
}

function plot(/** @type {HTMLElement} */ element, /** @type {Chart} */ chart) {
  const traces = chart.series.map((series) => trace(chart, series));
  Plotly.react(element, traces, layout(element, chart), { displayModeBar: false, responsive: true });
  if (!chart.links.length) return;
  // @ts-ignore: plotly adds both
  element.removeAllListeners("plotly_click");
  // @ts-ignore
  element.on("plotly_click", ({ points }) => location.assign(chart.links[points[0].pointIndex]));
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {(string | Node)[]} content */
function shape(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}

function sketch(/** @type {HTMLElement} */ element, /** @type {Chart} */ chart) {
  const width = chart.diagonal ? SKETCH.height : 400;
  const scales = {
    x: scale(chart.x.limits, SKETCH.left, width - SKETCH.right),
    y: scale(chart.y.limits, SKETCH.height - SKETCH.bottom, SKETCH.top),
  };
  const marks = chart.series.flatMap((series) =>
    chart.kind === "lines" ? lines(chart, series, scales) : columns(chart, series, scales),
  );
  if (chart.diagonal)
    marks.push(shape("polyline", { class: "second", points: [0, 1].map((v) => `${scales.x(v)},${scales.y(v)}`).join(" ") }));
  const box = { class: "sketch", viewBox: `0 0 ${width} ${SKETCH.height}`, preserveAspectRatio: "xMinYMid" };
  element.replaceChildren(shape("svg", box, ...frame(chart, scales), ...marks));
}

/** @param {[number, number] | null} limits @param {number} start @param {number} end */
function scale(limits, start, end) {
  const [low, high] = limits ?? [0, 1];
  return (/** @type {number} */ value) =>
    Math.round(10 * (start + ((value - low) / (high - low)) * (end - start))) / 10;
}

/** The grid with three values of y, and the end of x. */
function frame(/** @type {Chart} */ chart, /** @type {Scales} */ { x, y }) {
  const [first, last] = /** @type {[number, number]} */ (chart.x.limits);
  const [low, high] = /** @type {[number, number]} */ (chart.y.limits);
  const grid = [low, (low + high) / 2, high].flatMap((value) => [
    shape("line", { class: "grid", x1: x(first), x2: x(last), y1: y(value), y2: y(value) }),
    shape("text", { class: "end", x: x(first) - 4, y: y(value) + 4 }, written(value, chart.y)),
  ]);
  const end = `${chart.x.title.toLowerCase()} ${written(last, chart.x)}`;
  return [...grid, shape("text", { class: "end", x: x(last), y: SKETCH.height - 4 }, end)];
}

/** A line up to each value that is missing. */
function lines(/** @type {Chart} */ chart, /** @type {Series} */ series, /** @type {Scales} */ { x, y }) {
  /** @type {string[][]} */
  const runs = [[]];
  series.values.forEach((value, place) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${x(chart.labels[place])},${y(value)}`);
  });
  return runs
    .filter((points) => points.length)
    .map((points) => shape("polyline", { class: series.colour, points: points.join(" ") }));
}

function columns(/** @type {Chart} */ chart, /** @type {Series} */ series, /** @type {Scales} */ { x, y }) {
  const [first, last] = /** @type {[number, number]} */ (chart.x.limits);
  const width = (0.9 * (x(last) - x(first))) / chart.labels.length;
  return series.values.map((value, place) =>
    shape("rect", {
      class: series.colour,
      x: x(chart.labels[place]) - width / 2,
      y: y(value ?? 0),
      width,
      height: y(0) - y(value ?? 0),
    }),
  );
}

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chart]")))
  draw(JSON.parse(element.dataset.chart ?? ""));
// After the page has heard of it.
dark.addEventListener("change", () => setTimeout(() => [...charts.values()].forEach(draw)));
