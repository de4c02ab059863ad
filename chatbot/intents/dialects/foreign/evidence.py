"""Evidence that items are intents, or are none: it counts where most of them have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.words import is_said, is_word

OWN_TAGS = frozenset(("tag", "intent"))
_Item = TypeVar("_Item")


def are_most(items: Sequence[_Item], is_such: Callable[[_Item], bool]) -> bool:
    """True for more than half of the items: a single one tells nothing about the others."""
    return 2 * sum(map(is_such, items)) > len(items)


def is_intent(content: Content) -> bool:
    """True for what people say, by our own names, or tagged or worded variously with an answer."""
    if not any(map(is_said, content.messages)):
        return False
    is_ours = "patterns" in content.values and bool(content.tags or "responses" in content.values)
    is_tagged = not OWN_TAGS.isdisjoint(content.tags) or content.has_wordings
    return is_ours or (is_tagged and any(map(is_word, content.answers)))
