"use strict";

(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function axis(own) {
    return {
      gridcolor: colour("--line"),
      zerolinecolor: colour("--line"),
      automargin: true,
      fixedrange: true,
      ...own,
    };
  }

  function painted(chart) {
    const data = chart.data.map((trace) => ({ ...trace }));
    for (const trace of data)
      if (trace.type === "heatmap") {
        trace.colorscale =
          trace.zmid === 0
            ? [[0, colour("--below")], [0.5, colour("--surface")], [1, colour("--above")]]
            : [[0, colour("--surface")], [1, colour("--heat")]];
        trace.textfont = { color: colour("--ink") };
      }
    if (chart.layout.barmode === "overlay") for (const trace of data) trace.opacity = 0.7;
    const layout = {
      colorway: [colour("--first"), colour("--second")],
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 13, color: colour("--ink") },
      margin: { l: 48, r: 12, t: 24, b: 40 },
      dragmode: false,
      ...chart.layout,
      height: chart.height,
      xaxis: axis(chart.layout.xaxis),
      yaxis: axis(chart.layout.yaxis),
    };
    return [data, layout, { displayModeBar: false, responsive: true }];
  }

  function draw() {
    for (const [name, chart] of Object.entries(charts))
      Plotly.react(`chart-${name}`, ...painted(chart));
  }

  draw();
  dark.addEventListener("change", draw);
})();
