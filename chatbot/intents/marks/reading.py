"""Reading of the marks in a pattern, given the entities of all files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any

from chatbot.entities.entity import BUILT_IN
from chatbot.intents.forms.schema import is_name
from chatbot.intents.marks.mark import EntityMark, MarkedPattern, shared_mark, shared_marks
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
    marks: list[EntityMark] = []
    faults: list[Fault] = []
    for match in _INLINE.finditer(written):
        words, target = match[1], match[2].strip()
        name = target.partition(":")[0].strip()
        if (target != name and name not in names) or not is_name(name):
            continue
        faults += [((), sentence) for sentence in _mark_faults(words, name, target, names)]
        text += written[end : match.start()]
        start = len(text) + len(words) - len(words.lstrip())
        marks.append(shared_mark(intern(name), start, start + len(words.strip())))
        text, end = text + words, match.end()
        if len(marks) > MOST_MARKS:
            return ReadPattern(written, (((), _TOO_MANY),))
    text += written[end:]
    if faults or not marks:
        return ReadPattern(written, tuple(faults))
    return ReadPattern(MarkedPattern(text, written, shared_marks(tuple(marks))))


def _mark_faults(words: str, name: str, target: str, names: Collection[str]) -> Iterator[str]:
    if is_blank(words):
        yield f'The mark "({name})" has no words: write [words]({name}), or leave it out.'
    elif name not in names:
        yield unknown_mark(name, names)
    elif target != name:
        yield (
            f"A mark has the name of an entity alone: write [{shortened(words)}]({name}). What the"
            ' words mean belongs into the "values" of the entity.'
        )


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
    marks: list[EntityMark] = []
    for name, term in sorted(words, key=lambda pair: -len(pair[1])):
        if not term:
            message = f"Here belong words of the text, or a list of such, as in {_EXAMPLE}."
            faults.append((("entities", name), message))
        elif mark := _first_free(text, term, name, marks):
            marks.append(mark)
        else:
            faults.append((("entities", name), _missing(term)))
    if faults:
        return ReadPattern(text, tuple(faults))
    in_order = sorted(marks, key=lambda mark: mark.start)
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


def _first_free(text: str, words: str, name: str, marks: list[EntityMark]) -> EntityMark | None:
    """Mark of the first whole words that no other mark has."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        is_whole = not (_is_inside(text, start) or _is_inside(text, end))
        if is_whole and all(end <= mark.start or mark.end <= start for mark in marks):
            return shared_mark(name, start, end)
        start = text.find(words, start + 1)
    return None


def _is_inside(text: str, place: int) -> bool:
    """True for a place between two letters or digits of a script with spaces between words."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and all(sign.isalnum() and ord(sign) < 0x0E00 for sign in around)
