"""Patterns with marks as they are written in our files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chatbot.entities.entity import Entity
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.marks.mark import EntityMark, MarkedPattern
from chatbot.intents.marks.reading import read_pattern


def written_patterns(
    intent: Intent, entities: Collection[str], *, learns: bool
) -> list[str | dict[str, Any]]:
    """Return the patterns of an intent, with their marks of entities that the file has.

    In a file without an entity that is learnt, a text has no marks: brackets are brackets there.
    """
    if not learns:
        return list(intent.patterns)
    pairs = ((text, intent.marks.get(text, ())) for text in intent.patterns)
    return [
        _written(text, [mark for mark in marks if mark.entity in entities], entities)
        for text, marks in pairs
    ]


def as_written(intents: IntentSet, entities: Mapping[str, Entity]) -> IntentSet:
    """Return intents whose patterns have the form of files with the entities.

    Each is a MarkedPattern where it has marks, or brackets that would be read as such.
    """
    if not any(entity.kind == "learnt" for entity in entities.values()):
        return intents
    return replace(
        intents,
        intents=tuple(
            replace(intent, patterns=tuple(_for_file(t, intent, entities) for t in intent.patterns))
            for intent in intents
        ),
    )


def _for_file(text: str, intent: Intent, entities: Collection[str]) -> str:
    marks = intent.marks.get(text, ())
    written = _written(text, marks, entities) if marks or "](" in text else text
    return text if written == text else MarkedPattern(text, written, marks)


def inline(text: str, marks: Sequence[EntityMark]) -> str:
    """Return a text with its marks in brackets."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        parts += [text[at : mark.start], f"[{text[mark.start : mark.end]}]({mark.entity})"]
        at = mark.end
    return "".join((*parts, text[at:]))


def _written(
    text: str, marks: Sequence[EntityMark], entities: Collection[str]
) -> str | dict[str, Any]:
    """A text if it is read as it is meant, else an object."""
    written = inline(text, marks)
    read = read_pattern(written, entities, inline=True)
    of_read = read.pattern.marks if isinstance(read.pattern, MarkedPattern) else ()
    if not read.faults and read.pattern == text and of_read == tuple(marks):
        return written
    return as_object(text, marks)


def as_object(text: str, marks: Sequence[EntityMark]) -> dict[str, Any]:
    """Return a text and its marks in the form of an object."""
    words: dict[str, list[str]] = {}
    for mark in marks:
        words.setdefault(mark.entity, []).append(text[mark.start : mark.end])
    shown = {entity: terms[0] if len(terms) == 1 else terms for entity, terms in words.items()}
    return {"text": text, "entities": shown}
