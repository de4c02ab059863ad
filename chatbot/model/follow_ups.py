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
from chatbot.text.clauses import goes_on, is_question
from chatbot.text.function_words import refers_back
from chatbot.text.negation import has_negator
from chatbot.text.short_replies import has_subject

_MOST_WORDS = 12
"""Most words of a follow-up: a longer message says enough, or is about something else."""

_WEAK, _MOST_WORDS_OF_WEAK = 0.3, 6
"""Score and words below and up to which an answered message may be a follow-up: a little more than
the usual good question has, as "how much is that" does."""

_OWN_VOTE = np.float32(0.75)
"""Weight of the message by itself, beside that of the question and the message together."""

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

_UNSURE: frozenset[DecisionReason] = frozenset(
    {"out_of_scope", "no_candidate", "too_many_candidates", "several_candidates"}
)
"""Reasons of doubts about a message in words that the bot knows."""

_FEWEST_WORDS_OF_WHOLE, _NAMED = 5, 0.8
"""Least words of a whole question, and least confidence of the intent that it names."""

Predict = Callable[[str], Prediction]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Message as typed, its prediction, and the question before it, for the network to `predict`.

    A message that is no follow-up is most often found out by a single reading. Where it
    `has_gone_round`, the answer to the question is given again only for words of its own.
    """

    text: str
    message: Prediction
    question: str
    predict: Predict
    has_gone_round: bool = False

    def followed(self, alone: Decision, allowed: AllowedIntents, language: str) -> Decision:
        """Return the decision on both, or that on the message `alone` if it is no follow-up.

        Where both are about what the bot has asked, and the message a reply to it, that is meant.
        Where neither sentence vectors nor words tell what is foreign, nothing is a follow-up.
        """
        output = self.message.output
        if output.nearness is None and output.coverage is None:
            return alone
        both = self._decided(allowed)
        if both.kind == "fallback" or (both.kind == "ask" and alone.kind != "fallback"):
            return alone
        before = self.predict(self.question).decide(allowed)
        if self._stands_alone(alone, language) and _intent(both) != _intent(alone):
            return alone
        is_same = _intent(both) == _intent(before)
        is_about = self._is_about(both, language, is_same=is_same)
        if not (is_about and _says_more(both, before, alone)):
            return alone
        is_reply = alone.reason != "function_words" and _intent(alone) in allowed.expected
        if is_same and is_reply:
            return both.choosing(_intent(alone), "follow_up")
        return both.because("follow_up" if both.kind == "answer" else "unclear_follow_up")

    def _stands_alone(self, alone: Decision, language: str) -> bool:
        """Return True for a whole question that names its intent: no other one is meant by it."""
        words = self.message.words
        return (
            alone.reason in _UNSURE
            and len(words) >= _FEWEST_WORDS_OF_WHOLE
            and alone.best is not None
            and alone.best.confidence >= _NAMED
            and is_question(self.text, language)
            and not goes_on(self.text, language)
            and not refers_back(words, language)
        )

    def _decided(self, allowed: AllowedIntents) -> Decision:
        """Decision on both, in whose ranking the message by itself has a vote of its own."""
        joined = self.predict(f"{self.question}\n{self.text}")
        decision = joined.decide(allowed)
        logits = joined.output.logits + self.message.output.logits * _OWN_VOTE
        ranking = replace(joined, output=replace(joined.output, logits=logits)).ranking(allowed)
        least = joined.calibration.conformal_threshold
        candidates = tuple(ranked.intent for ranked in ranking if ranked.confidence >= least)
        return Decision.of(ranking, candidates, decision.scope, decision.coverage)

    def _is_about(self, both: Decision, language: str, *, is_same: bool) -> bool:
        """Return True where the words of the message are those of the intent of both.

        One of them is enough where sentence vectors tell what is foreign. There, a question may
        have other words, and so may what has another intent than the question before. "I see" asks
        for nothing: no answer is given again for it. For "are you serious?" one is, but only once.
        """
        output, share = self.message.output, 1.0
        if output.coverage is not None:
            share = float(output.coverage[self.message.labels.index(_intent(both))])
        has_own_words = share >= _MOST_OF_WORDS and has_subject(self.message.words, language)
        if is_same and self.has_gone_round and not has_own_words:
            return False
        if output.nearness is None:
            return output.in_vocabulary and share >= _MOST_OF_WORDS
        is_familiar = output.in_vocabulary and (share > 0 or not is_same)
        return is_familiar or is_question(self.text, language)


def says_little(
    words: tuple[str, ...], decision: Decision, allowed: AllowedIntents, language: str
) -> bool:
    """Return True for a message that may say little: refused or asked about, and short.

    One that is answered by a weak score may, too, if it refers to something, and is no reply.
    """
    if decision.reason in _SAYING_LITTLE:
        return 0 < len(words) <= _MOST_WORDS
    return (
        decision.reason == "one_candidate"
        and decision.scope.score < _WEAK
        and len(words) <= _MOST_WORDS_OF_WEAK
        and decision.candidates[0] not in allowed.expected
        and refers_back(words, language)
        and not has_negator(words, language)
    )


def next_question(question: str, text: str, decision: Decision, allowed: AllowedIntents) -> str:
    """Return the question that the next message may follow, given that before this one.

    A follow-up, a reply to the bot and a message with less than the usual score stand in a line
    below the question, the last of them alone: they say little without it. One that is not
    understood leaves the question, and so does one that is asked about behind it.
    """
    if decision.kind == "fallback" or decision.reason == "unclear_follow_up":
        return question
    adds = (
        decision.reason == "follow_up"
        or decision.scope.score < _USUAL
        or not allowed.expected.isdisjoint(decision.candidates)
    )
    line, first = " ".join(text.split()), question.partition("\n")[0]
    both = f"{first}\n{line}".strip() if adds else line
    return next((lines for lines in (both, line) if len(lines) <= _LONGEST_QUESTION), "")


def _intent(decision: Decision) -> str:
    return decision.best.intent if decision.best else ""


def _says_more(both: Decision, before: Decision, alone: Decision) -> bool:
    """Return True where the two together are more in scope than each by itself.

    The score of a question with an off-topic message behind it is about the mean of both. With a
    follow-up it is higher, by as much at least as the message alone is short of the threshold.
    """
    gain = both.scope.score - (before.scope.score + alone.scope.score) / 2
    return gain >= alone.scope.threshold - alone.scope.score
