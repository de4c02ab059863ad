"""Zip archives to import, which may be hostile: sizes, names and counts are not believed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.sources.files import (
    LARGEST_FILE,
    LARGEST_SOURCE,
    MOST_FILES,
    SourceFile,
    is_read,
    is_spreadsheet,
    read_file,
    spreadsheet,
    too_large,
    too_many,
)

_ENCRYPTED = 0x1
_PARTS_OF_SPREADSHEET = ("xl/workbook.xml", "xl/workbook.bin")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_archive(path: Path) -> Iterator[SourceFile]:
    """Read the files of an archive that may hold intents, in the order of their names.

    Nothing is unpacked to the disk. Raises ImportSourceError for a path that leaves the archive,
    for encryption, and as soon as more bytes come out than the limits allow.
    """
    if is_spreadsheet(path):
        raise spreadsheet(str(path))
    read_file(path)  # for the limit of its own size
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, str(path))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, ImportSourceError):
            raise
        message = "The archive is damaged, or not a zip archive: export the bot anew."
        raise ImportSourceError(str(path), message) from error


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[SourceFile]:
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise too_many(name)
    if any(member.filename in _PARTS_OF_SPREADSHEET for member in members):
        raise spreadsheet(name)
    for member in members:
        _check(member, name)
    left = LARGEST_SOURCE
    for member in sorted(members, key=lambda info: info.filename):
        path = PurePosixPath(member.filename)
        if not is_read(path) or member.is_dir():  # which fails for an empty name
            continue
        file, limit = f"{name}, {member.filename}", min(left, LARGEST_FILE)
        with archive.open(member) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            whole = limit == left
            raise too_large(name if whole else file, LARGEST_SOURCE if whole else LARGEST_FILE)
        left -= len(data)
        yield SourceFile(file, path, data)


def _check(member: zipfile.ZipInfo, archive: str) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    shown = member.filename.encode("unicode_escape").decode()[:80]
    if path.is_absolute() or ".." in path.parts or (path.parts[:1] and path.parts[0].endswith(":")):
        message = f'The name "{shown}" leads out of the archive: do not trust this file.'
    elif member.flag_bits & _ENCRYPTED:
        message = "The archive is encrypted: unpack it with its password, and import the folder."
    elif member.compress_type not in _COMPRESSIONS:
        message = f'"{shown}" is packed in an unusual way: pack it anew, and import that.'
    else:
        return
    raise ImportSourceError(archive, message)
