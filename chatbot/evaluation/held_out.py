"""Held-out patterns with answers, as stored in a report, and the figures of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from chatbot.evaluation import metrics
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import reliability
from chatbot.model.decision import RankedIntent


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A pattern of `intent`, with the answer of a network trained without the pattern.

    `predicted` is the most likely intent, "" for none; the bot answers or asks back if `accepted`,
    else falls back. `accepted_by_patterns` is the same by the threshold before any test raised it;
    None in reports of earlier versions, which have no other one.
    """

    message: str
    intent: str
    predicted: Annotated[str, Field(alias="got")]
    confidence: float
    accepted: bool
    accepted_by_patterns: bool | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> HeldOut:
        """Short form of the outcome of a message in scope."""
        return cls(
            message=outcome.message,
            intent=str(outcome.intent),
            predicted=outcome.predicted,
            confidence=outcome.confidence,
            accepted=outcome.accepted,
        )

    @property
    def correct(self) -> bool:
        """True if the most likely intent is the expected intent."""
        return self.predicted == self.intent

    def outcome(self) -> Outcome:
        """Outcome for computing figures."""
        ranking = (RankedIntent(self.predicted, self.confidence),) if self.predicted else ()
        return Outcome(self.message, self.intent, ranking, self.accepted)

    def by_patterns(self) -> HeldOut:
        """Answer by the threshold before any tests raised it."""
        if self.accepted_by_patterns is None:
            return self
        return replace(self, accepted=self.accepted_by_patterns)


@dataclass(frozen=True, slots=True)
class HeldOutFigures:
    """Figures of answers to held-out `messages`.

    `false_rejection_rate` is the share answered with the fallback, 0 to 1; `ece` is the expected
    calibration error.
    """

    messages: int
    accuracy: Interval
    macro_f1: Interval
    false_rejection_rate: Annotated[float, Field(alias="refused")]
    ece: float

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], seed: int) -> HeldOutFigures | None:
        """Figures of messages in scope; None without any."""
        if not outcomes:
            return None
        return cls(
            messages=len(outcomes),
            accuracy=metrics.accuracy(outcomes, seed),
            macro_f1=metrics.macro_f1(outcomes, seed),
            false_rejection_rate=sum(not outcome.accepted for outcome in outcomes) / len(outcomes),
            ece=reliability(outcomes).ece,
        )
