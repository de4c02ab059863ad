"""Charts as values: series over the labels of an axis, or a heat map.

`static/charts/charts.js` draws the charts, `charts/macros.html` writes the same figures as a table.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from math import ceil
from typing import Literal

from web.http.numbers import localised, percent

Kind = Literal["columns", "bars", "histogram", "lines", "heat map"]
"""Columns stand, bars lie with the first label at the top, columns of a histogram overlap."""

Unit = Literal["name", "time", "number", "count", "share"]

Colour = Literal["first", "second", "third"]
"""Name of a colour of `static/charts/charts.css`."""

SHADES = 10
"""Steps of the colour of a heat map's cell; zero has none."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Title, unit and limits of an axis; the default limits follow from the values."""

    title: str = ""
    unit: Unit = "number"
    limits: tuple[float, float] | None = None


SHARES = Axis(unit="share", limits=(0, 1))
COUNTS = Axis(unit="count")
NAMES = Axis(unit="name")


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each label of a chart, None for a gap.

    `texts` are the values as shown in a table, `hints` as shown under the mouse, `links` addresses
    and `intervals` lower and upper bounds: a tuple is empty, or has an entry for each value.
    """

    name: str
    values: tuple[float | None, ...]
    colour: Colour = "first"
    texts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    intervals: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a value in a table, shade from -SHADES to SHADES, hint and address."""

    text: str
    shade: int
    hint: str
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the head, the address behind the head, and the cells."""

    head: str
    link: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: kind, labels along `x`, and series of values along `y`.

    The `name` is unique on a page. The `summary` tells the content in a sentence, the `note` the
    way to read the chart; `nothing` is said in place of a chart without figures. `links` are
    addresses behind the labels, if any. The `diagonal` is a dashed line of equal x and y. The
    series of a heat map are the rows, the first at the top.
    """

    name: str
    title: str
    summary: str
    kind: Kind
    labels: tuple[str, ...] | tuple[float, ...]
    series: tuple[Series, ...]
    x: Axis = NAMES
    y: Axis = COUNTS
    note: str = ""
    nothing: str = ""
    links: tuple[str, ...] = ()
    diagonal: bool = False

    def to_json(self) -> str:
        """JSON text for `charts.js`."""
        return json.dumps(asdict(self))

    @property
    def heads(self) -> tuple[str, ...]:
        """Heads of the columns of the table, without the head of the rows."""
        if self.kind == "heat map":
            return self._names
        return tuple(series.name for series in self.series)

    def rows(self) -> tuple[Row, ...]:
        """Rows of the table: the series of a heat map, otherwise the labels."""
        columns = [self._cells(series) for series in self.series]
        if self.kind == "heat map":
            names = [series.name for series in self.series]
            return tuple(Row(name, "", cells) for name, cells in zip(names, columns, strict=True))
        links = self.links or ("",) * len(self.labels)
        return tuple(map(Row, self._names, links, zip(*columns, strict=True)))

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(
            label if isinstance(label, str) else _text(label, self.x.unit) for label in self.labels
        )

    def _cells(self, series: Series) -> tuple[Cell, ...]:
        most = max(map(abs, self.y.limits or self._extremes())) or 1
        return tuple(
            Cell(
                series.texts[place] if series.texts else _text(value, self.y.unit),
                _shade((value or 0) / most),
                series.hints[place] if series.hints else "",
                series.links[place] if series.links else "",
            )
            for place, value in enumerate(series.values)
        )

    def _extremes(self) -> tuple[float, float]:
        values = [value or 0 for series in self.series for value in series.values]
        return min(values, default=0), max(values, default=0)


def _shade(strength: float) -> int:
    """Steps of the colour, at least 1 for any value but zero."""
    steps = min(ceil(SHADES * abs(strength)), SHADES)
    return -steps if strength < 0 else steps


def _text(value: float | None, unit: Unit) -> str:
    if value is None or unit == "share":
        return percent(value)
    return localised(f"{value:,}" if isinstance(value, int) else f"{value:,.2f}")
