"""Interface of a system under measurement: options, training, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.accuracy.data import LabelledTexts


class CannotTrainError(ValueError):
    """Error: failed training of a system, with a sentence for the reason."""


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a training; `epochs` None leaves the number to the system.

    `unlabelled` texts are for systems that learn from such.
    """

    seed: int = 1
    epochs: int | None = None
    language: str = "english"
    unlabelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """Most likely intent of a message, also of a message that the system refuses.

    `confidence` is the probability for people, 0 to 1; `score` is higher for messages more likely
    in scope; `accepted` is the decision of the system.
    """

    label: str
    confidence: float
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class TrainedSystem:
    """Trained system, ready for messages.

    `answer` is timed, for at most `max_timed` messages; `size` is the stored size in bytes.
    """

    answer_all: Callable[[Sequence[str]], list[SystemAnswer]]
    answer: Callable[[str], object]
    size: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    max_timed: int = 1000


Finish = Callable[[], TrainedSystem]
"""Step after training outside its measured cost: loading, or choice of a threshold."""

Train = Callable[[LabelledTexts, Sequence[str], Options], Finish]
"""Training on labelled texts; the other texts, all in scope, may choose a threshold."""
