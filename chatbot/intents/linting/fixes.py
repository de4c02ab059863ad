"""Mechanical remedies of findings: edits of the files, checked by reading the result."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from chatbot.errors import ExplainedError
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.files import intent_paths, read_file, require_readable, write_file
from chatbot.intents.joining import JoinedFiles, join
from chatbot.intents.linting.mending import file_mending
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.source import JsonSource


class MendingError(ExplainedError, ValueError):
    """Error: a file cannot be mended as planned. The message gives reason and remedy."""


@dataclass(frozen=True, slots=True)
class MendedFile:
    """File before and after the remedies; `places` is the number of places that differ.

    `tests` are those that equal a pattern of their intent after the remedies, and are removed.
    """

    path: Path
    name: str
    before: bytes
    after: bytes
    places: int
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MendingPlan:
    """Files with remedies, and the intents of all files as they are read afterwards."""

    mended: tuple[MendedFile, ...]
    joined: JoinedFiles


def plan_mending(path: Path) -> MendingPlan:
    """Plan the remedies in the file or folder of intents.

    Nothing else changes: the result is read, and compared with the intents as they should be.
    Raises IntentsError if the files have problems, MendingError if the comparison fails.
    """
    files = {file: read_file(file) for file in intent_paths(path)}
    if any(file.problems for file in files.values()):
        join(list(files.values())).raise_problems()
    mended: list[MendedFile] = []
    # Of a file, the first reading goes before the second comes: it takes as much memory.
    joined = join([_read_again(file, files.pop(file), mended) for file in tuple(files)])
    if joined.problems:
        _raise_problems(path)
    return MendingPlan(tuple(mended), joined)


def _raise_problems(path: Path) -> NoReturn:
    """Raise the problems of files with their places there, which remedies would move."""
    join([read_file(file) for file in intent_paths(path)]).raise_problems()
    raise MendingError(_report(str(path)))


def _report(name: str) -> str:
    return (
        f"{name} would not hold what it should after the remedies, so nothing was written. Please"
        " report this, and mend the file by hand."
    )


def write_mended(files: Iterable[MendedFile]) -> None:
    """Write all files; if one was changed meanwhile, raises MendingError and writes none."""
    files = tuple(files)
    for file in files:
        if file.path.read_bytes() != file.before:
            raise MendingError(f"{file.name} was changed meanwhile. Try again.")
    for file in files:
        write_file(file.path, file.after)


def _read_again(path: Path, checked: CheckedFile, mended: list[MendedFile]) -> CheckedFile:
    """Add the remedies of a file, if it has any; return the file as it is read afterwards."""
    before = path.read_bytes()
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    source = checked.source
    if before != mark + source.text.encode():
        raise MendingError(f"{source.file} was changed meanwhile. Try again.")
    mending = file_mending(checked)
    if not mending.places:
        return checked
    entries = _comparable(checked, mending.entries)
    after = mark + mending.text.encode()
    mended.append(MendedFile(path, source.file, before, after, mending.places, mending.tests))
    del checked, source, mending
    return _read_mended(mended[-1], entries)


def _read_mended(file: MendedFile, entries: list[IntentEntry]) -> CheckedFile:
    """Read the text afterwards; raise MendingError if it does not hold the entries."""
    require_readable(file.name, file.after)
    again = check_file(JsonSource.from_bytes(file.name, file.after))
    if again.problems or _comparable(again, again.entries) != entries:
        raise MendingError(_report(file.name))
    return again


def _comparable(file: CheckedFile, entries: Iterable[IntentEntry]) -> list[IntentEntry]:
    """Entries, without the tags that are made from the words of a question."""
    made = [("tag",) in i.origin.paths and "tag" not in i.origin.keys for i in file.intents]
    pairs = zip(entries, made, strict=True)
    return [entry.model_copy(update={"tag": ""}) if is_made else entry for entry, is_made in pairs]
