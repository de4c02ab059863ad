"""Restoration: all tables made anew, and filled with the rows of a backup or of a database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

import sqlalchemy as sa

from web.backup.columns import Row, TableColumns, all_columns
from web.backup.errors import BrokenContentError, FilledDatabaseError
from web.backup.snapshot import Contents, row_counts
from web.backup.wording import key_words
from web.core.audit import TERMINAL, AuditEntry
from web.core.migrations import move_tables, revision_of, revisions

BEFORE_DATA = {"setup_links"}
"""Tables filled by a start alone."""

_FOREIGN_KEYS = sa.text(
    "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    " AND conrelid::regclass::text = ANY(:tables)"
)
_NUMBERED = sa.text(
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name = ANY(:tables)"
)


def refuse_data(connection: sa.Connection) -> None:
    """Raise FilledDatabaseError for a database with rows, and NewerTablesError."""
    if revision_of(connection) is None:
        return
    there = set(sa.inspect(connection).get_table_names()) - BEFORE_DATA
    tables = tuple(table for table in all_columns() if table.table in there)
    counts = row_counts(connection, tables)
    if any(counts.values()):
        raise FilledDatabaseError(counts)


def rebuild(connection: sa.Connection, contents: Contents) -> dict[str, int]:
    """Drop all tables with their rows, and store the contents; returns the number of rows by table.

    Older contents are brought up to date. Raises BrokenContentError, as for rows that refer to
    missing rows. A caller that rolls back leaves the database as it was.
    """
    if revision_of(connection):
        move_tables(connection, "base")
    move_tables(connection, contents.revision)
    with _without_foreign_keys(connection, contents.tables):
        counts = {table.table: _store(connection, contents, table) for table in contents.tables}
    _continue_numbers(connection, contents.tables)
    for name, stored in row_counts(connection, contents.tables).items():
        if stored != counts[name]:
            reason = f"{stored:,} rows are stored of {counts[name]:,}"
            raise BrokenContentError(name, reason)
    move_tables(connection, revisions()[-1])
    return counts


def note(connection: sa.Connection, action: str, subject: str, **details: Any) -> None:
    """Add an entry of the terminal to the audit log of a rebuilt database."""
    values = {"who": TERMINAL, "action": action, "subject": subject, "details": details}
    connection.execute(sa.insert(AuditEntry).values(values))


def _store(connection: sa.Connection, contents: Contents, table: TableColumns) -> int:
    """Number of stored rows."""
    insert, stored = table.clause().insert(), 0
    with closing(contents.rows(table)) as rows:
        while batch := list(islice(rows, table.batch)):
            if refusal := _refusal(connection, insert, batch):
                reasons = (_place(connection, insert, table, row) for row in batch)
                raise BrokenContentError(table.table, next(filter(None, reasons), refusal))
            stored += len(batch)
    return stored


def _refusal(connection: sa.Connection, insert: sa.Insert, rows: Row | list[Row]) -> str:
    """Words of the database for rows that it does not store; "" for rows that are stored."""
    try:
        with connection.begin_nested():
            connection.execute(insert, rows)
    except sa.exc.StatementError as error:
        if isinstance(error, sa.exc.OperationalError):
            raise
        # Further lines have the row, and so a visitor's words.
        return str(error.orig).strip().splitlines()[0]
    return ""


def _place(connection: sa.Connection, insert: sa.Insert, table: TableColumns, row: Row) -> str:
    """Reason with the place of a row that is not stored; "" for one that is."""
    refusal = _refusal(connection, insert, row)
    return refusal and f"{key_words({key: row[key] for key in table.keys})}: {refusal}"


@contextmanager
def _without_foreign_keys(
    connection: sa.Connection, tables: tuple[TableColumns, ...]
) -> Iterator[None]:
    """Check references at the end only: rows refer to each other in circles."""
    if connection.dialect.name == "sqlite":
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BrokenContentError(broken[0], f"rows refer to missing rows of {broken[2]}")
        return
    keys = connection.execute(_FOREIGN_KEYS, {"tables": [table.table for table in tables]}).all()
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        try:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        except sa.exc.IntegrityError as error:
            raise BrokenContentError(table, " ".join(str(error.orig).split())) from error


def _continue_numbers(connection: sa.Connection, tables: tuple[TableColumns, ...]) -> None:
    """Let PostgreSQL count on from the largest number; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    names = {"tables": [table.table for table in tables]}
    for name, column in connection.execute(_NUMBERED, names).all():
        sequence = sa.func.pg_get_serial_sequence(name, column)
        largest: sa.Select[int] = sa.select(sa.func.max(sa.column(column))).select_from(
            sa.table(name)
        )
        if (number := connection.scalar(largest)) is not None:
            connection.execute(sa.select(sa.func.setval(sequence, number)))
