"""Turn of a conversation test: a message, and the answer to expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ExpectedTurn:
    """Message of a visitor; `bot` is the tag of the answer or a part of its text, "" for any.

    `place` is file and line, for the report of a failure.
    """

    user: str
    bot: str = ""
    place: str = field(default="", compare=False)


Conversation = tuple[ExpectedTurn, ...]


def texts_in(value: Any) -> Iterator[str]:
    """Return the texts in lists and objects, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)
