"""Lists by pages: what comes behind a key, or before it, never what comes after so many rows."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.core.database import storable

T = TypeVar("T")
U = TypeVar("U")

Column = sa.ColumnElement[Any] | InstrumentedAttribute[Any]

SIZE = 50
LARGEST_NUMBER = 2**31
LARGEST_BIG_NUMBER = 2**63


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind the row with this key, or before it; both empty at the start."""

    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Cursor:
        """The cursor that the query of an address names by `after` or `before`."""
        return cls(arguments.get("after", ""), arguments.get("before", ""))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows in order; the keys by which its neighbours are asked for, None at an end."""

    rows: tuple[T, ...]
    previous: str | None = None
    next: str | None = None

    def map(self, make: Callable[[T], U]) -> Page[U]:
        """The same page of what is made of its rows."""
        return Page(tuple(map(make, self.rows)), self.previous, self.next)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: by a column that is never null, then by a unique one.

    `name` is how an address asks for it: "time", or "-time" for the greatest first.
    """

    name: str
    column: Column
    unique: Column

    @property
    def descending(self) -> bool:
        return self.name.startswith("-")


def sort_by(
    name: str,
    columns: Mapping[str, Column],
    unique: Column,
    default: str,
) -> Sort:
    """The order of this name; the default one where there is no such column."""
    chosen = name if name.removeprefix("-") in columns else default
    return Sort(chosen, columns[chosen.removeprefix("-")], unique)


def read_page(
    session: Session,
    statement: sa.Select[Any],
    sort: Sort,
    cursor: Cursor | None = None,
    size: int = SIZE,
) -> Page[sa.Row[Any]]:
    """One page of the statement, which has no order of its own.

    The rows end with two columns of ours, the key. A key that is damaged, or behind which there
    is nothing any more, gives the first page.
    """
    cursor = cursor or Cursor()
    backwards = bool(cursor.before)
    key = _decoded(cursor.before or cursor.after, sort)
    rows = _rows(session, statement, sort, key, backwards and key is not None, size + 1)
    if key is not None and not rows:
        return read_page(session, statement, sort, size=size)
    more, shown = len(rows) > size, rows[:size]
    if backwards and key is not None:
        return _page(shown[::-1], has_previous=more, has_next=True)
    return _page(shown, has_previous=key is not None, has_next=more)


def _rows(
    session: Session,
    statement: sa.Select[Any],
    sort: Sort,
    key: tuple[Any, Any] | None,
    backwards: bool,
    limit: int,
) -> list[sa.Row[Any]]:
    columns = (sort.column, sort.unique)
    descending = sort.descending != backwards
    if key is not None:
        values = (sa.literal(v, c.type) for v, c in zip(key, columns, strict=True))
        here, there = sa.tuple_(*columns), sa.tuple_(*values)
        statement = statement.where(here < there if descending else here > there)
    order = (column.desc() if descending else column.asc() for column in columns)
    keyed = statement.add_columns(sort.column.label("_sorted"), sort.unique.label("_unique"))
    return list(session.execute(keyed.order_by(*order).limit(limit)))


def _page(rows: list[sa.Row[Any]], *, has_previous: bool, has_next: bool) -> Page[sa.Row[Any]]:
    if not rows:
        return Page(())
    return Page(
        tuple(rows),
        _encoded(rows[0]) if has_previous else None,
        _encoded(rows[-1]) if has_next else None,
    )


def _encoded(row: sa.Row[Any]) -> str:
    text = json.dumps([_plain(value) for value in row[-2:]], ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _decoded(key: str, sort: Sort) -> tuple[Any, Any] | None:
    """The two values of a key; None where it is none of this order."""
    if not key:
        return None
    try:
        first, second = json.loads(urlsafe_b64decode(key.encode() + b"==="))
        return _value(first, sort.column), _value(second, sort.unique)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _value(plain: object, column: Column) -> object:
    """The value as the column takes it; raises ValueError where it takes no such value."""
    kind = column.type.python_type
    if kind in (datetime, UUID, str) and not isinstance(plain, str):
        raise ValueError("a key without a text where there has to be one")
    if isinstance(plain, str):
        return _value_of_text(plain, kind)
    number = kind(plain)
    largest = LARGEST_BIG_NUMBER if isinstance(column.type, sa.BigInteger) else LARGEST_NUMBER
    if kind is int and not -largest <= number < largest:
        raise ValueError("a number that no database takes")
    return number


def _value_of_text(text: str, kind: type[Any]) -> object:
    if kind is datetime:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        return moment.astimezone(UTC)
    if kind is UUID:
        return UUID(text)
    if kind is str:
        return storable(text)
    raise ValueError("a text where there has to be a number")
