"""Rules about messages that reach an intent, contexts that open, and responses that are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.linting.pairs import NearNames
from chatbot.intents.reserved_tags import CLOSE_ALL, HAND_OVER

_SHORTEST_NAME = 4


def unreachable_intents(linted: LintedSet) -> Iterator[Finding]:
    """Intents without patterns, or waiting for contexts that never open."""
    of_pages = linted.intents.page.contexts
    opened = {*of_pages, *(name for intent in linted.intents for name in intent.context_set)}
    near_names = NearNames(opened, _SHORTEST_NAME)
    reached = _reached(linted)
    for intent in linted.ordinary:
        names = intent.context_filter
        if not intent.patterns:
            yield Finding("no_patterns", intent.tag)
        if names and (
            not opened.issuperset(names) if intent.needs_all else opened.isdisjoint(names)
        ):
            near = next(filter(None, map(near_names.nearest, names)), "")
            names = tuple(name for name in names if name not in opened)
            yield Finding(
                "unopened_context", intent.tag, "context_filter", names=names, similar=near
            )
        elif intent.patterns and intent.tag not in reached:
            yield Finding("unreached_context", intent.tag, "context_filter", names=names)


def _reached(linted: LintedSet) -> set[str]:
    """Tags that some conversation reaches, starting without any context."""
    waiting: dict[str, list[Intent]] = defaultdict(list)
    able = [i for i in linted.intents if i.patterns or i.tag == FALLBACK_TAG]
    for intent in able:
        for name in intent.context_filter:
            waiting[name].append(intent)
    reached: set[str] = set()
    opened = {*linted.intents.page.contexts}
    new = [i for i in able if not i.context_filter or not opened.isdisjoint(i.context_filter)]
    while new:
        intent = new.pop()
        is_met = not intent.needs_all or opened.issuperset(intent.context_filter)
        if is_met and intent.tag not in reached:
            reached.add(intent.tag)
            opened.update(intent.context_set)
            for name in intent.context_set:
                new += waiting.pop(name, ())
    return reached


def unfiltered_contexts(linted: LintedSet) -> Iterator[Finding]:
    """Contexts that open and that no intent waits for, at the first intent to open them."""
    awaited = {*linted.intents.awaited_contexts}
    near_names = NearNames(awaited, _SHORTEST_NAME)
    seen = awaited | {CLOSE_ALL, HAND_OVER}
    for intent in linted.intents:
        for name in intent.context_set:
            if name not in seen:
                seen.add(name)
                near = near_names.nearest(name)
                yield Finding(
                    "unfiltered_context", intent.tag, "context_set", names=(name,), similar=near
                )


def unused_texts(linted: LintedSet) -> Iterator[Finding]:
    """Patterns that nobody reads, responses that are missing or there twice."""
    for intent in linted.intents:
        if intent.tag == CLARIFICATION_TAG and intent.patterns:
            yield Finding("unread_patterns", intent.tag, "patterns")
        if not (intent.responses or intent.action):
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
