"""Texts by tag: {"patterns": {"greet": ["hi"]}, "responses": {"greet": ["hello"]}}."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import role_of


def tagged_parts(value: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the keys of the patterns and of the responses by tag; None if there are not both.

    The two share a tag, and no third member is alike: else it is unclear which are meant. A letter
    names anything.
    """
    members = [key for key, inner in value.items() if is_tagged(inner)]
    responses = [key for key in members if len(key) > 1 and role_of(key) == "responses"]
    if len(members) != 2 or len(responses) != 1 or isinstance(value.get("tag"), str):
        return None
    patterns = members[1 - members.index(responses[0])]
    shared = value[patterns].keys() & value[responses[0]].keys()
    return (patterns, responses[0]) if shared else None


def tagged_pairs(
    patterns: Mapping[str, Any], responses: Mapping[str, Any]
) -> Iterator[tuple[Any, Any]]:
    """Return the patterns and the responses of each tag that has both."""
    yield from ((texts, responses[tag]) for tag, texts in patterns.items() if tag in responses)


def is_tagged(value: Any) -> bool:
    """True for an object of texts or lists of texts by names that are no languages."""
    return (
        isinstance(value, dict)
        and bool(value)
        and not are_locales(value)
        and all(map(_are_texts, value.values()))
    )


def _are_texts(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str) for item in items)
