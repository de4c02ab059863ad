"""Texts of an item by the roles of its keys, as far as these tell if it is an intent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatbot.intents.dialects.names import Role, normalized
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.dialects.texts import TextReader, TextRole, is_text

Item = Mapping[str, Any]

MOST = 1_000
"""Items that are looked at, and texts of an item."""

INPUTS = frozenset(
    (
        *("input", "inputs", "entrada", "entradas", "entree", "entrees", "eingabe", "eingaben"),
        "masukan",
    )
)
"""Names of patterns that programs have, too."""

_ENDS = (".", "!", "?", "…")
_OF_CODE = re.compile(r'[=<>\\_]|":|\*\*|\*[./]|\w\.\w|^\.\w|[^a-z]/|/[^a-z]|/$', re.IGNORECASE)
"""Signs within a word that no language has: of paths, file names, conditions."""


def values_of(item: Item, role: Role) -> dict[str, Any]:
    """Return the values of a role in an item, by their names."""
    return {normalized(key): value for key, value in item.items() if any_role(key) == role}


def texts_of(items: Sequence[Item], role: TextRole) -> Iterator[str]:
    """Return the texts of a role in items; none for a number."""
    for item in items:
        for value in values_of(item, role).values():
            reader = TextReader(role, lambda _path: "")
            texts = reader.read(value[:MOST] if isinstance(value, list) else value, ())
            yield from (text.value for text in texts if is_text(text.value))


def objects_of(item: Item, role: Role) -> list[Item]:
    """Return the objects among the values of a role."""
    values = values_of(item, role).values()
    lists = [value[:MOST] if isinstance(value, list) else [value] for value in values]
    return [member for inner in lists for member in inner if isinstance(member, dict)]


def is_word(text: str) -> bool:
    """True for a text with a letter or an emoji."""
    return any(char.isalpha() or not char.isascii() for char in text)


def is_said(text: str) -> bool:
    """True for a text whose words are mostly those of a language; a command has a sign before."""
    words = list(filter(is_word, text.lstrip("/!").split()))
    return 2 * sum(not _OF_CODE.search(word) for word in words) > len(words)


def in_sentence(text: str) -> bool:
    """True for several words, or one that begins or ends a sentence, or is in no ASCII."""
    words = [word for word in text.split() if is_word(word)]
    is_whole = text.istitle() or not text.isascii() or text.rstrip().endswith(_ENDS)
    return len(words) > 1 or bool(words and is_whole)
