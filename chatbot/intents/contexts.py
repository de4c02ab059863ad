"""Intents that the open contexts allow."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from chatbot.intents.intent_set import IntentSet


@dataclass(frozen=True, slots=True)
class AllowedIntents:
    """Tags of intents that wait for a context.

    `unavailable` intents wait for a context that is closed, `expected` ones for an open context:
    the bot has just asked, so that an answer is likelier than a new subject.
    """

    unavailable: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, intents: IntentSet, open_contexts: Set[str]) -> AllowedIntents:
        """Sort the intents that wait for a context by the open contexts."""
        waiting = [intent for intent in intents if intent.context_filter]
        expected = {i.tag for i in waiting if not open_contexts.isdisjoint(i.context_filter)}
        return cls(frozenset(i.tag for i in waiting) - expected, frozenset(expected))
