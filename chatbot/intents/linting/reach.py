"""Rules about messages that reach an intent, contexts that open, and responses that are given."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.intents.dialects.names import differ_by_one
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.reserved_tags import CLOSE_ALL

_SHORTEST_NAME = 4


def unreachable_intents(linted: LintedSet) -> Iterator[Finding]:
    """Intents without patterns, or waiting for contexts that never open."""
    opened = {name for intent in linted.intents for name in intent.context_set}
    reached = _reached(linted)
    for intent in linted.ordinary:
        names = intent.context_filter
        if not intent.patterns:
            yield Finding("no_patterns", intent.tag)
        if names and opened.isdisjoint(names):
            near = _near(names, opened)
            yield Finding(
                "unopened_context", intent.tag, "context_filter", names=names, similar=near
            )
        elif intent.patterns and intent.tag not in reached:
            yield Finding("unreached_context", intent.tag, "context_filter", names=names)


def _reached(linted: LintedSet) -> set[str]:
    """Tags that some conversation reaches, starting without any context."""
    reached: set[str] = set()
    opened: set[str] = set()
    while True:
        new = {
            intent.tag
            for intent in linted.intents
            if (intent.patterns or intent.tag == FALLBACK_TAG)
            and (not intent.context_filter or not opened.isdisjoint(intent.context_filter))
        }
        if new == reached:
            return reached
        reached = new
        opened = {n for intent in linted.intents if intent.tag in new for n in intent.context_set}


def unfiltered_contexts(linted: LintedSet) -> Iterator[Finding]:
    """Contexts that open and that no intent waits for, at the first intent to open them."""
    awaited = {name for intent in linted.intents for name in intent.context_filter}
    seen = awaited | {CLOSE_ALL}
    for intent in linted.intents:
        for name in intent.context_set:
            if name not in seen:
                seen.add(name)
                near = _near((name,), awaited)
                yield Finding(
                    "unfiltered_context", intent.tag, "context_set", names=(name,), similar=near
                )


def _near(names: tuple[str, ...], others: set[str]) -> str:
    """Another name that one of the names is probably meant to be, or ""."""
    pairs = ((name.casefold(), other) for name in names for other in sorted(others))
    return next((other for name, other in pairs if _is_near(name, other.casefold())), "")


def _is_near(name: str, other: str) -> bool:
    return name == other or (len(name) >= _SHORTEST_NAME and differ_by_one(name, other))


def unused_texts(linted: LintedSet) -> Iterator[Finding]:
    """Patterns that nobody reads, responses that are missing or there twice."""
    for intent in linted.intents:
        if intent.tag == CLARIFICATION_TAG and intent.patterns:
            yield Finding("unread_patterns", intent.tag, "patterns")
        if not intent.responses:
            yield Finding("no_responses", intent.tag)
        yield from _repeated_responses(intent)
    if linted.intents.get(FALLBACK_TAG) is None:
        yield Finding("no_fallback")


def _repeated_responses(intent: Intent) -> Iterator[Finding]:
    seen: set[str] = set()
    for response in intent.responses:
        if response in seen:
            yield Finding("repeated_response", intent.tag, "responses", response)
        seen.add(response)
