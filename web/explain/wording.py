"""Words for an explanation: on the page, in the HTML file, in the terminal, in the JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from web.http.numbers import decimal, percent
from web.http.translation import _, later, translated

if TYPE_CHECKING:
    from chatbot.explanation.context_effects import ContextEffect
    from chatbot.explanation.explain import Explanation, Known
    from chatbot.explanation.reading import NetworkActivations
    from chatbot.model.decision import Decision
    from chatbot.model.out_of_scope import ScopeDecision, ScopeScores

KNOWN_BY: Mapping[Known, str] = MappingProxyType(
    {
        "word": later("yes"),
        "stem": later("by its stem"),
        "parts": later("by parts"),
        "no": later("no"),
    }
)

_SCORES = {
    "energy": later("energy of the intents"),
    "off_topic": later("intents against off topic"),
    "linear": later("best vote of the terms"),
    "nearness": later("nearness to the patterns"),
    "topic": later("sentence against off topic"),
    "coverage": later("words of the likeliest intent"),
}

_DECISIONS = {
    "out_of_vocabulary": later(
        "Fallback: nothing in this message resembles a word of any pattern."
    ),
    "no_allowed_intent": later("Fallback: every intent waits for a context that is not open."),
    "out_of_scope": later(
        "Fallback: the score of %(score)s is below the %(needed)s that is needed, so this is off"
        " topic."
    ),
    "no_candidate": later(
        "Fallback: the score of %(score)s reaches the %(needed)s that is needed, but no intent is"
        " likely enough."
    ),
    "too_many_candidates": later(
        "Asked back: the score of %(score)s reaches the %(needed)s that is needed, and of %(count)s"
        " likely intents the likeliest are offered."
    ),
    "several_candidates": later(
        "Asked back: the score of %(score)s reaches the %(needed)s that is needed, and %(count)s"
        " intents are likely."
    ),
    "one_candidate": later(
        "Answered: the score of %(score)s reaches the %(needed)s that is needed, and only"
        " %(candidates)s is likely."
    ),
    "quick_reply": later("Answered: the question back offered this as a text for %(candidates)s."),
    "none_of_these": later("Fallback: none of the texts that the question back offered was meant."),
    "asked_enough": later(
        "Fallback: intents are likely, but the bot has asked back before, so it asks for other"
        " words or leads to a person."
    ),
    "pattern": later("Answered: this is a pattern of %(candidates)s, word for word."),
    "shared_pattern": later("Asked back: this is a pattern of %(count)s intents, word for word."),
    "short_reply": later(
        "Answered: of the intents that wait for a reply like this, %(candidates)s has most"
        " patterns that begin like it."
    ),
    "unclear_reply": later(
        "Asked back: this is a short reply, and %(count)s intents wait for one."
    ),
    "function_words": later(
        "Fallback: words like these alone say nothing, and no pattern is like them."
    ),
    "closed_context": later("Fallback: the likeliest intent waits for a context that is not open."),
    "opposite": later("Asked back: this denies what patterns of %(first)s say, or the reverse."),
    "two_questions": later(
        "Answered: these are two questions, and each is sure by itself: %(candidates)s."
    ),
    "one_question": later(
        "Answered: of two questions this is one of %(candidates)s. The answer says that the other"
        " is left."
    ),
    "follow_up": later(
        "Answered: alone this says little, but behind the question before it, it is about"
        " %(candidates)s."
    ),
    "unclear_follow_up": later(
        "Asked back: alone this says little, and behind the question before it, it may be about"
        " %(count)s intents."
    ),
    "form": later("Answered: the form of %(candidates)s takes this message."),
    "form_failed": later("Fallback: the form was given up after three messages without the value."),
}


def decision_sentence(decision: Decision) -> str:
    """Reason of an answer, a question back, or the fallback, as a sentence."""
    scope = decision.scope
    return _(
        _DECISIONS[decision.reason],
        score=decimal(scope.score, "+.2f"),
        needed=decimal(scope.threshold, "+.2f"),
        count=len(decision.candidates),
        candidates=", ".join(decision.candidates),
        first=next(iter(decision.candidates), ""),
    )


def effect_sentence(effect: ContextEffect) -> str:
    """Reason why an intent is hidden or expected, as a sentence."""
    contexts = ", ".join(effect.contexts)
    if effect.factor:
        return _(
            "%(intent)s is expected, for %(contexts)s is open: odds × %(factor)s.",
            intent=effect.intent,
            contexts=contexts,
            factor=decimal(effect.factor),
        )
    return _(
        "%(intent)s is hidden, for it waits for %(contexts)s: %(share)s without contexts.",
        intent=effect.intent,
        contexts=contexts,
        share=percent(effect.probability, 0),
    )


def named_scores(scores: ScopeScores) -> dict[str, float]:
    """Scores given by the network, by names for people."""
    return {translated(_SCORES[name]): score for name, score in scores.given().items()}


def missing_gates(activations: NetworkActivations) -> str:
    """Sentence about the reason why there are no gates to show; empty where there are gates."""
    if activations.kind == "rnn":
        return _("This network has a simple recurrent layer, which has no gates.")
    if activations.kind == "none":
        return _("This network does not read words in their order: it has no LSTM, and no gates.")
    return "" if activations.steps else _("There is no word for the LSTM to read.")


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
        words=_(
            "A word is known when it, or another form of it, stands in a pattern. One with a"
            " typing error is read as the word after its arrow; of a badly misspelt one, parts may"
            " be known. TF-IDF is high for a word that few patterns have: such words tell intents"
            " apart."
        ),
        candidates=_candidates(explanation),
        scope=_(
            "Each score compares the message with good questions, in standard deviations: 0 is"
            " usual, and what is off topic is far below. %(use)s",
            use=_use(decision.scope, is_measured=explanation.is_measured),
        ),
        nearest=_(
            "The patterns that share most words and parts of words with the message. Where the"
            " nearest belong to another intent than the answer, look for words that both intents"
            " use."
        ),
    )


def unmeasured_sentence() -> str:
    """Sentence in place of shares that held-out messages would tell."""
    return _(
        "How often the bot is right is not known: most intents have one pattern, so none was held"
        " out of training."
    )


def _candidates(explanation: Explanation) -> str:
    use = _(
        "With one candidate, the bot answers; with more, it asks which of the likeliest three is"
        " meant. A rule about words has candidates of its own."
    )
    if not explanation.is_measured:
        return f"{unmeasured_sentence()} {use}"
    share = _(
        "Of all messages that mean one of the intents, %(share)s have the right one among their"
        " candidates.",
        share=percent(explanation.decision.coverage, 0),
    )
    return f"{share} {use}"


def _use(scope: ScopeDecision, *, is_measured: bool) -> str:
    if scope.in_vocabulary and not is_measured:
        return _(
            "The mean has to reach what training chose by tests, and by copies of the patterns with"
            " other words."
        )
    if scope.in_vocabulary:
        return _("The mean has to reach what training chose by held-out patterns and tests.")
    return _("Here they do not count, for no word of it resembles one of a pattern.")
