"""Manifest of a backup: format, revision of the tables, and digest of the rows of each table."""

import json
from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, TypeAdapter

from web.backup.columns import Kind, TableColumns

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TableEntry:
    """Rows of a table in the file, and their SHA-256 (hex)."""

    table: str
    kinds: dict[str, Kind]
    rows: int
    sha256: str

    @property
    def columns(self) -> TableColumns:
        """Columns of the table."""
        return TableColumns(self.table, self.kinds)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Description of a backup."""

    program: Literal["recollect"]
    format: int
    revision: str
    created_at: AwareDatetime
    tables: tuple[TableEntry, ...]

    def to_json(self) -> bytes:
        """The manifest as a file."""
        return _MANIFEST.dump_json(self, indent=2)

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by table."""
        return {entry.table: entry.rows for entry in self.tables}


_MANIFEST = TypeAdapter(Manifest)


class NewerFormatError(ValueError):
    """Error: a manifest of a later format."""


def read_manifest(data: bytes) -> Manifest:
    """Manifest in a file; raises ValueError, and NewerFormatError."""
    head = json.loads(data)
    if not isinstance(head, dict) or head.get("program") != "recollect":
        raise ValueError("no manifest of this program")
    if isinstance(head.get("format"), int) and head["format"] > FORMAT:
        raise NewerFormatError
    return _MANIFEST.validate_json(data)
