"""Mark of an entity in a pattern, and a pattern with marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EntityMark:
    """Words of a pattern, from `start` to `end`, that are a value of an entity."""

    entity: str
    start: int
    end: int


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


def marks_of(patterns: Sequence[str]) -> dict[str, tuple[EntityMark, ...]]:
    """Return the marks of patterns by their texts."""
    marked = [p for p in patterns if isinstance(p, MarkedPattern) and p.marks]
    return {str(pattern): pattern.marks for pattern in reversed(marked)}
