"""Evidence that items are intents, or are none: it counts where most of them have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatbot.intents.dialects.foreign.item_texts import (
    INPUTS,
    Item,
    is_said,
    is_word,
    texts_of,
    values_of,
)
from chatbot.intents.dialects.slips import any_role

OWN_TAGS = frozenset(("tag", "intent"))


def are_most(items: Sequence[Any], is_such: Callable[[Any], bool]) -> bool:
    """True for more than half of the items: a single one tells nothing about the others."""
    return 2 * sum(map(is_such, items)) > len(items)


def is_intent(item: Item) -> bool:
    """True for what people say, by our own names, or tagged or worded variously with an answer."""
    if not any(map(is_said, texts_of([item], "patterns"))):
        return False
    tags = values_of(item, "tag")
    is_ours = "patterns" in item and bool(tags or "responses" in item)
    is_tagged = not OWN_TAGS.isdisjoint(tags) or has_wordings(item)
    return is_ours or (is_tagged and any(map(is_word, texts_of([item], "responses"))))


def has_wordings(item: Item) -> bool:
    """True for a list of patterns, of ways to say it: programs have lists of inputs."""
    patterns = values_of(item, "patterns").items()
    return any(isinstance(value, list) and name not in INPUTS for name, value in patterns)


def is_answered(item: Item) -> bool:
    """True for an object with something by a name of responses, also misspelt, but a number."""
    answers = (value for key, value in item.items() if any_role(key) == "responses")
    return any(value and not isinstance(value, (int, float)) for value in answers)
