"""Quick replies of a question back: a text for choosing each candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from chatbot.intents.intent_set import Intent
from chatbot.text.words import normalise

LONGEST = 100
"""Most characters of a quick reply: the label of a button, sent as a message."""


def quick_replies(candidates: Iterable[Intent]) -> dict[str, str]:
    """Return the tag of each intent by a unique text.

    The text is the first pattern short enough for a button and not shared with another intent: a
    wording the author expects from people. Without such a pattern, the text is the tag.
    """
    tags: dict[str, str] = {}
    keys: set[str] = set()
    for intent in candidates:
        text = next(text for text in _texts(intent) if _key(text) not in keys)
        keys.add(_key(text))
        tags[text] = intent.tag
    return tags


def chosen_tag(offered: Mapping[str, str], message: str) -> str | None:
    """Return the tag of the quick reply equal to the message, if any, given the tags by text."""
    return {_key(text): tag for text, tag in offered.items()}.get(_key(message))


def _texts(intent: Intent) -> Iterator[str]:
    for pattern in intent.patterns:
        # Invisible characters are lost on the way, or reverse the text on the button.
        if len(pattern) <= LONGEST and pattern.isprintable():
            yield pattern
    name = normalise(intent.tag)[:LONGEST]
    yield name
    yield from (f"{name} {number}" for number in count(2))


def _key(text: str) -> str:
    return normalise(text).casefold()
