"""Confusion matrix: a heat map of misunderstood intents, and the messages behind the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.charts.chart import Axis, Chart, Series
from web.http.numbers import number
from web.http.translation import _, ngettext

if TYPE_CHECKING:
    from chatbot.evaluation.report import ConfusionCell

MOST = 25
"""Most intents in the table."""


@dataclass(frozen=True, slots=True)
class ConfusedMessages:
    """Messages of an intent mistaken for `predicted`; `key` is unique on the page."""

    intent: str
    predicted: str
    messages: tuple[str, ...]
    key: str

    @property
    def correct(self) -> bool:
        return self.predicted == self.intent


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Heat map with the messages of the cells; `left_out` counts the other confused intents."""

    chart: Chart
    cells: tuple[ConfusedMessages, ...]
    left_out: int


def confusion_matrix(cells: Sequence[ConfusionCell]) -> ConfusionMatrix | None:
    """Matrix of the intents with most misunderstood messages; None without any."""
    missed: Counter[str] = Counter()
    for cell in cells:
        if cell.predicted != cell.intent:
            missed[cell.intent] += len(cell.messages)
    if not missed:
        return None
    names = [name for name, _count in missed.most_common(MOST)]
    taken = {cell.predicted for cell in cells if cell.intent in names}
    columns = [*(name for name in names if name in taken), *sorted(taken - {*names})]
    messages = {(cell.intent, cell.predicted): cell.messages for cell in cells}
    rows = [
        [
            ConfusedMessages(name, predicted, messages.get((name, predicted), ()), f"taken-{i}-{j}")
            for j, predicted in enumerate(columns)
        ]
        for i, name in enumerate(names)
    ]
    left_out = len(missed) - len(names)
    filled = tuple(cell for row in rows for cell in row if cell.messages)
    return ConfusionMatrix(_chart(rows, columns, left_out), filled, left_out)


def _chart(
    rows: Sequence[Sequence[ConfusedMessages]], columns: Sequence[str], left_out: int
) -> Chart:
    most = max(len(cell.messages) for row in rows for cell in row if not cell.correct)
    return Chart(
        "confusion",
        _("Confusion matrix"),
        _(
            "How many messages of an intent (row) were taken for another (column): the %(shown)d"
            " intents that are confused most, without %(left_out)s others. Follow a number to its"
            " messages.",
            shown=len(rows),
            left_out=number(left_out),
        )
        if left_out
        else _(
            "How many messages of an intent (row) were taken for another (column). Follow a number"
            " to its messages."
        ),
        "heat map",
        tuple(predicted or _("nothing") for predicted in columns),
        tuple(_row(row) for row in rows),
        y=Axis(limits=(-most, most)),
    )


def _row(cells: Sequence[ConfusedMessages]) -> Series:
    return Series(
        cells[0].intent,
        # Below zero is the other colour: right answers are no confusion.
        tuple((-1 if cell.correct else 1) * len(cell.messages) for cell in cells),
        texts=tuple(str(len(cell.messages) or "") for cell in cells),
        hints=tuple(_hint(cell) for cell in cells),
        links=tuple(f"#{cell.key}" if cell.messages else "" for cell in cells),
    )


def _hint(cell: ConfusedMessages) -> str:
    return ngettext(
        "%(count)s message of %(intent)s taken for %(predicted)s",
        "%(count)s messages of %(intent)s taken for %(predicted)s",
        len(cell.messages),
        count=number(len(cell.messages)),
        intent=cell.intent,
        predicted=cell.predicted or _("nothing"),
    )
