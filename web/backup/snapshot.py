"""Content of a database at a moment, and of any source of rows."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Protocol

import sqlalchemy as sa

from web.backup.columns import Row, TableColumns, all_columns
from web.backup.damage import UNREADABLE, find_damage, read_rows, rows_of
from web.backup.errors import OutdatedTablesError, UnreadableSourceError
from web.core import migrations

MOMENTARY = {"events"}
"""Tables whose rows are of the moment: restored later, events would be sent a second time."""


class Contents(Protocol):
    """Rows by table, at a revision of the tables."""

    @property
    def revision(self) -> str:
        """Revision of the tables."""
        ...

    @property
    def tables(self) -> tuple[TableColumns, ...]:
        """Tables with columns."""
        ...

    def rows(self, table: TableColumns) -> Generator[Row]:
        """Rows of a table, each by column. A caller closes the generator."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Content of the database of a connection, within its transaction."""

    connection: sa.Connection
    revision: str
    tables: tuple[TableColumns, ...]

    @classmethod
    def of(cls, connection: sa.Connection) -> "Snapshot":
        """Content by the models; raises OutdatedTablesError and NewerTablesError."""
        revision = migrations.revision_of(connection)
        if revision is None or revision != migrations.revisions()[-1]:
            raise OutdatedTablesError
        return cls(connection, revision, all_columns())

    def lasting(self) -> "Snapshot":
        """Content for a backup, without rows that are of the moment."""
        tables = tuple(table for table in self.tables if table.table not in MOMENTARY)
        return replace(self, tables=tables)

    def rows(self, table: TableColumns) -> Generator[Row]:
        """Rows in the order of the key, read as they are needed.

        Raises DamagedRowError for a value that is none of its column, and UnreadableSourceError.
        """
        number = 0
        try:
            for row in read_rows(self.connection, rows_of(table), table.batch):
                yield row
                number += 1
        except UNREADABLE as error:
            damage = find_damage(self.connection, table, number)
            raise damage or UnreadableSourceError(str(getattr(error, "orig", error))) from error


def row_counts(connection: sa.Connection, tables: tuple[TableColumns, ...]) -> dict[str, int]:
    """Number of rows by table."""
    return {
        table.table: connection.scalar(sa.select(sa.func.count()).select_from(table.clause())) or 0
        for table in tables
    }
