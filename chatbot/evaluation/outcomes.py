"""Outcome of a message in an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.model.decision import RankedIntent


@dataclass(frozen=True, slots=True)
class Outcome:
    """Answer to `message` with the expected `intent`; None is out of scope.

    `ranking` holds all intents by falling confidence. The bot answers or asks back if `accepted`,
    else falls back. `candidates` is the prediction set, empty if the network gives none; a high
    `score` speaks for a message in scope.
    """

    message: str
    intent: str | None
    ranking: tuple[RankedIntent, ...]
    accepted: bool
    candidates: tuple[str, ...] = ()
    score: float = 0.0

    @property
    def predicted(self) -> str:
        """Most likely intent, accepted or not; "" if none is possible."""
        return self.ranking[0].intent if self.ranking else ""

    @property
    def confidence(self) -> float:
        """Probability of the predicted intent."""
        return self.ranking[0].confidence if self.ranking else 0.0

    @property
    def correct(self) -> bool:
        """True if the predicted intent is the expected intent."""
        return self.intent is not None and self.predicted == self.intent


def in_scope(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes of messages with an expected intent."""
    return [outcome for outcome in outcomes if outcome.intent is not None]


def off_topic(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes of messages without an expected intent."""
    return [outcome for outcome in outcomes if outcome.intent is None]
