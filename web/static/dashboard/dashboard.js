// Draws each chart from the numbers in its element; the table beside it holds the same ones.
const COLOURS = {
  light: { blue: "#0b5ed7", orange: "#b4530a", grey: "#8a929a", line: "#dee2e6" },
  dark: { blue: "#6ea8fe", orange: "#ffa94d", grey: "#878e95", line: "#495057" },
};

/** @param {any} chart @param {any} series @param {Record<string, string>} colours */
function trace(chart, series, colours) {
  const lies = chart.kind === "ranking";
  const number = chart.percent ? ":.0%" : "";
  return {
    type: chart.kind === "line" ? "scatter" : "bar",
    mode: "lines+markers",
    line: { dash: series.colour === "orange" ? "dot" : "solid" },
    orientation: lies ? "h" : "v",
    name: series.name,
    x: lies ? series.values : chart.labels,
    y: lies ? chart.labels.map(plain) : series.values,
    marker: { color: colours[series.colour], pattern: { shape: series.colour === "orange" ? "/" : "" } },
    hovertemplate: `%{${lies ? "x" : "y"}${number}}<extra>${series.name}</extra>`,
  };
}

/** Plotly reads a few tags and $…$ in what it writes: the name of an intent is only text. */
function plain(/** @type {string} */ text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("$", "&#36;");
}

/** @param {any} chart @param {Record<string, string>} colours @param {string} ink */
function layout(chart, colours, ink) {
  const lies = chart.kind === "ranking";
  const count = { rangemode: "tozero", gridcolor: colours.line, tickformat: chart.percent ? ".0%" : "" };
  const share = chart.percent ? { range: [0, 1.02] } : {};
  const labels = lies ? { type: "category", autorange: "reversed", automargin: true } : { type: "date", showgrid: false, tickangle: 0, automargin: true, nticks: 6 };
  return {
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { color: ink, family: "inherit" },
    margin: { t: 10, r: 10, b: 40, l: 45 },
    legend: { orientation: "h", y: 1.15 },
    showlegend: chart.series.length > 1,
    barmode: "group",
    xaxis: { fixedrange: true, ...(lies ? count : labels) },
    yaxis: { fixedrange: true, ...(lies ? labels : { ...count, ...share }) },
  };
}

function draw() {
  const dark = document.documentElement.dataset.bsTheme === "dark";
  const colours = COLOURS[dark ? "dark" : "light"];
  const ink = getComputedStyle(document.body).color;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chart]"))) {
    const chart = JSON.parse(element.dataset.chart ?? "");
    const traces = chart.series.map((/** @type {any} */ series) => trace(chart, series, colours));
    element.classList.add("drawn");
    Plotly.react(element, traces, layout(chart, colours, ink), { displayModeBar: false, responsive: true });
    // @ts-ignore: plotly adds it
    element.removeAllListeners?.("plotly_click");
    // @ts-ignore: plotly adds it
    element.on("plotly_click", ({ points }) => location.assign(chart.links[points[0].pointIndex]));
  }
}

if (window.Plotly) {
  for (const details of document.querySelectorAll("details[open]")) details.open = false;
  draw();
  // After colours.js has heard of it.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(draw));
}
