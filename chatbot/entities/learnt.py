"""Values of learnt entities in a line, as a tagger finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LearntSpan:
    """Part of a line, from `start` to `end`, that is a value of an entity by its name.

    `confidence` is a probability.
    """

    entity: str
    start: int
    end: int
    confidence: float


class SpanFinder(Protocol):
    """Finder of the values of learnt entities."""

    def spans(self, line: str) -> Sequence[LearntSpan]:
        """Return the values in a line, none of which overlap."""
