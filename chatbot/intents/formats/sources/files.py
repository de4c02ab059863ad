"""Files to import: from a file, a folder or an archive, never more than fits in memory."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from chatbot.intents.formats.sources.errors import ImportSourceError

LARGEST_FILE = 10_000_000
LARGEST_SOURCE = 24_000_000
MOST_FILES = 20_000
DEEPEST_FOLDER = 64
MOST_VALUES = 1_200_000
MOST_KEYS = 400_000
"""Limits in bytes, files, values and keys: 8,000 intents of twenty patterns take half of them.

A short text can hold many values, and each takes memory.
"""

SUFFIXES = (".csv", ".json", ".jsonl", ".md", ".ndjson", ".tsv", ".yaml", ".yml")
_SKIPPED_FOLDERS = frozenset(("__MACOSX", "__pycache__", "models", "node_modules", "results"))
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_GZIP_MARK = b"\x1f\x8b"
_OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
_SPREADSHEETS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")
_TABLES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """File to import: its name in sentences, its path below the source, and its content."""

    name: str
    path: PurePosixPath
    data: bytes

    @property
    def suffix(self) -> str:
        """Suffix in small letters: ".yml"."""
        return self.path.suffix.lower()

    def text(self) -> str:
        """Decode UTF-8, with or without a byte order mark; raises ImportSourceError."""
        data = self.data.removeprefix(codecs.BOM_UTF8)
        if data.startswith(_UTF32_MARKS):
            raise self.error(f"The file is written in UTF-32. {self._save_as_utf8}")
        if data.startswith(_UTF16_MARKS):
            raise self.error(f"The file is written in UTF-16. {self._save_as_utf8}")
        if data.startswith(_GZIP_MARK):
            message = "The file is packed by gzip: unpack it (`tar -xzf`), and import the folder."
            raise self.error(message)
        if data.startswith(_OLD_OFFICE_MARK) and self.suffix in _SPREADSHEETS:
            raise spreadsheet(self.name)
        if b"\0" in data:
            raise self.error("This is no text but binary data: export the bot anew as text.")
        if not data.strip():
            raise self.error("The file is empty: export the bot anew, or remove the file.")
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = data[error.start]
            message = (
                f"0x{byte:02x} is not UTF-8; the file may be in Windows-1252. {self._save_as_utf8}"
            )
            raise self.error(message, line, 1) from error

    @property
    def _save_as_utf8(self) -> str:
        how = ' (in Excel, "CSV UTF-8")' if self.suffix in _TABLES else ""
        return f"Save it as UTF-8{how}, and import it again."

    def error(self, message: str, line: int = 0, column: int = 0) -> ImportSourceError:
        """Error about this file."""
        return ImportSourceError(self.name, message, line, column)


class Allowance:
    """Values, and keys of JSON, that the files of a source may still hold, together."""

    def __init__(self) -> None:
        self._left = MOST_VALUES
        self._keys = MOST_KEYS

    def take(self, values: int) -> bool:
        """Use so many values; return False when there are no more."""
        self._left -= values
        return self._left >= 0

    def take_keys(self, keys: int) -> bool:
        """Use so many keys; return False when there are no more."""
        self._keys -= keys
        return self._keys >= 0


def read_folder(folder: Path) -> Iterator[SourceFile]:
    """Read the files of a folder that may hold intents, in the order of their paths."""
    total = 0
    for path in _paths(folder):
        file = read_file(path, PurePosixPath(path.relative_to(folder).as_posix()))
        total += len(file.data)
        if total > LARGEST_SOURCE:
            raise too_large(str(folder), LARGEST_SOURCE)
        yield file


def read_file(path: Path, below: PurePosixPath | None = None) -> SourceFile:
    """Read a file of at most LARGEST_FILE bytes; raises OSError, ImportSourceError."""
    name = os.fsencode(path).decode(errors="replace")
    if not path.is_file():
        raise ImportSourceError(name, "This is neither a file nor a folder: check the path.")
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise too_large(name, LARGEST_FILE)
    return SourceFile(name, below or PurePosixPath(path.name), data)


def is_spreadsheet(path: PurePosixPath | Path) -> bool:
    """True for the name of a spreadsheet, which is an archive in its newer formats."""
    return path.suffix.lower() in _SPREADSHEETS


def spreadsheet(name: str) -> ImportSourceError:
    """Error about a spreadsheet, which is not read."""
    return ImportSourceError(
        name,
        "This is a spreadsheet: save the sheet as CSV (UTF-8) in its program, and import that file."
        ' In Excel the type is "CSV UTF-8", in LibreOffice "Text CSV".',
    )


def too_large(name: str, limit: int) -> ImportSourceError:
    """Error about a file, a folder or an archive with more than `limit` bytes."""
    return ImportSourceError(
        name, f"This is more than {limit // 1_000_000} MB: import it in parts, or remove the rest."
    )


def too_many(name: str) -> ImportSourceError:
    """Error about a folder or an archive with more than MOST_FILES files."""
    return ImportSourceError(
        name, f"There are more than {MOST_FILES:,} files in it: import a folder of the bot alone."
    )


def _paths(folder: Path) -> list[Path]:
    """Files below a folder by their suffixes; links to folders are not followed. Raises OSError."""
    paths: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=_fail):
        if len(Path(parent).parts) - len(folder.parts) > DEEPEST_FOLDER:
            message = f"Folders are nested more than {DEEPEST_FOLDER} deep: import the bot's alone."
            raise ImportSourceError(str(folder), message)
        folders[:] = sorted(name for name in folders if is_read(PurePosixPath(name, "x.json")))
        paths += [Path(parent, name) for name in names if is_read(PurePosixPath(name))]
        if len(paths) > MOST_FILES:
            raise too_many(str(folder))
    return sorted(paths)


def _fail(error: OSError) -> None:
    raise error  # or the files of a folder that cannot be read would be lost in silence


def is_read(path: PurePosixPath) -> bool:
    """True for a path that may hold intents: by its suffix, and in no folder of other things."""
    hidden = any(part.startswith(".") for part in path.parts)
    skipped = not _SKIPPED_FOLDERS.isdisjoint(path.parts[:-1])
    return path.suffix.lower() in SUFFIXES and not hidden and not skipped
