"""Effects of contexts on the ranking: intents that closed contexts hide, and expected ones."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from math import exp

from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.prediction import EXPECTED_BONUS, Prediction

_LIKELY = 0.01
"""Least probability of a hidden intent that is worth a mention."""


@dataclass(frozen=True, slots=True)
class ContextEffect:
    """Factor of the odds of an intent: 0 where it is hidden, above 1 where it is expected.

    `contexts` are the closed ones that it lacks, or the open ones that it waited for.
    `probability`, 0 to 1, is that of the intent if there were no contexts at all.
    """

    intent: str
    contexts: tuple[str, ...]
    factor: float
    probability: float


def context_effects(
    intents: IntentSet, prediction: Prediction, allowed: AllowedIntents, open_contexts: Set[str]
) -> tuple[ContextEffect, ...]:
    """Return the effects on expected intents, and on likely ones that are hidden."""
    effects = []
    for ranked in prediction.ranking(AllowedIntents()):
        intent = intents.get(ranked.intent)
        hidden = ranked.intent in allowed.unavailable
        if intent and (
            ranked.intent in allowed.expected or (hidden and ranked.confidence > _LIKELY)
        ):
            contexts = _of_interest(intent, open_contexts, is_hidden=hidden)
            factor = 0.0 if hidden else _factor(ranked.intent, allowed)
            effects.append(ContextEffect(ranked.intent, contexts, factor, ranked.confidence))
    return tuple(effects)


def _of_interest(intent: Intent, open_contexts: Set[str], *, is_hidden: bool) -> tuple[str, ...]:
    return tuple(n for n in intent.context_filter if (n in open_contexts) is not is_hidden)


def _factor(tag: str, allowed: AllowedIntents) -> float:
    return exp(EXPECTED_BONUS / 2 if tag in allowed.earlier else EXPECTED_BONUS)
