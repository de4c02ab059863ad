"""Follow-ups: a message that says too little alone is read behind the question before it.

"And to Norway?" may be about anything; behind "how long does delivery take" it is about delivery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from chatbot.intents.contexts import AllowedIntents
from chatbot.model.decision import Decision, DecisionReason
from chatbot.model.prediction import Prediction
from chatbot.text.clauses import is_question
from chatbot.text.function_words import is_function_word
from chatbot.text.short_replies import is_reply_word

_MOST_WORDS = 12
"""Most words of a follow-up: a longer message says enough, or is about something else."""

_LONGEST_QUESTION = 200
"""Most characters of a question with its follow-ups."""

_MOST_OF_WORDS = 0.5
"""Least share of the words of a follow-up that its intent knows, where words are all there is."""

_USUAL = 0.0
"""Score of the usual good question; one with less may itself be a follow-up."""

_SAYING_LITTLE: frozenset[DecisionReason] = frozenset(
    {
        "out_of_vocabulary",
        "no_allowed_intent",
        "out_of_scope",
        "no_candidate",
        "too_many_candidates",
        "several_candidates",
        "function_words",
        "closed_context",
    }
)
"""Reasons of decisions on messages that may be follow-ups."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Message as typed, its prediction, and the question before it, for the network to `predict`.

    A message that is no follow-up is most often found out by a single reading.
    """

    text: str
    message: Prediction
    question: str
    predict: Callable[[str], Prediction]

    def followed(self, alone: Decision, allowed: AllowedIntents, language: str) -> Decision:
        """Return the decision on both, or that on the message `alone` if it is no follow-up.

        Where both are about what the bot has asked, and the message a reply to it, that is meant.
        """
        both = self._decided(allowed)
        if both.kind == "fallback" or (alone.kind == both.kind == "ask"):
            return alone
        before = self.predict(self.question).decide(allowed)
        is_same = _intent(both) == _intent(before)
        is_about = self._is_about(both, language, is_same=is_same)
        if not (is_about and _says_more(both, before, alone)):
            return alone
        if is_same and _intent(alone) in allowed.expected:
            return both.choosing(_intent(alone), "follow_up")
        return both.because("follow_up" if both.kind == "answer" else "unclear_follow_up")

    def _decided(self, allowed: AllowedIntents) -> Decision:
        """Decision on both, in whose ranking the message counts half as much again."""
        joined = self.predict(joined_text(self.question, self.text))
        decision = joined.decide(allowed)
        logits = joined.output.logits + self.message.output.logits * np.float32(0.5)
        ranking = replace(joined, output=replace(joined.output, logits=logits)).ranking(allowed)
        least = joined.calibration.conformal_threshold
        candidates = tuple(ranked.intent for ranked in ranking if ranked.confidence >= least)
        return Decision.of(ranking, candidates, decision.scope, decision.coverage)

    def _is_about(self, both: Decision, language: str, *, is_same: bool) -> bool:
        """Return True where the words of the message are those of the intent of both.

        One of them is enough where sentence vectors tell what is foreign. There, a question may
        have other words, and so may what has another intent than the question before. "I see" asks
        for nothing: no answer is given again for it.
        """
        output = self.message.output
        share = float(output.in_vocabulary)
        if output.coverage is not None:
            share = float(output.coverage[self.message.labels.index(_intent(both))])
        if output.nearness is None:
            return share >= _MOST_OF_WORDS
        return share > 0 or not is_same or is_question(self.text, language)


def says_little(words: tuple[str, ...], decision: Decision) -> bool:
    """Return True for a message that is not answered, and short enough for a follow-up."""
    return decision.reason in _SAYING_LITTLE and 0 < len(words) <= _MOST_WORDS


def joined_text(question: str, text: str) -> str:
    """Return a question and the message behind it as one text."""
    return f"{question} {text}".strip()


def next_question(question: str, text: str, decision: Decision, allowed: AllowedIntents) -> str:
    """Return the question that the next message may follow, given that before an answered one.

    A follow-up, a reply to the bot and a message with an unusual score add to the question: they
    say little without it.
    """
    adds = (
        decision.reason == "follow_up"
        or decision.scope.score < _USUAL
        or decision.candidates[0] in allowed.expected
    )
    both = joined_text(question, text) if adds else text
    return next((line for line in (both, text) if len(line) <= _LONGEST_QUESTION), "")


def has_subject(words: tuple[str, ...], language: str) -> bool:
    """Return False for words that no message can follow, such as "yes please" or "ok thanks"."""
    return not all(
        is_function_word(word, language) or is_reply_word(word, language) for word in words
    )


def _intent(decision: Decision) -> str:
    return decision.best.intent if decision.best else ""


def _says_more(both: Decision, before: Decision, alone: Decision) -> bool:
    """Return True where the two together are more in scope than each by itself.

    The score of a question with an off-topic message behind it is about the mean of both. With a
    follow-up it is higher, by as much at least as the message alone is short of the threshold.
    """
    gain = both.scope.score - (before.scope.score + alone.scope.score) / 2
    return gain >= alone.scope.threshold - alone.scope.score
