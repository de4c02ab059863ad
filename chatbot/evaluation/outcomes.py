"""A message that a network had not learnt, and what the network made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.model.decision import RankedIntent


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer to `message`, which means `intent`; None is out of scope.

    `ranking` are all intents by falling confidence. `accepted` says whether the bot answers or asks
    back; otherwise it falls back. `candidates` is the prediction set, empty where the network gives
    none, and `score` the higher the more the message seems to be in scope.
    """

    message: str
    intent: str | None
    ranking: tuple[RankedIntent, ...]
    accepted: bool
    candidates: tuple[str, ...] = ()
    score: float = 0.0

    @property
    def got(self) -> str:
        """The intent that was thought most likely, trusted or not; "" where none was possible."""
        return self.ranking[0].intent if self.ranking else ""

    @property
    def confidence(self) -> float:
        """The probability given to `got`."""
        return self.ranking[0].confidence if self.ranking else 0.0

    @property
    def right(self) -> bool:
        """True when the most likely intent is the one that is meant."""
        return self.intent is not None and self.got == self.intent


def in_scope(judged: Iterable[Outcome]) -> list[Outcome]:
    """Return those that mean an intent."""
    return [outcome for outcome in judged if outcome.intent is not None]


def off_topic(judged: Iterable[Outcome]) -> list[Outcome]:
    """Return those that mean none."""
    return [outcome for outcome in judged if outcome.intent is None]
