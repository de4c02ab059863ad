"""Engines and transactions, for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from select import POLLIN, poll
from sqlite3 import Connection as SQLiteConnection
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session

from chatbot.imports import deferred
from web.core.prepared import execute_text
from web.core.settings import Settings
from web.core.sqlite_writers import queue_writers
from web.core.stored_values import JSON, UTCDateTime, keep_lost_times

if TYPE_CHECKING:  # SQLite does without
    from psycopg import Connection as PostgresConnection

with deferred("unittest"):  # for tests of other applications: 1 MB
    from flask_sqlalchemy_lite import SQLAlchemy

LOCK_TIMEOUT_MS = 5000

SYNCHRONOUS = "FULL"  # a commit outlives a power cut, as on PostgreSQL

CACHE_KIB = 256  # per connection: the system caches the file as well

OVERFLOW = 10
"""Connections beyond one for each thread, for requests that need two."""

POSTGRESQL_PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
"""Parameters of libpq: a server that has vanished without a word is given up after seconds."""

READ_ONLY = {"read_only": True, "postgresql_readonly": True}

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a plain attribute)
        datetime: UTCDateTime(),
        dict[str, Any]: JSON(dict[str, Any]),
    }


# Objects stay readable after a commit: a refresh would begin a transaction of its own.
db = SQLAlchemy(session_options={"expire_on_commit": False})


def utc_now() -> datetime:
    return datetime.now(UTC)


def configure_database(app: Flask, settings: Settings) -> None:
    """Give the application an engine and a session."""
    options = engine_options(settings.database_url, settings.web_threads)
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    db.init_app(app)
    # The clean-up of asynchronous sessions, of which there are none, starts a thread per request.
    app.teardown_appcontext_funcs = [
        function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)
    ]
    with app.app_context():
        prepare_engine(db.engine)


def engine_options(url: str, threads: int = 1) -> dict[str, Any]:
    """Return the arguments of `create_engine` for the URL of a setting.

    Each of the `threads` has a connection that stays: a connection beyond the size of the pool is
    made for a single transaction, and SQLite makes it wait for writers.
    """
    # A failed statement is logged, and visitors wrote its parameters.
    options: dict[str, Any] = {
        "url": url,
        "hide_parameters": True,
        "pool_size": threads,
        "max_overflow": OVERFLOW,
    }
    address = sa.make_url(url)
    if address.get_backend_name() == "postgresql":
        options["connect_args"] = {
            name: value for name, value in POSTGRESQL_PATIENCE.items() if name not in address.query
        }
    return options


def prepare_engine(engine: sa.Engine) -> sa.Engine:
    """Return the engine, with listeners.

    They are for the safety of SQLite under several writers, and for times of PostgreSQL that Python
    does not have.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite_connection)
        # Before the transaction begins: listeners are called in this order.
        queue_writers(engine)
        event.listen(engine, "begin", _begin_sqlite_transaction)
    else:
        event.listen(engine, "connect", keep_lost_times)
        event.listen(engine, "checkout", _require_open)
    return engine


@contextmanager
def reading(session: Session) -> Iterator[Session]:
    """Transaction for reading: neither waits for a writer nor makes a writer wait."""
    with session.begin():
        session.connection(execution_options=READ_ONLY)
        yield session


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """Transaction for writing: committed at the end, rolled back by an exception."""
    with session.begin():
        yield session


def change(session: Session, statement: sa.Update | sa.Delete) -> int:
    """Execute the statement and return the number of changed rows."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast(sa.CursorResult[Any], result).rowcount


def forget_pages(session: Session) -> None:
    """Empty SQLite's cache of a session's connection, full of a large value that was read."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA shrink_memory").close()


def _prepare_sqlite_connection(connection: SQLiteConnection, _record: object) -> None:
    # The driver's own BEGIN comes too late to protect a read that a write depends on.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {LOCK_TIMEOUT_MS}",
        "journal_mode = WAL",
        f"synchronous = {SYNCHRONOUS}",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _require_open(connection: "PostgresConnection[Any]", *_: object) -> None:
    """Let the pool replace its connections where the server has closed one, as by a restart.

    Between two transactions a server sends nothing but that. To ask it takes a round trip.
    """
    if connection.closed or _is_readable(connection.fileno()):
        raise sa.exc.InvalidatePoolError


def _is_readable(descriptor: int) -> bool:
    readable = poll()
    readable.register(descriptor, POLLIN)
    return bool(readable.poll(0))


def _begin_sqlite_transaction(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    execute_text(connection, "BEGIN" if read_only else "BEGIN IMMEDIATE").close()


def storable(text: str) -> str:
    """Return the text without the characters PostgreSQL cannot store.

    NUL characters are dropped; lone surrogates, sent by browsers for half an emoji, become U+FFFD.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def as_typed(text: str) -> str:
    """Return the storable text of a field, without space around it.

    Browsers count one character for the end of a line, and send two.
    """
    return storable(text).replace("\r\n", "\n").strip()
