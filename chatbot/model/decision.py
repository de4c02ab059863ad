"""Decision about a message: answer, ask back, or give the fallback."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from chatbot.model.out_of_scope import ScopeDecision

MAX_ASKED = 3
"""Most candidates offered by a question back: nobody likes to choose from more."""

DecisionKind = Literal["answer", "ask", "fallback"]

DecisionReason = Literal[
    "out_of_vocabulary",
    "no_allowed_intent",
    "out_of_scope",
    "no_candidate",
    "too_many_candidates",
    "several_candidates",
    "one_candidate",
    "quick_reply",
    "none_of_these",
    "asked_enough",
    "pattern",
    "shared_pattern",
    "short_reply",
    "unclear_reply",
    "function_words",
    "closed_context",
    "opposite",
    "two_questions",
    "one_question",
    "follow_up",
    "unclear_follow_up",
    "form",
    "form_failed",
]

_KINDS: Mapping[DecisionReason, DecisionKind] = MappingProxyType(
    {
        "several_candidates": "ask",
        "too_many_candidates": "ask",
        "one_candidate": "answer",
        "quick_reply": "answer",
        "pattern": "answer",
        "shared_pattern": "ask",
        "short_reply": "answer",
        "unclear_reply": "ask",
        "opposite": "ask",
        "two_questions": "answer",
        "one_question": "answer",
        "follow_up": "answer",
        "unclear_follow_up": "ask",
        "form": "answer",
    }
)
"""Kinds of the reasons not leading to the fallback."""


class RankedIntent(NamedTuple):
    """An intent and the probability, 0 to 1, of being meant by a message."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Question of a message that its answer leaves open, as typed.

    One that `is_understood` would be answered, or asked about, by itself.
    """

    text: str
    is_understood: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Decision about a message, and the figures behind the decision.

    `ranking` holds the allowed intents by falling confidence. `candidates` is the prediction set,
    likeliest first, and contains the intent of a message with the probability `coverage`; where a
    rule about words decides, it holds the intents of the rule. `scope` tells whether the message is
    about any of the intents. `rest` is the question that an answer leaves open, if any.
    """

    reason: DecisionReason
    ranking: tuple[RankedIntent, ...]
    candidates: tuple[str, ...]
    scope: ScopeDecision
    coverage: float
    rest: OpenQuestion | None = None

    @classmethod
    def of(
        cls,
        ranking: tuple[RankedIntent, ...],
        candidates: tuple[str, ...],
        scope: ScopeDecision,
        coverage: float,
    ) -> Decision:
        """Decide: a single candidate is answered, the best of several are asked about."""
        return cls(_reason(ranking, candidates, scope), ranking, candidates, scope, coverage)

    @property
    def kind(self) -> DecisionKind:
        """Answer with the best intent, ask back between candidates, or give the fallback."""
        return _KINDS.get(self.reason, "fallback")

    @property
    def best(self) -> RankedIntent | None:
        """The likeliest intent; None where the open contexts allow none."""
        return self.ranking[0] if self.ranking else None

    @property
    def out_of_scope(self) -> bool:
        """True where the fallback is given because the message is about none of the intents."""
        return self.kind == "fallback" and not self.scope.accepted

    @property
    def offered(self) -> tuple[str, ...]:
        """Candidates to choose from, where the bot asks back."""
        return self.candidates[:MAX_ASKED] if self.kind == "ask" else ()

    def choosing(self, tag: str, reason: DecisionReason = "quick_reply") -> Decision:
        """Return the decision to answer with an intent, such as that of a pressed quick reply.

        The intent leads the ranking, with confidence 0 if not allowed by the open contexts.
        """
        chosen = [ranked for ranked in self.ranking if ranked.intent == tag]
        others = [ranked for ranked in self.ranking if ranked.intent != tag]
        ranking = (*(chosen or [RankedIntent(tag, 0.0)]), *others)
        return replace(self, reason=reason, ranking=ranking, candidates=(tag,))

    def taken_by_form(self, tag: str) -> Decision:
        """Return the decision for a message that the form of an intent takes, whatever it means.

        A value says nothing about intents: the confidence is that of the rule.
        """
        if self.kind == "answer" and tag in self.candidates:
            return self
        return replace(self, reason="form", ranking=(RankedIntent(tag, 1.0),), candidates=(tag,))

    def because(self, reason: DecisionReason) -> Decision:
        """Return the decision for another reason, with the same candidates if the bot asks back."""
        candidates = self.candidates if reason in _KINDS else ()
        return replace(self, reason=reason, candidates=candidates)

    def among(self, tags: Set[str], reason: DecisionReason) -> Decision:
        """Return the decision for a reason, with `tags` as candidates, the likeliest first."""
        candidates = tuple(ranked.intent for ranked in self.ranking if ranked.intent in tags)
        return replace(self, reason=reason, candidates=candidates)


def _reason(
    ranking: tuple[RankedIntent, ...], candidates: tuple[str, ...], scope: ScopeDecision
) -> DecisionReason:
    if not scope.in_vocabulary:
        return "out_of_vocabulary"
    if not ranking:
        return "no_allowed_intent"
    if not scope.accepted:
        return "out_of_scope"
    if not candidates:
        return "no_candidate"
    if len(candidates) > MAX_ASKED:
        return "too_many_candidates"
    return "several_candidates" if len(candidates) > 1 else "one_candidate"
