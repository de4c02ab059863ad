"""Intents allowed by the open contexts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from chatbot.intents.intent_set import IntentSet


@dataclass(frozen=True, slots=True)
class AllowedIntents:
    """Tags of intents with a context filter.

    `unavailable` intents wait for a closed context, `expected` intents for an open context: the
    bot has just asked, so an answer is likelier than a new subject.
    """

    unavailable: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, intents: IntentSet, open_contexts: Set[str]) -> AllowedIntents:
        """Sort the intents with a context filter by the open contexts."""
        waiting = [intent for intent in intents if intent.context_filter]
        expected = {i.tag for i in waiting if not open_contexts.isdisjoint(i.context_filter)}
        return cls(frozenset(i.tag for i in waiting) - expected, frozenset(expected))
