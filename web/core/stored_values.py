"""Stored values of a form of their own: a damaged one is logged, and goes for none."""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Dialect

if TYPE_CHECKING:  # SQLite does without
    from psycopg import Connection
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader

V = TypeVar("V")
T = TypeVar("T")

LOST_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Time in place of a damaged one: so long ago that a link or a token with it has expired."""

_BEYOND_PYTHON = re.compile(r"-?infinity|\d{5,}-.*|.* BC")

logger = logging.getLogger(__name__)


def read_stored(read: Callable[[V], T], value: V, instead: T, name: str) -> T:
    """Return `read(value)`; where that raises ValueError, `instead`, with a line in the log.

    The line tells the `name` and not the value, which may be a visitor's words.
    """
    try:
        return read(value)
    except ValueError as error:
        logger.warning("damaged in the database: %s (%s)", name, type(error).__name__)
        return instead


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """Timezone-aware UTC datetime, also on SQLite, where no zone is stored."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone. Use datetime.now(UTC).")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        parse: Callable[[Any], Any] = super().result_processor(dialect, coltype) or _unchanged

        def read(value: Any) -> datetime:
            try:
                time: datetime = parse(value)
                return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
            except (TypeError, AttributeError, OverflowError) as error:
                raise ValueError("no time that Python has") from error

        return lambda value: None if value is None else self._kept(read, value)

    def _kept(self, read: Callable[[Any], datetime], value: Any) -> datetime:
        return read_stored(read, value, LOST_TIME, "a time")


class StrictDateTime(UTCDateTime):
    """Datetime that raises ValueError for a damaged value."""

    cache_ok = True

    def _kept(self, read: Callable[[Any], datetime], value: Any) -> datetime:
        return read(value)


def keep_lost_times(connection: "Connection[Any]", _record: object) -> None:
    """Let a new connection to PostgreSQL read "infinity" and the like as texts.

    For its driver they are errors that take the whole result with them. Their type tells of them.
    """
    connection.adapters.register_loader("timestamptz", _time_loader())


@cache
def _time_loader() -> "type[Loader]":
    from psycopg.adapt import Loader

    class TimeLoader(Loader):
        def load(self, data: "Buffer") -> datetime | str:
            text = str(cast(bytes, data), "ascii")
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                if _BEYOND_PYTHON.fullmatch(text):
                    return text
                raise

    return TimeLoader


class JSON(sa.types.TypeDecorator[Any]):
    """JSON of a shape, parsed once by PostgreSQL; None is NULL, or a damaged value.

    SQLite does not even check that a value is JSON.
    """

    impl = sa.JSON
    cache_ok = True

    def __init__(self, shape: Any = Any) -> None:
        """`shape` is a type of plain values, as pydantic reads it."""
        super().__init__()
        self.shape = shape

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            # Imported here: SQLite does without these 2 MB.
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.JSON(none_as_null=True))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        parse = super().result_processor(dialect, coltype) or _unchanged
        shape = TypeAdapter[Any](self.shape)

        def read(value: Any) -> Any:
            content = parse(value)
            if isinstance(value, str) and "\\ud" in value.lower():
                json.dumps(content, ensure_ascii=False).encode()  # half a character: ValueError
            return content if content is None else shape.validate_python(content, strict=True)

        return lambda value: read_stored(read, value, None, f"JSON of the shape {self.shape}")


def _unchanged(value: Any) -> Any:
    return value
