"""What the charts of all pages share: plotly.js reads them, the page gives them their colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

LONGEST_NAME = 22
_CELL = 36
_LETTER, _LEANING_LETTER = 6, 5
_TICK = 18
"""In pixels: the height of a cell, and the room for a name beside cells and for one above."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows in a sentence, its data and its layout, and its size in pixels.

    One with a `width` needs that much, and scrolls where there is less. The `note` under it says
    how to read it. `rows` and `columns` are the names of a heat map's, from the top and the left.
    """

    name: str
    title: str
    summary: str
    data: list[Json]
    layout: Json
    height: int
    width: int = 0
    note: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def heat_map(
    name: str,
    title: str,
    summary: str,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    z: Sequence[Sequence[float]],
    text: Sequence[Sequence[str]] = (),
    hover: str,
    scale: Json | None = None,
    cell: tuple[int, int] = (_CELL, _CELL),
    note: str = "",
) -> Chart:
    """A chart of coloured cells, the first row at the top, each `cell` (wide, high) at least.

    `hover` is a template of plotly.js, in which `customdata` is "row → column".
    """
    left, top = _room(rows, _LETTER), _room(columns, _LEANING_LETTER)
    trace: Json = {
        "type": "heatmap",
        "z": list(z)[::-1],
        "customdata": [[f"{plain(r)} → {plain(c)}" for c in columns] for r in rows[::-1]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": f"{hover}<extra></extra>",
        **(scale or {}),
    }
    if text:
        trace |= {"text": list(text)[::-1], "texttemplate": "%{text}"}
    right = 64 if trace["showscale"] else 40
    layout = {
        "xaxis": {**tags(columns), "tickangle": -45, "side": "top"},
        "yaxis": tags(rows[::-1]),
        "margin": {"l": left, "r": right, "t": top, "b": 12},
    }
    wide, high = cell
    return Chart(
        name,
        title,
        summary,
        [trace],
        layout,
        height=top + 12 + high * len(rows),
        width=left + right + wide * len(columns),
        note=note,
        rows=tuple(rows),
        columns=tuple(columns),
    )


def bars(names: Sequence[str], values: Sequence[float], hover: str) -> Json:
    """Bars to the right, the first at the bottom; in `hover`, %{text} is the name."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(names))),
        "x": list(values),
        "text": [plain(name) for name in names],
        "textposition": "none",
        "hovertemplate": f"{hover}<extra></extra>",
    }


def _room(names: Sequence[str], letter: int) -> int:
    return _TICK + letter * max((len(_short(name)) for name in names), default=0)


def shares(title: str = "") -> Json:
    """An axis of shares from 0 to 1."""
    return {"range": [0, 1], "tickformat": ".0%", "title": {"text": title}}


def legend(order: str = "normal") -> Json:
    """A legend above the chart."""
    place = {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0}
    return {"legend": {**place, "traceorder": order}}


def tags(names: Sequence[str]) -> Json:
    """An axis with the names at 0, 1, 2 …: two that are alike when shortened stay apart."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [plain(_short(name)) for name in names],
        "showgrid": False,
        "zeroline": False,
    }


def plain(tag: str) -> str:
    """A tag as plotly.js shows it: it takes some HTML for markup, such as <b> and &amp;."""
    return tag.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
