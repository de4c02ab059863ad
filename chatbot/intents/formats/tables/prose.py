"""Prose in the cells of a column: sentences, as answers are and names of intents are not."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

_SENTENCE = 40
"""Characters that most cells have at least where they hold sentences."""


def usual_length(cells: Sequence[str]) -> float:
    """Characters of a cell: the median of those that are not empty, for which no header counts."""
    return median([len(cell.strip()) for cell in cells if cell.strip()] or [0])


def is_mostly_distinct(cells: Sequence[str]) -> bool:
    """True where there are more different texts than half of the cells, empty ones aside."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len({*filled}) * 2 > len(filled)


def is_prose(cells: Sequence[str]) -> bool:
    """True for long cells of several words that seldom repeat."""
    worded = sum(" " in cell.strip() for cell in cells)
    filled = sum(bool(cell.strip()) for cell in cells)
    return usual_length(cells) > _SENTENCE and worded * 2 > filled and is_mostly_distinct(cells)
