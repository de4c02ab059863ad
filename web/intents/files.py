"""The intent files as they are at this moment, with the places of what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.intent_set import Intent
    from chatbot.located_json.problems import Problem


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where in the files an intent begins; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class FileRemark:
    """What is allowed, but seldom meant; about the intent of a `tag`, or about all ("")."""

    sentence: str
    tag: str = ""
    place: FilePlace | None = None


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """What the files hold, as far as it can be read; of intents with the same tag, the first.

    Where there are `problems`, intents are missing.
    """

    intents: tuple[Intent, ...] = ()
    places: Mapping[str, FilePlace] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[FileRemark, ...] = ()


def read_disk(path: Path) -> FilesOnDisk:
    """Read the intent file, or the folder of them, at `path`; whatever is wrong is a problem."""
    # Imported here for pydantic's checks of intents: most processes never read the files.
    from chatbot.intents.checks import repeated_tags, without_patterns
    from chatbot.intents.errors import IntentsError
    from chatbot.intents.files import intent_paths, read_file

    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError as error:
        return FilesOnDisk(problems=error.problems)
    problems = [problem for file in files for problem in file.problems]
    problems += [*repeated_tags(files), *without_patterns(files)]
    intents, places = _intents(files), _places(files)
    return FilesOnDisk(intents, places, tuple(sorted(problems)), _remarks(intents, places))


def _intents(files: Sequence[CheckedFile]) -> tuple[Intent, ...]:
    from chatbot.intents.intent_set import Intent

    found: dict[str, Intent] = {}
    for file in files:
        for entry in file.entries:
            values: dict[str, Any] = entry.model_dump()
            lists = {name: tuple(v) for name, v in values.items() if isinstance(v, list)}
            found.setdefault(entry.tag, Intent(**(values | lists)))
    return tuple(found.values())


def _places(files: Sequence[CheckedFile]) -> dict[str, FilePlace]:
    places: dict[str, FilePlace] = {}
    for file in files:
        for path, tag in file.tags:
            places.setdefault(tag, FilePlace(file.source.file, *file.source.place(path)))
    return places


def _remarks(
    intents: tuple[Intent, ...], places: Mapping[str, FilePlace]
) -> tuple[FileRemark, ...]:
    from chatbot.intents.intent_set import IntentSet
    from chatbot.intents.lint import remarks

    return tuple(_placed(sentence, places) for sentence in remarks(IntentSet(intents)))


def _placed(sentence: str, places: Mapping[str, FilePlace]) -> FileRemark:
    """A remark with the place of the first intent that it names."""
    named = re.findall(r'"([^"]+)"', sentence)
    tag = next((name for name in named if name in places), "")
    return FileRemark(sentence, tag, places.get(tag))
