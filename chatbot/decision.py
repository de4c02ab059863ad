"""What the bot made of the network's scores: the ranking, and whether the best is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatbot.bot import Bot
from chatbot.classifier import Prediction
from chatbot.contexts import Turn


@dataclass(frozen=True, slots=True)
class RankedTwice:
    """An intent with its probability, 0 to 1, before (`raw`) and after calibration.

    An `expected` intent waits for a context that is open.
    """

    intent: str
    raw: float
    calibrated: float
    expected: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The possible intents by falling confidence, and what the guard said about the first.

    `candidates` are the intents of the prediction set, empty where the model has none. The guard
    accepts from a `score` of `threshold` on; `parts` are the z-scores that it is made of, by name,
    where there are several. `known` is False where no word has a part that stands in a pattern.
    """

    ranking: tuple[RankedTwice, ...]
    raw_out_of_scope: float
    out_of_scope: float
    candidates: tuple[str, ...]
    known: bool
    accepted: bool
    score: float
    threshold: float
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Why there was an answer, or the fallback."""
        if not self.known:
            return "Fallback: nothing in this message resembles a word of any pattern."
        if not self.ranking:
            return "Fallback: every intent waits for a context that is not open."
        best = self.ranking[0].intent
        if self.accepted:
            return f"Answered: {best} has {self.score:.1%}, and {self.threshold:.1%} are enough."
        return f"Fallback: {best} has {self.score:.1%}, and {self.threshold:.1%} would be needed."


def decision(bot: Bot, prediction: Prediction, turn: Turn) -> Decision:
    """Return what `bot` makes of a prediction in this turn of a conversation."""
    raw = calibrated = prediction.ranking(turn)  # no model has a calibration of its own yet
    before = {ranked.intent: ranked.confidence for ranked in raw}
    score = calibrated[0].confidence if calibrated else 0.0
    return Decision(
        ranking=tuple(
            RankedTwice(one.intent, before[one.intent], one.confidence, one.intent in turn.expected)
            for one in calibrated
        ),
        raw_out_of_scope=max(0.0, 1 - sum(before.values())),
        out_of_scope=max(0.0, 1 - sum(one.confidence for one in calibrated)),
        candidates=(),
        known=prediction.known,
        accepted=bool(prediction.known and calibrated) and bot.guard.trusts(score),
        score=score,
        threshold=bot.guard.threshold,
    )
