"""What the bot made of the scores: the ranking, the candidates, and whether it answers."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.dialogue.bot import MAX_ASKED
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.classifier import Prediction
from chatbot.model.out_of_scope import ScopeDecision


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
    """The possible intents by falling confidence, and what became of the first.

    `candidates` is the prediction set, which holds the right intent in a share of `coverage` of all
    messages that have one. The `verdict` says whether the message is about any of the intents.
    """

    ranking: tuple[RankedTwice, ...]
    candidates: tuple[str, ...]
    coverage: float
    verdict: ScopeDecision

    @property
    def sentence(self) -> str:
        """Why there was an answer, a question back, or the fallback."""
        if not self.verdict.known:
            return "Fallback: nothing in this message resembles a word of any pattern."
        if not self.ranking:
            return "Fallback: every intent waits for a context that is not open."
        scored = f"the score of {self.verdict.score:+.2f}"
        needed = f"the {self.verdict.threshold:+.2f} that a good question has"
        if not self.verdict.accepted:
            return f"Fallback: {scored} is below {needed}, so this is off topic."
        reached = f"{scored} reaches {needed}"
        if not self.candidates:
            return f"Fallback: {reached}, but no intent is likely enough."
        if len(self.candidates) > MAX_ASKED:
            return f"Fallback: {reached}, but {len(self.candidates)} intents are likely."
        if len(self.candidates) > 1:
            return f"Asked back: {reached}, and {len(self.candidates)} intents are likely."
        return f"Answered: {reached}, and only {self.candidates[0]} is likely."


def decision(prediction: Prediction, turn: AllowedIntents) -> Decision:
    """Return what a bot makes of a prediction in this turn of a conversation."""
    before = {one.intent: one.confidence for one in prediction.raw_ranking(turn)}
    return Decision(
        ranking=tuple(
            RankedTwice(one.intent, before[one.intent], one.confidence, one.intent in turn.expected)
            for one in prediction.ranking(turn)
        ),
        candidates=prediction.candidates(turn),
        coverage=prediction.calibration.coverage,
        verdict=prediction.verdict(turn),
    )
