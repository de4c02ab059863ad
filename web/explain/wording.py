"""Words for an explanation: on the page, in the HTML file, in the terminal, in the JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.explanation.context_effects import ContextEffect
    from chatbot.explanation.explain import Explanation, Known
    from chatbot.explanation.reading import NetworkActivations
    from chatbot.model.decision import Decision
    from chatbot.model.out_of_scope import ScopeDecision, ScopeScores

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
    "too_many_candidates": "Asked back: {score} reaches {needed}, and of {count} likely intents the"
    " likeliest are offered.",
    "several_candidates": "Asked back: {score} reaches {needed}, and {count} intents are likely.",
    "one_candidate": "Answered: {score} reaches {needed}, and only {candidates} is likely.",
    "quick_reply": "Answered: the question back offered this as a text for {candidates}.",
    "none_of_these": "Fallback: none of the texts that the question back offered was meant.",
    "pattern": "Answered: this is a pattern of {candidates}, word for word.",
    "shared_pattern": "Asked back: this is a pattern of {count} intents, word for word.",
    "short_reply": "Answered: of the intents that wait for a reply like this, {candidates} has most"
    " patterns that begin like it.",
    "unclear_reply": "Asked back: this is a short reply, and {count} intents wait for one.",
    "function_words": "Fallback: words like these alone say nothing, and no pattern is like them.",
    "closed_context": "Fallback: the likeliest intent waits for a context that is not open.",
    "opposite": "Asked back: this denies what patterns of {first} say, or the reverse.",
    "two_questions": "Answered: these are two questions, and each is sure by itself: {candidates}.",
    "form": "Answered: the form of {candidates} takes this message.",
    "form_failed": "Fallback: the form was given up after three messages without the value.",
}


def decision_sentence(decision: Decision) -> str:
    """Reason of an answer, a question back, or the fallback, as a sentence."""
    return _DECISIONS[decision.reason].format(
        score=f"the score of {decision.scope.score:+.2f}",
        needed=f"the {decision.scope.threshold:+.2f} that is needed",
        count=len(decision.candidates),
        candidates=", ".join(decision.candidates),
        first=next(iter(decision.candidates), ""),
    )


def effect_sentence(effect: ContextEffect) -> str:
    """Reason why an intent is hidden or expected, as a sentence."""
    contexts = ", ".join(effect.contexts)
    if effect.factor:
        return f"{effect.intent} is expected, for {contexts} is open: odds × {effect.factor:.1f}."
    return (
        f"{effect.intent} is hidden, for it waits for {contexts}:"
        f" {effect.probability:.0%} without contexts."
    )


def named_scores(scores: ScopeScores) -> dict[str, float]:
    """Scores given by the network, by names for people."""
    return {_SCORES[name]: score for name, score in scores.given().items()}


def missing_gates(activations: NetworkActivations) -> str:
    """Sentence about the reason why there are no gates to show; empty where there are gates."""
    if activations.kind == "rnn":
        return "This network has a simple recurrent layer, which has no gates."
    if activations.kind == "none":
        return "This network does not read words in their order: it has no LSTM, and no gates."
    return "" if activations.steps else "There is no word for the LSTM to read."


@dataclass(frozen=True, slots=True)
class Notes:
    """Words of an explanation: the decision, the scores' names, and a note below each table.

    `gates` is empty where there are gates to show.
    """

    decision: str
    effects: tuple[str, ...]
    scores: Mapping[str, float]
    gates: str
    words: str
    candidates: str
    scope: str
    nearest: str


def notes_of(explanation: Explanation) -> Notes:
    """Return the words of an explanation."""
    decision = explanation.decision
    return Notes(
        decision=decision_sentence(decision),
        effects=tuple(map(effect_sentence, explanation.effects)),
        scores=named_scores(decision.scope.parts),
        gates=missing_gates(explanation.reading),
        words="A word is known when it, or another form of it, stands in a pattern. One with a"
        " typing error is read as the word after its arrow; of a badly misspelt one, parts may be"
        " known. TF-IDF is high for a word that few patterns have: such words tell intents apart.",
        candidates="Of all messages that mean one of the intents,"
        f" {decision.coverage:.0%} have the right one among their candidates. With one candidate,"
        " the bot answers; with more, it asks which of the likeliest three is meant. A rule about"
        " words has candidates of its own.",
        scope="Each score compares the message with good questions, in standard deviations: 0 is"
        f" usual, and what is off topic is far below. {_use(decision.scope)}",
        nearest="The patterns that share most words and parts of words with the message. Where the"
        " nearest belong to another intent than the answer, look for words that both intents use.",
    )


def _use(scope: ScopeDecision) -> str:
    if scope.in_vocabulary:
        return "The mean has to reach what nearly all good questions reach."
    return "Here they do not count, for no word of it resembles one of a pattern."
