"""The quick replies of a question back: a text for each intent, by which it can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from chatbot.intents.intent_set import Intent
from chatbot.text.words import normalise

LONGEST = 100
"""Characters of a suggestion: it goes on a button, and has to be short enough to be sent."""


def suggestions(candidates: Iterable[Intent]) -> dict[str, str]:
    """Return the tag of each intent by a text that no other one has.

    It is the first pattern that fits on a button, as what a person would write who means it; the
    tag where none does, or others have them all.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for intent in candidates:
        text = next(text for text in _texts(intent) if _compared(text) not in taken)
        taken.add(_compared(text))
        found[text] = intent.tag
    return found


def chosen(offered: Mapping[str, str], text: str) -> str | None:
    """Return the tag that a message chooses of those that were `offered`, if any."""
    return {_compared(each): tag for each, tag in offered.items()}.get(_compared(text))


def _texts(intent: Intent) -> Iterator[str]:
    for pattern in intent.patterns:
        # What cannot be seen would be lost on the way, or turn the writing on the button round.
        if len(pattern) <= LONGEST and pattern.isprintable():
            yield pattern
    name = normalise(intent.tag)[:LONGEST]
    yield name
    yield from (f"{name} {number}" for number in count(2))


def _compared(text: str) -> str:
    return normalise(text).casefold()
