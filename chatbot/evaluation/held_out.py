"""How patterns were answered that the answering network had not learnt, as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.evaluation import metrics
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import reliability
from chatbot.model.decision import RankedIntent


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A pattern of `intent`, the intent that it was taken for, and how sure the network was.

    `accepted` says whether the bot would answer or ask back; otherwise it falls back.
    """

    message: str
    intent: str
    got: str
    confidence: float
    accepted: bool

    @classmethod
    def of(cls, judged: Outcome) -> HeldOut:
        """Return what is kept of an answer to a message in scope."""
        return cls(
            judged.message, str(judged.intent), judged.got, judged.confidence, judged.accepted
        )

    @property
    def right(self) -> bool:
        """Whether the most likely intent is the one that is meant."""
        return self.got == self.intent

    def judged(self) -> Outcome:
        """Return the answer, from which figures are made."""
        ranking = (RankedIntent(self.got, self.confidence),) if self.got else ()
        return Outcome(self.message, self.intent, ranking, self.accepted)


@dataclass(frozen=True, slots=True)
class HeldOutFigures:
    """What answers to so many messages come to.

    `refused` is the share that gets the fallback, 0 to 1, `ece` the expected calibration error.
    """

    messages: int
    accuracy: Interval
    macro_f1: Interval
    refused: float
    ece: float

    @classmethod
    def of(cls, judged: Sequence[Outcome], seed: int) -> HeldOutFigures | None:
        """Return the figures of answers to messages in scope; None where there are none."""
        if not judged:
            return None
        return cls(
            messages=len(judged),
            accuracy=metrics.accuracy(judged, seed),
            macro_f1=metrics.macro_f1(judged, seed),
            refused=sum(not outcome.accepted for outcome in judged) / len(judged),
            ece=reliability(judged).ece,
        )
