"""Columns of tables, and their values in a portable form: JSON without types of a database."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from web.core.database import Base
from web.core.stored_values import JSON, StrictDateTime

Kind = Literal["integer", "float", "boolean", "text", "uuid", "time", "json", "bytes"]

KINDS: dict[type, Kind] = {
    int: "integer",
    float: "float",
    bool: "boolean",
    str: "text",
    UUID: "uuid",
    datetime: "time",
    object: "json",
    bytes: "bytes",
}
"""Kinds by the Python type of a column."""

_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "float": sa.Double(),
    "boolean": sa.Boolean(),
    "text": sa.Text(),
    "uuid": sa.Uuid(),
    "time": StrictDateTime(),
    "json": JSON(),
    "bytes": sa.LargeBinary(),
}

_WRITERS: dict[Kind, Callable[[Any], Any]] = {
    "uuid": str,
    "time": datetime.isoformat,
    "bytes": lambda value: b64encode(value).decode(),
}
"""Portable forms; values of all other kinds are JSON already."""


def _uuid(value: Any) -> UUID:
    return UUID(_text(value))


def _time(value: Any) -> datetime:
    time = datetime.fromisoformat(_text(value))
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time


def _bytes(value: Any) -> bytes:
    return b64decode(_text(value), validate=True)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("no whole number")
    return value


def _float(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError("no number")
    return float(value)


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError("neither true nor false")
    return value


_READERS: dict[Kind, Callable[[Any], Any]] = {
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "text": _text,
    "uuid": _uuid,
    "time": _time,
    "json": lambda value: value,
    "bytes": _bytes,
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """A table with the kinds of its columns, in the order of the table."""

    table: str
    kinds: dict[str, Kind]

    @classmethod
    def of(cls, table: sa.Table) -> "TableColumns":
        """Columns of a table of the models."""
        return cls(
            table.name, {column.name: KINDS[column.type.python_type] for column in table.columns}
        )

    @property
    def batch(self) -> int:
        """Number of rows to hold at once: few with archives of models, of many megabytes."""
        return 1 if "bytes" in self.kinds.values() else 500

    def clause(self) -> sa.TableClause:
        """Table for statements, on either database."""
        columns = (sa.column(name, _TYPES[kind]) for name, kind in self.kinds.items())
        return sa.table(self.table, *columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns of the primary key; none for a table that the models do not have."""
        table = Base.metadata.tables.get(self.table)
        return () if table is None else tuple(key.name for key in table.primary_key)

    def to_portable(self, row: Row) -> Row:
        """Values as JSON has them."""
        return row | {
            name: _WRITERS[kind](row[name])
            for name, kind in self.kinds.items()
            if kind in _WRITERS and row[name] is not None
        }

    def from_portable(self, row: Any) -> Row:
        """Values of the types of the columns; raises ValueError or TypeError."""
        if not isinstance(row, dict) or row.keys() != self.kinds.keys():
            raise ValueError("other columns than those of the table")
        return {
            name: None if row[name] is None else _READERS[kind](row[name])
            for name, kind in self.kinds.items()
        }


def all_columns() -> tuple[TableColumns, ...]:
    """Columns of every table of the models, by name."""
    tables = Base.metadata.tables
    return tuple(TableColumns.of(tables[name]) for name in sorted(tables))
