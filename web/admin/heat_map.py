"""A heat map as a table whose cells have classes for their colours: no script, no style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.admin.blueprint import admin

if TYPE_CHECKING:
    from web.charts.chart import Chart

SHADES = 10
"""How many steps of a colour there are; zero has none."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a cell says, and how strong its colour is: from -SHADES to SHADES."""

    text: str
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of a heat map with its name."""

    name: str
    cells: tuple[HeatCell, ...]


@admin.app_template_filter()
def heat_rows(chart: Chart) -> tuple[HeatRow, ...]:
    """The rows of a chart that `web.charts.chart.heat_map` made, the first at the top."""
    (trace,) = chart.data
    values = trace["z"][::-1]
    flat = [value for row in values for value in row]
    most = trace.get("zmax", max(flat, default=0)) or 1
    texts = trace.get("text", [])[::-1] or [[f"{value:+.2f}" for value in row] for row in values]
    return tuple(
        HeatRow(
            name,
            tuple(HeatCell(text, round(SHADES * z / most)) for z, text in zip(*row, strict=True)),
        )
        for name, row in zip(chart.rows, zip(values, texts, strict=True), strict=True)
    )
