"""Rows of a table as they are needed, and the place of a value that cannot be read."""

from collections.abc import Generator
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from web.backup.columns import Row, TableColumns
from web.backup.errors import DamagedRowError

Statement = sa.Select[*tuple[Any, ...]]

UNREADABLE = (ValueError, TypeError, sa.exc.OperationalError)
"""Errors of a value that is none of its column. SQLite has the last one for a text that is no
UTF-8, and both databases for a disk or a connection that fails."""


def rows_of(table: TableColumns) -> Statement:
    """Statement for the rows of a table in the order of the key."""
    clause = table.clause()
    return sa.select(clause).order_by(*(clause.c[key] for key in table.keys))


def read_rows(connection: sa.Connection, statement: Statement, batch: int) -> Generator[Row]:
    """Rows by column, so many at once."""
    options = {"stream_results": True, "yield_per": batch}
    with connection.execute(statement, execution_options=options) as result:
        for row in result.mappings():
            yield dict(row)


def find_damage(
    connection: sa.Connection, table: TableColumns, start: int
) -> DamagedRowError | None:
    """Error of the first damaged row, of those from a number on; None if none is found."""
    with suppress(sa.exc.OperationalError):
        row = rows_of(table).offset(_first_unreadable(connection, table, start)).limit(1)
        columns = row.selected_columns
        texts = (sa.cast(columns[key], sa.Text).label(key) for key in table.keys)
        key = connection.execute(row.with_only_columns(*texts)).mappings().first()
        for column in table.kinds if key else ():
            if not _is_readable(connection, row, column):
                return DamagedRowError(table.table, dict(key or {}), column)
    return None


def _first_unreadable(connection: sa.Connection, table: TableColumns, start: int) -> int:
    number = start
    with suppress(*UNREADABLE):
        for _ in read_rows(connection, rows_of(table).offset(start), batch=1):
            number += 1
    return number


def _is_readable(connection: sa.Connection, row: Statement, column: str) -> bool:
    try:
        connection.execute(row.with_only_columns(row.selected_columns[column])).all()
    except UNREADABLE:
        return False
    return True
