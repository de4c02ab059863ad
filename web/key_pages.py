"""Lists in pages: each page begins after the key with which the one before it ended."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

T = TypeVar("T")

ROWS = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and the key after which the next page begins; None at the end."""

    rows: tuple[T, ...]
    after: Any | None


def page_of(
    session: Session,
    found: sa.Select[tuple[T]],
    key: InstrumentedAttribute[Any],
    after: Any | None,
    *,
    descending: bool = False,
) -> Page[T]:
    """The rows after the key `after`, in the order of `key`, of which no two are the same."""
    if after is not None:
        found = found.where(key < after if descending else key > after)
    ordered = found.order_by(key.desc() if descending else key).limit(ROWS + 1)
    rows = tuple(session.scalars(ordered))
    return Page(rows[:ROWS], getattr(rows[ROWS - 1], key.key) if len(rows) > ROWS else None)


def containing(column: InstrumentedAttribute[str], text: str) -> sa.ColumnElement[bool]:
    """The condition that the column contains the text, whatever the case."""
    return column.icontains(text, autoescape=True)
