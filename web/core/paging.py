"""Keyset paging: rows after or before a key, never after a number of rows."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import GenericAlias
from typing import Annotated, Any, Generic, TypeVar

import sqlalchemy as sa
from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter
from pydantic_core import to_json
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.core.database import storable

T = TypeVar("T")
U = TypeVar("U")

Column = sa.ColumnElement[Any] | InstrumentedAttribute[Any]

SIZE = 50
LARGEST_NUMBER = 2**31
LARGEST_BIG_NUMBER = 2**63

UtcDatetime = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
StorableText = Annotated[str, AfterValidator(storable)]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Key of the row just before or just behind a page; empty at the start."""

    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Cursor:
        """Return the cursor in the query of an address, named `after` or `before`."""
        return cls(arguments.get("after", ""), arguments.get("before", ""))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in order, and the keys of the pages beside, None at an end."""

    rows: tuple[T, ...]
    previous: str | None = None
    next: str | None = None

    def map(self, make: Callable[[T], U]) -> Page[U]:
        """Return the page with `make` applied to the rows."""
        return Page(tuple(map(make, self.rows)), self.previous, self.next)


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a column without nulls, then by a unique column.

    `name` is the name in addresses: "time", or "-time" for the greatest first.
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
    """Return the order called `name`, or the default order if there is no such column."""
    chosen = name if name.removeprefix("-") in columns else default
    return Sort(chosen, columns[chosen.removeprefix("-")], unique)


def read_page(
    session: Session,
    statement: sa.Select[Any],
    sort: Sort,
    cursor: Cursor | None = None,
    size: int = SIZE,
) -> Page[sa.Row[Any]]:
    """Return a page of a statement without an order.

    The rows end with two columns more, the key. The first page is returned for a damaged key, or
    if no row is left behind the key.
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
        literals = (
            sa.literal(value, column.type) for value, column in zip(key, columns, strict=True)
        )
        row, start = sa.tuple_(*columns), sa.tuple_(*literals)
        statement = statement.where(row < start if descending else row > start)
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
    return urlsafe_b64encode(to_json(row[-2:])).decode().rstrip("=")


def _decoded(key: str, sort: Sort) -> tuple[Any, Any] | None:
    """Return the two values of a key, or None for a damaged key or the key of another order."""
    if not key:
        return None
    values: Any = GenericAlias(tuple, (_value_type(sort.column), _value_type(sort.unique)))
    adapter: TypeAdapter[tuple[Any, Any]] = TypeAdapter(values)
    try:
        return adapter.validate_json(urlsafe_b64decode(key.encode() + b"==="), strict=True)
    except (ValueError, OverflowError):
        return None


def _value_type(column: Column) -> Any:
    """Return the type of values accepted for a column by the databases."""
    kind = column.type.python_type
    if kind is int:
        largest = LARGEST_BIG_NUMBER if isinstance(column.type, sa.BigInteger) else LARGEST_NUMBER
        return Annotated[int, Field(ge=-largest, lt=largest)]
    return {datetime: UtcDatetime, str: StorableText}.get(kind, kind)
