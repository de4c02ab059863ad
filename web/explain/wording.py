"""Words for an explanation: on the page, in the HTML file, in the terminal, in the JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.explanation.explain import Known
    from chatbot.explanation.reading import NetworkActivations
    from chatbot.model.decision import Decision
    from chatbot.model.out_of_scope import ScopeScores

KNOWN_BY: Mapping[Known, str] = MappingProxyType(
    {"word": "yes", "stem": "by its stem", "parts": "by parts", "no": "no"}
)

_SCORES = {
    "energy": "energy of the intents",
    "off_topic": "intents against off topic",
    "linear": "best vote of the terms",
    "nearness": "nearness to the patterns",
}

_DECISIONS = {
    "out_of_vocabulary": "Fallback: nothing in this message resembles a word of any pattern.",
    "no_allowed_intent": "Fallback: every intent waits for a context that is not open.",
    "out_of_scope": "Fallback: {score} is below {needed}, so this is off topic.",
    "no_candidate": "Fallback: {score} reaches {needed}, but no intent is likely enough.",
    "too_many_candidates": "Fallback: {score} reaches {needed}, but {count} intents are likely.",
    "several_candidates": "Asked back: {score} reaches {needed}, and {count} intents are likely.",
    "one_candidate": "Answered: {score} reaches {needed}, and only {candidates} is likely.",
    "quick_reply": "Answered: the question back offered this as a text for {candidates}.",
}


def decision_sentence(decision: Decision) -> str:
    """Reason of an answer, a question back, or the fallback, as a sentence."""
    return _DECISIONS[decision.reason].format(
        score=f"the score of {decision.scope.score:+.2f}",
        needed=f"the {decision.scope.threshold:+.2f} that a good question has",
        count=len(decision.candidates),
        candidates=", ".join(decision.candidates),
    )


def named_scores(scores: ScopeScores) -> dict[str, float]:
    """Scores that the network gives, by their names for people."""
    return {_SCORES[name]: score for name, score in scores.given().items()}


def missing_gates(activations: NetworkActivations) -> str:
    """Sentence about the reason why there are no gates to show; empty where there are gates."""
    if activations.kind == "rnn":
        return "This network has a simple recurrent layer, which has no gates."
    if activations.kind == "none":
        return "This network does not read words in their order: it has no LSTM, and no gates."
    return "" if activations.steps else "There is no word for the LSTM to read."
