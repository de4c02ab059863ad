"""Places of intents in the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it brings the checks, which are not needed to answer
    from chatbot.intents.checks import CheckedFile


@dataclass(frozen=True, slots=True)
class Place:
    """Place of a value in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def tag_places(files: Iterable[CheckedFile]) -> dict[str, Place]:
    """Places of the tags in checked files; of a repeated tag, the first place."""
    places: dict[str, Place] = {}
    for file in files:
        for path, tag in file.tags:
            places.setdefault(tag, Place(file.source.file, *file.source.place(path)))
    return places
