"""Values of learnt entities in a line, as a tagger finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

LEAST_CONFIDENCE, SURE, CERTAIN = 0.2, 0.5, 0.9
"""Probabilities from which a value counts as the answer to the question for it, in a form or at its
beginning, and anywhere."""


@dataclass(frozen=True, slots=True)
class LearntSpan:
    """Part of a line, from `start` to `end`, that is a value of an entity by its name.

    `confidence` is a probability. An `is_alternative` span would be the value if there were no
    other entities: it may be the answer to the question for this one.
    """

    entity: str
    start: int
    end: int
    confidence: float
    is_alternative: bool = False


class SpanFinder(Protocol):
    """Finder of the values of learnt entities."""

    def spans(self, line: str) -> Sequence[LearntSpan]:
        """Return the values in a line, none of which overlap, and alternatives to them."""
