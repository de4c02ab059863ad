"""Intent files on disk: which there are, reading one with all its problems, and writing one."""

import os
import shutil
import tempfile
from pathlib import Path

from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.schema import SCHEMA_NAME
from chatbot.located_json.problems import Problem
from chatbot.located_json.source import JsonSource


def intent_paths(path: Path) -> list[Path]:
    """Return the files that `path` stands for: itself, or a folder's intent files by name.

    Raises IntentsError where there is nothing to read.
    """
    try:
        if not path.exists():
            raise IntentsError([_whole(path, "There is no such file or folder: check the path.")])
        if not path.is_dir():
            return [path]
        found = sorted(filter(_is_intent_file, path.iterdir()), key=lambda file: file.name)
    except OSError as error:
        raise IntentsError([_unreadable(path, error)]) from error
    if not found:
        message = "There are no intent files (*.json) in this folder: add one, or check the path."
        raise IntentsError([_whole(path, message)])
    return found


def read_file(path: Path) -> CheckedFile:
    """Read and check one file; a file that cannot be read is a problem too."""
    name = _shown(path)
    try:
        if path.exists() and not path.is_file():
            raise OSError("not a file")
        source = JsonSource.from_bytes(name, path.read_bytes())
    except OSError as error:
        return CheckedFile(JsonSource.from_bytes(name, b""), (), (), (_unreadable(path, error),))
    return check_file(source)


def _is_intent_file(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.suffix.lower() == ".json" and path.name != SCHEMA_NAME and not hidden


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = (error.strerror or str(error)).lower()
    return _whole(path, f"This cannot be read ({reason}): check what it is and its permissions.")


def _whole(path: Path, message: str) -> Problem:
    return Problem(_shown(path), 0, 0, "", message)


def _shown(path: Path) -> str:
    """Return the path as a person in the current folder would type it."""
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return os.fsencode(shown).decode(errors="replace")


def write_file(path: Path, data: bytes) -> None:
    """Write the bytes to a path; a reader finds the old file or the new, never half."""
    path = path.resolve()
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
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
