"""Mark of an entity in a pattern, and a pattern with marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class EntityMark:
    """Words of a pattern, from `start` to `end`, that are a value of an entity."""

    entity: str
    start: int
    end: int


MarkPlace = tuple[str, int, int]
"""Entity of a mark, its start and its end."""


@lru_cache(maxsize=10_000)
def shared_mark(entity: str, start: int, end: int) -> EntityMark:
    """Return a mark; of those alike in many patterns there is one, to save memory."""
    return EntityMark(entity, start, end)


@lru_cache(maxsize=10_000)
def shared_marks(places: tuple[MarkPlace, ...]) -> tuple[EntityMark, ...]:
    """Return the marks of a pattern; of those alike in many patterns they are there once."""
    return tuple(shared_mark(*place) for place in places)


Marks = Mapping[str, tuple[EntityMark, ...]]
"""Marks of the patterns of an intent, by the text of the pattern; only of those with marks."""


class MarkedPattern(str):
    """Text of a pattern, its `marks`, and the pattern as it is `written` in the file."""

    marks: tuple[EntityMark, ...]
    written: str | dict[str, Any]

    __slots__ = ("marks", "written")

    def __new__(
        cls, text: str, written: str | dict[str, Any], marks: tuple[EntityMark, ...] = ()
    ) -> MarkedPattern:
        pattern = super().__new__(cls, text)
        pattern.marks, pattern.written = marks, written
        return pattern


def texts_and_marks(
    patterns: Sequence[str],
) -> tuple[list[str], dict[str, tuple[EntityMark, ...]]]:
    """Return the texts of patterns, and their marks by the texts: these are there once."""
    texts = [str(pattern) for pattern in patterns]
    pairs = reversed([*zip(texts, patterns, strict=True)])
    return texts, {t: p.marks for t, p in pairs if isinstance(p, MarkedPattern) and p.marks}


def written_form(pattern: str) -> str | dict[str, Any]:
    """Return a pattern as it is in a file of ours."""
    return pattern.written if isinstance(pattern, MarkedPattern) else pattern


def marks_of(patterns: Sequence[str]) -> dict[str, tuple[EntityMark, ...]]:
    """Return the marks of patterns by their texts."""
    return texts_and_marks(patterns)[1]
