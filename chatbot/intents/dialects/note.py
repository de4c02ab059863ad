"""Notes of a reader: places where a file is read although it departs from the schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.located_json.scanner import Habit, Path

NoteKind = (
    Habit
    | Literal[
        "blank_context",
        "blank_pattern",
        "blank_response",
        "context_object",
        "empty_intent",
        "fallback_beside",
        "fallback_by_name",
        "fallback_by_shape",
        "groups",
        "joined_tag",
        "locale",
        "misspelt_key",
        "negative_group",
        "nested_intents",
        "nested_list",
        "no_intent",
        "number",
        "object_for_text",
        "old_context",
        "other_key",
        "outer_fallback",
        "outer_intent",
        "outer_responses",
        "outer_texts",
        "question_tag",
        "text_for_list",
        "unread_condition",
        "unread_context",
        "unread_key",
        "unread_object",
        "unread_texts",
        "wildcard",
    ]
)
"""Kind of departure: a habit of another syntax (see `Habit`), or of another dialect."""


@dataclass(frozen=True, slots=True)
class Note:
    """Departure of a kind at a path; `count` places are alike, and the path is the first.

    `key` is what the file has, and `meaning` the role or the tag that it is read as. `offset` is
    that of a place without a value, such as a comment.
    """

    kind: NoteKind
    path: Path
    key: str = ""
    meaning: str = ""
    count: int = 1
    offset: int | None = None


def counted_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return one note for all that differ in their paths only, with their number."""
    first: dict[tuple[str, str, str], Note] = {}
    for note in notes:
        alike = (note.kind, note.key, note.meaning)
        earlier = first.get(alike)
        first[alike] = replace(earlier, count=earlier.count + note.count) if earlier else note
    return tuple(first.values())
