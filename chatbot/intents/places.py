"""Places of intents in the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it brings the checks, which are not needed to answer
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.dialects.note import Note


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Place of a value in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def note_place(file: CheckedFile, note: Note) -> Place:
    """Place of a note in its file."""
    source = file.source
    if note.offset is not None:
        return Place(source.file, *source.place_of_offset(note.offset))
    return Place(source.file, *source.place(note.path))
