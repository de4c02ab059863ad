"""Which intents a message can have, given the contexts that are open."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from chatbot.intents.intent_set import IntentSet


@dataclass(frozen=True, slots=True)
class AllowedIntents:
    """What the open contexts make of the intents, by their tags.

    `unavailable` ones wait for a context that is not open. `expected` ones wait for one that is:
    the bot has just asked, and a message is more likely an answer than a new subject.
    """

    unavailable: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, intents: IntentSet, open_contexts: Set[str]) -> AllowedIntents:
        """Return the turn in a conversation in which `open_contexts` are open."""
        waiting = [intent for intent in intents if intent.context_filter]
        expected = {i.tag for i in waiting if not open_contexts.isdisjoint(i.context_filter)}
        return cls(frozenset(i.tag for i in waiting) - expected, frozenset(expected))
