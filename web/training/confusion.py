"""Confusion matrix of a run for its page: only confused intents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.admin.heat_map import SHADES

if TYPE_CHECKING:
    from chatbot.evaluation.report import ConfusionCell

MOST = 25
"""Most intents in the table."""


@dataclass(frozen=True, slots=True)
class ConfusionSquare:
    """Messages of an intent with the prediction `got`; `shade` is from 0 to SHADES."""

    got: str
    messages: tuple[str, ...]
    shade: int
    right: bool
    key: str


@dataclass(frozen=True, slots=True)
class ConfusionRow:
    """A confused intent, with a square for each column."""

    name: str
    cells: tuple[ConfusionSquare, ...]


@dataclass(frozen=True, slots=True)
class ConfusionTable:
    """Intents with most confusions; `left_out` is the number of other confused intents."""

    rows: tuple[ConfusionRow, ...]
    columns: tuple[str, ...]
    left_out: int = 0


def confusion_table(cells: Sequence[ConfusionCell]) -> ConfusionTable:
    """Table of the confused intents; its columns are predictions that occur."""
    wrong = [cell for cell in cells if cell.got != cell.intent]
    missed: Counter[str] = Counter()
    for cell in wrong:
        missed[cell.intent] += len(cell.messages)
    names = [name for name, _ in missed.most_common(MOST)]
    taken = {cell.got for cell in cells if cell.intent in names}
    columns = [*(name for name in names if name in taken), *sorted(taken - {*names})]
    messages = {(cell.intent, cell.got): cell.messages for cell in cells}
    most = max((len(cell.messages) for cell in wrong), default=1)
    rows = tuple(
        ConfusionRow(
            name,
            tuple(
                _square(name, got, messages.get((name, got), ()), most, f"{i}-{j}")
                for j, got in enumerate(columns)
            ),
        )
        for i, name in enumerate(names)
    )
    return ConfusionTable(
        rows, tuple(got or "nothing" for got in columns), len(missed) - len(names)
    )


def _square(name: str, got: str, messages: tuple[str, ...], most: int, key: str) -> ConfusionSquare:
    shade = min(round(SHADES * len(messages) / most), SHADES)
    return ConfusionSquare(got, messages, max(shade, 1) if messages else 0, name == got, key)
