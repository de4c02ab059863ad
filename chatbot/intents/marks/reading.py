"""Reading of the marks in a pattern, given the entities of all files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any

from chatbot.entities.entity import BUILT_IN
from chatbot.intents.forms.schema import is_name
from chatbot.intents.marks.mark import MarkedPattern, MarkPlace, shared_marks
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import is_blank
from chatbot.text.wording import shortened

# Nothing within brackets may be a bracket, so that no text takes quadratic time.
_INLINE = re.compile(r"\[([^\[\]]*)\]\(([^()\[\]]*)\)")
_EXAMPLE = '{"text": "from Oslo to Bergen", "entities": {"city": ["Oslo", "Bergen"]}}'

MOST_MARKS = 50
"""Marks of a pattern: no message has more values."""

Fault = tuple[Path, str]
"""Path below a pattern, and the sentence about the value there."""

_TOO_MANY = f"This pattern has more than {MOST_MARKS} marks: divide it into several."


@dataclass(frozen=True, slots=True)
class ReadPattern:
    """Pattern with its marks; with faults, it is as it was."""

    pattern: str
    faults: tuple[Fault, ...] = ()


def read_pattern(pattern: str, names: Collection[str], *, inline: bool) -> ReadPattern:
    """Read the marks of a pattern, given the names of all entities.

    Within a text, marks are read where `inline`. A link to an address is no mark: an address is no
    name.
    """
    if isinstance(pattern, MarkedPattern):
        assert isinstance(pattern.written, dict), "only an object is without its marks"
        return _of_object(str(pattern), pattern.written, names)
    return _of_text(pattern, names) if inline and "](" in pattern else ReadPattern(pattern)


def without_marks(pattern: str) -> str:
    """Return a text without what looks like a mark, whatever entities there are."""
    if "](" not in pattern:
        return pattern
    return _INLINE.sub(lambda match: match[1] if is_name(match[2].strip()) else match[0], pattern)


def _of_text(written: str, names: Collection[str]) -> ReadPattern:
    text, end = "", 0
    places: list[MarkPlace] = []
    faults: list[Fault] = []
    for match in _INLINE.finditer(written):
        words, target = match[1], match[2].strip()
        name = _entity_name(target)
        if not name or (target != name and name not in names):
            continue
        if fault := _mark_fault(words, name, target, names):
            faults.append(((), fault))
        text += written[end : match.start()]
        start = len(text) + len(words) - len(words.lstrip())
        places.append((name, start, start + len(words.strip())))
        text, end = text + words, match.end()
        if len(places) > MOST_MARKS:
            return ReadPattern(written, (((), _TOO_MANY),))
    text += written[end:]
    if faults or not places:
        return ReadPattern(written, tuple(faults))
    return ReadPattern(MarkedPattern(text, written, shared_marks(tuple(places))))


@lru_cache(maxsize=4096)
def _entity_name(target: str) -> str:
    """Name of the entity in the brackets behind marked words, "" for an address or the like."""
    name = target.partition(":")[0].strip()
    return intern(name) if is_name(name) else ""


def _mark_fault(words: str, name: str, target: str, names: Collection[str]) -> str:
    """Sentence about a mark in a text, "" for a sound one."""
    if is_blank(words):
        return f'The mark "({name})" has no words: write [words]({name}), or leave it out.'
    if name not in names:
        return unknown_mark(name, names)
    if target != name:
        return (
            f"A mark has the name of an entity alone: write [{shortened(words)}]({name}). What the"
            ' words mean belongs into the "values" of the entity.'
        )
    return ""


def unknown_mark(name: str, names: Collection[str]) -> str:
    """Sentence about a mark of an entity that no file has."""
    own = ", ".join(sorted(shortened(other) for other in names if other not in BUILT_IN)[:6])
    return (
        f'No file has an entity "{shortened(name)}": add "{shortened(name)}": {{"learn": true}} to'
        f' the "entities" beside the intents{f", or choose one of {own}" if own else ""}. Brackets'
        ' that mark nothing belong into {"text": "…", "entities": {}}.'
    )


def _of_object(text: str, written: dict[str, Any], names: Collection[str]) -> ReadPattern:
    """Read the marks of an object: the longest words first, or others might be a part of them."""
    entities = written["entities"]
    if sum(map(_count, entities.values())) > MOST_MARKS:
        return ReadPattern(text, ((("entities",), _TOO_MANY),))
    faults: list[Fault] = [
        (("entities", name), unknown_mark(name, names)) for name in entities if name not in names
    ]
    words = [pair for name in entities if name in names for pair in _words(name, entities[name])]
    places: list[MarkPlace] = []
    for name, term in sorted(words, key=lambda pair: -len(pair[1])):
        if not term:
            message = f"Here belong words of the text, or a list of such, as in {_EXAMPLE}."
            faults.append((("entities", name), message))
        elif place := _first_free(text, term, name, places):
            places.append(place)
        else:
            faults.append((("entities", name), _missing(term)))
    if faults:
        return ReadPattern(text, tuple(faults))
    in_order = sorted(places, key=lambda place: place[1])
    return ReadPattern(MarkedPattern(text, written, shared_marks(tuple(in_order))))


def _words(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Words of an entity, each with its name; blank where a value is none."""
    for words in value if isinstance(value, list) and value else [value]:
        yield name, words.strip() if isinstance(words, str) and not is_blank(words) else ""


def _missing(words: str) -> str:
    return (
        f'The text has no "{shortened(words)}" that is not marked already: write the words as they'
        " are in the text."
    )


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _first_free(text: str, words: str, name: str, others: list[MarkPlace]) -> MarkPlace | None:
    """Place of the first whole words that no other mark has."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        is_whole = not (_is_inside(text, start) or _is_inside(text, end))
        if is_whole and all(end <= first or last <= start for _, first, last in others):
            return name, start, end
        start = text.find(words, start + 1)
    return None


def _is_inside(text: str, place: int) -> bool:
    """True for a place between two letters or digits of a script with spaces between words."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and all(sign.isalnum() and ord(sign) < 0x0E00 for sign in around)
