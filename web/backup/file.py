"""File of a backup: a zip with a manifest, and the rows of each table as JSON Lines."""

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from web.backup.columns import Row, TableColumns
from web.backup.errors import BrokenContentError, DamagedFileError, ForeignFileError, NewerFileError
from web.backup.manifest import FORMAT, Manifest, NewerFormatError, TableEntry, read_manifest
from web.backup.snapshot import Contents
from web.core.database import utc_now
from web.core.migrations import revisions

MANIFEST = "manifest.json"
_DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""Errors of a zip with other bytes than those written."""


def write_backup(contents: Contents, file: Path) -> Manifest:
    """Write a file that its owner alone may read; an earlier file stays until the new one is whole.

    Raises OSError, as where the disk is full.
    """
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            manifest = _write(contents, stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(contents: Contents, stream: IO[bytes]) -> Manifest:
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        entries = tuple(_write_table(contents, table, archive) for table in contents.tables)
        manifest = Manifest("recollect", FORMAT, contents.revision, utc_now(), entries)
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _write_table(contents: Contents, columns: TableColumns, archive: ZipFile) -> TableEntry:
    digest, rows = hashlib.sha256(), 0
    with (
        archive.open(_member(columns.table), "w", force_zip64=True) as member,
        closing(contents.rows(columns)) as content,
    ):
        for row in content:
            line = json.dumps(columns.to_portable(row)).encode() + b"\n"
            digest.update(line)
            member.write(line)
            rows += 1
    return TableEntry(columns.table, columns.kinds, rows, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class BackupFile:
    """Content of a backup."""

    file: Path
    archive: ZipFile
    manifest: Manifest

    @property
    def revision(self) -> str:
        """Revision of the tables."""
        return self.manifest.revision

    @property
    def tables(self) -> tuple[TableColumns, ...]:
        """Tables with columns."""
        return tuple(entry.columns for entry in self.manifest.tables)

    def check(self) -> None:
        """Compare all rows with their digests; raises DamagedFileError."""
        for entry in self.manifest.tables:
            digest = hashlib.sha256()
            for line in self._lines(entry.table):
                digest.update(line)
            if digest.hexdigest() != entry.sha256:
                raise DamagedFileError(self.file, _member(entry.table))

    def rows(self, table: TableColumns) -> Generator[Row]:
        """Rows of a table; raises DamagedFileError and BrokenContentError."""
        for number, line in enumerate(self._lines(table.table), start=1):
            try:
                row = table.from_portable(json.loads(line))
            except (ValueError, TypeError) as error:
                reason = f"line {number} of {_member(table.table)} has {error}"
                raise BrokenContentError(table.table, reason) from error
            yield row

    def _lines(self, table: str) -> Iterator[bytes]:
        try:
            with self.archive.open(_member(table)) as member:
                yield from member
        except (*_DAMAGE, KeyError) as error:
            raise DamagedFileError(self.file, _member(table)) from error


@contextmanager
def open_backup(file: Path) -> Iterator[BackupFile]:
    """Backup in a file, its rows not checked yet.

    Raises OSError, ForeignFileError, DamagedFileError and NewerFileError.
    """
    try:
        archive = ZipFile(file)
    except BadZipFile:
        raise ForeignFileError(file) from None
    with archive:
        manifest = _manifest(file, archive)
        if manifest.revision not in revisions():
            raise NewerFileError(file)
        yield BackupFile(file, archive, manifest)


def _manifest(file: Path, archive: ZipFile) -> Manifest:
    try:
        return read_manifest(archive.read(MANIFEST))
    except NewerFormatError:
        raise NewerFileError(file) from None
    except _DAMAGE as error:
        raise DamagedFileError(file, MANIFEST) from error
    except (KeyError, ValueError):
        raise ForeignFileError(file) from None


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
