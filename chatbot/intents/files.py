"""Intent files on disk: finding, reading and writing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.errors import FileSizeError, IntentsError
from chatbot.intents.schema import SCHEMA_NAME
from chatbot.located_json.problems import Problem
from chatbot.located_json.source import JsonSource
from chatbot.text.sentence import sentence

LARGEST_FILE = 5_000_000
"""Bytes of a file that is still read: as many as MOST_VALUES patterns and responses have."""


def intent_paths(path: Path) -> list[Path]:
    """Intent files at `path`, a file or a folder, sorted by name.

    Raises IntentsError if there are none.
    """
    try:
        if not path.exists():
            raise IntentsError(
                [_whole(path, sentence("There is no such file or folder: check the path."))]
            )
        if not path.is_dir():
            return [path]
        files = sorted(filter(_is_intent_file, path.iterdir()), key=lambda file: file.name)
    except OSError as error:
        raise IntentsError([_unreadable(path, error)]) from error
    if not files:
        message = sentence(
            "There are no intent files (*.json) in this folder: add one, or check the path."
        )
        raise IntentsError([_whole(path, message)])
    return files


def read_file(path: Path) -> CheckedFile:
    """Read and check a file; a failure to read is a problem as well."""
    name = _shown(path)
    try:
        if path.exists() and not path.is_file():
            raise OSError("not a file")
        if path.stat().st_size > LARGEST_FILE:
            message = sentence(
                "This has more than %(largest_file)s MB: divide it into several.",
                largest_file=LARGEST_FILE // 1_000_000,
            )
            return _unread(name, _whole(path, message))
        source = JsonSource.from_bytes(name, path.read_bytes())
    except OSError as error:
        return _unread(name, _unreadable(path, error))
    return check_file(source)


def require_readable(name: str, data: bytes) -> None:
    """Raise FileSizeError for the content of a file too large to be read again."""
    if len(data) > LARGEST_FILE:
        raise FileSizeError(name, LARGEST_FILE)


def _unread(name: str, problem: Problem) -> CheckedFile:
    return CheckedFile(JsonSource.from_bytes(name, b""), problems=(problem,))


def _is_intent_file(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.suffix.lower() == ".json" and path.name != SCHEMA_NAME and not hidden


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = (error.strerror or str(error)).lower()
    return _whole(
        path,
        sentence(
            "This cannot be read (%(reason)s): check what it is and its permissions.", reason=reason
        ),
    )


def _whole(path: Path, message: str) -> Problem:
    return Problem(_shown(path), 0, 0, "", message)


def _shown(path: Path) -> str:
    """Path relative to the current folder, if it is below."""
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return os.fsencode(shown).decode(errors="replace")


def write_file(path: Path, data: bytes) -> None:
    """Replace a file atomically: readers get the old content or the new."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes], check: Callable[[], None] = lambda: None) -> None:
    """Replace files, each atomically; none before all contents are on the disk.

    `check` is called just before the first is replaced: none is if it raises.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            path = path.resolve()
            drafts[path] = _draft(path, data)
        check()
        for path, draft in drafts.items():
            draft.replace(path)
    except BaseException:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise


def _draft(path: Path, data: bytes) -> Path:
    """Write the new content of a file beside it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
