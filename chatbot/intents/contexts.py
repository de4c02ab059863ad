"""Intents allowed by the open contexts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from chatbot.intents.intent_set import Intent, IntentSet


@dataclass(frozen=True, slots=True)
class AllowedIntents:
    """Tags of intents with a context filter.

    `unavailable` intents wait for a closed context, `expected` intents for an open context: the
    bot has just asked, so an answer is likelier than a new subject. Those of the expected that wait
    for none of the contexts opened last are `earlier` ones.
    """

    unavailable: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, intents: IntentSet, open_contexts: Set[str], latest: Set[str] | None = None
    ) -> AllowedIntents:
        """Sort the intents with a context filter by the open contexts, all the `latest` if None."""
        waiting = [intent for intent in intents if intent.context_filter]
        able = [intent for intent in waiting if _is_met(intent, open_contexts)]
        expected = frozenset(intent.tag for intent in able)
        earlier = (
            i.tag for i in able if latest is not None and latest.isdisjoint(i.context_filter)
        )
        return cls(
            frozenset(intent.tag for intent in waiting) - expected, expected, frozenset(earlier)
        )

    @property
    def expected_last(self) -> frozenset[str]:
        """Expected intents that wait for a context opened last."""
        return self.expected - self.earlier


def _is_met(intent: Intent, open_contexts: Set[str]) -> bool:
    """True if the contexts that the intent waits for are open: one of them, or all it needs."""
    if intent.needs_all:
        return open_contexts >= {*intent.context_filter}
    return not open_contexts.isdisjoint(intent.context_filter)
