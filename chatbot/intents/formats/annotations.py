"""Examples with marked entities, as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chatbot.intents.marks.mark import EntityMark, MarkedPattern
from chatbot.intents.marks.reading import MOST_MARKS

# Nothing within brackets may be a bracket, so that no text takes quadratic time.
_MARK = re.compile(
    r"\[([^\[\]]+)\](?:\((?P<short>[^()]*)\)|(?P<object>\{[^{}]*\})|(?P<list>\[\{[^\[\]]*\}\]))"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words, with the value of an entity; `entity` is "" for a mark that cannot be read.

    `has_role` if the mark says more, such as a role.
    """

    text: str
    entity: str
    value: str
    has_role: bool = False


def plain_text(example: str) -> tuple[str, int]:
    """Return the text of an example without marks, and their number.

    Marks: `[Berlin](city)`, `[NYC](city:New York)`, `[Berlin]{"entity": "city"}`, and a list of
    such objects.
    """
    return _MARK.subn(r"\1", example)


def marked_text(example: str) -> str:
    """Return the text of an example, with the places of as many marks as a pattern may have."""
    text, shift = plain_text(example)[0], 0
    marks: list[EntityMark] = []
    for match in islice(_MARK.finditer(example), MOST_MARKS):
        entity = next((mark.entity for mark in _marks_of(match) if mark.entity), "")
        start = match.start() - shift + len(match[1]) - len(match[1].lstrip())
        shift += len(match[0]) - len(match[1])
        if entity and match[1].strip():
            marks.append(EntityMark(entity, start, start + len(match[1].strip())))
    return MarkedPattern(text, text, tuple(marks)) if marks else text


def placed_marks(text: str, marks: Iterable[EntityMark]) -> str:
    """Return a text with marks by their places: those that hold words, and none within another."""
    kept: list[EntityMark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        is_free = mark.start >= (kept[-1].end if kept else 0) and mark.end <= len(text)
        if is_free and text[mark.start : mark.end].strip() and len(kept) < MOST_MARKS:
            kept.append(mark)
    return MarkedPattern(text, text, tuple(kept)) if kept else text


def marks_in(example: str) -> Iterator[Mark]:
    """Return the marks of an example."""
    for match in _MARK.finditer(example):
        yield from _marks_of(match)


def _marks_of(match: re.Match[str]) -> Iterator[Mark]:
    if match["short"] is not None:
        entity, _, value = match["short"].partition(":")
        yield Mark(match[1], entity.strip(), value.strip() or match[1])
        return
    for values in _objects(match["list"] or f"[{match['object']}]"):
        yield mark_of(match[1], values)


def mark_of(text: str, values: Mapping[str, Any]) -> Mark:
    """The mark of a text, by the values of its object; without a value, the text is the value."""
    entity, value = values.get("entity"), values.get("value")
    is_readable = isinstance(entity, str) and not isinstance(value, (list, dict))
    name = str(entity).strip() if is_readable else ""
    has_role = bool(values.get("role") or values.get("group"))
    return Mark(text, name, text if value is None else str(value), has_role)


def _objects(text: str) -> list[dict[str, Any]]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return [{}]
    return [item if isinstance(item, dict) else {} for item in items]
