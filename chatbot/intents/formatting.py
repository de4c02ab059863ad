"""Formatting of intent files in our dialect, with the same meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import ExplainedError
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import read_file, require_readable, write_file
from chatbot.intents.joining import join
from chatbot.intents.layout import formatted
from chatbot.intents.places import Place
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.problems import Problem
from chatbot.located_json.source import JsonSource


class FormattingError(ExplainedError, ValueError):
    """Error: a file would have another meaning in the new layout. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """File with its content now and in the new layout; `name` is that for people."""

    path: Path
    name: str
    before: bytes
    after: bytes

    @property
    def is_changed(self) -> bool:
        """True if the layout is another than now."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """First place of a file that has no layout, and the problems for which it is not converted.

    A file of another dialect, or with comments or other habits of another syntax, would lose
    something.
    """

    place: Place
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FormattingPlan:
    """Files in the new layout, and those that have none."""

    files: tuple[FormattedFile, ...]
    foreign: tuple[ForeignFile, ...]

    @property
    def changed(self) -> tuple[FormattedFile, ...]:
        """The files with another layout than now."""
        return tuple(file for file in self.files if file.is_changed)

    def write(self) -> None:
        """Write the changed files."""
        for file in self.changed:
            write_file(file.path, file.after)


def plan_formatting(paths: Iterable[Path]) -> FormattingPlan:
    """Lay out the files at `paths`; raises IntentsError with the problems of all."""
    problems: list[Problem] = []
    foreign: list[ForeignFile] = []
    drafts: list[_Draft] = []
    for path in paths:
        file = read_file(path)
        problems += file.problems
        if place := None if file.problems else foreign_place(file):
            foreign.append(ForeignFile(place, join([file]).problems))
        else:
            drafts.append(_Draft(path, file.source.file, file.source.text, file.entries))
        del file  # before the next is read: texts and entries take a third of the memory
    if problems:
        raise IntentsError(problems)
    return FormattingPlan(tuple(map(_formatted, drafts)), tuple(foreign))


def foreign_place(file: CheckedFile) -> Place | None:
    """First place of a valid file that is not JSON, or not of our dialect; None for our own."""
    source = file.source
    offsets = [fault.offset for fault in source.parsed.faults]
    if offsets:
        return Place(source.file, *source.place_of_offset(min(offsets)))
    if file.dialect is None or not file.dialect.is_ours:
        return Place(source.file, *source.place(file.dialect.paths[0] if file.dialect else ()))
    return None


@dataclass(frozen=True, slots=True)
class _Draft:
    path: Path
    name: str
    text: str
    entries: tuple[IntentEntry, ...]


def _formatted(draft: _Draft) -> FormattedFile:
    before, after = draft.path.read_bytes(), formatted(draft.text).encode()
    require_readable(draft.name, after)
    if check_file(JsonSource.from_bytes(draft.name, after)).entries != draft.entries:
        raise FormattingError(
            f"{draft.name} would hold other intents in the new layout, so no file was written."
            " Please report this."
        )
    return FormattedFile(draft.path, draft.name, before, after)
