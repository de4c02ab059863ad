"""A system that is measured: its options, its answers, its training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.accuracy.data import LabelledTexts


class CannotTrainError(ValueError):
    """A system cannot be trained so; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to train; `epochs` None is what a system does by itself."""

    seed: int = 1
    epochs: int | None = None
    language: str = "english"


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """The best intent of a message, whether or not it would be given.

    `confidence`, 0 to 1, is what people are shown; `score` is higher for messages that are more
    likely in scope; `accepted` is what the system decides by itself.
    """

    label: str
    confidence: float
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Answerer:
    """A trained system that is ready to answer.

    `one` is timed, for at most `timed` messages; `size` is what would be stored, in bytes.
    """

    many: Callable[[Sequence[str]], list[SystemAnswer]]
    one: Callable[[str], object]
    size: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    timed: int = 1000


Finish = Callable[[], Answerer]
"""What follows training and is not counted as such: loading, or choosing a threshold."""

Train = Callable[["LabelledTexts", Sequence[str], Options], Finish]
"""Learns the labelled texts. The other texts have intents, too, and may choose a threshold."""
