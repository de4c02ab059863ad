"""Locks between processes, bound to the database: a dying process loses all locks at once."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from chatbot.errors import ExplainedError

LockName = Literal["setup", "worker", "training"]
"""Migrating and requesting the first run; taking jobs from the queue; training."""

TurnName = Literal["accounts", "decisions", "corrections"]
"""Creating accounts; deciding about messages, and undoing decisions; correcting answers."""

Release = Callable[[], None]
Sessions = sessionmaker[Session]

POLL_SECONDS = 0.2


class LockBusyError(ExplainedError):
    """Error: another process kept the lock for the whole wait."""


@contextmanager
def holding(engine: sa.Engine, name: LockName, *, wait: float = inf) -> Iterator[None]:
    """Hold a lock of the database; raises LockBusyError after `wait` seconds in vain."""
    deadline = time.monotonic() + wait
    while (release := _try_lock(engine, name)) is None:
        if time.monotonic() >= deadline:
            raise LockBusyError(f"Another process holds the {name} lock.")
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        release()


def take_turn(session: Session, name: TurnName) -> None:
    """Keep others from the turn until the transaction ends: values read in between stay true.

    On SQLite a writer is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_advisory_key(name))))


def _try_lock(engine: sa.Engine, name: LockName) -> Release | None:
    if engine.dialect.name == "postgresql":
        return _try_advisory_lock(engine, name)
    return _try_file_lock(f"{engine.url.database}.{name}.lock")


def _try_advisory_lock(engine: sa.Engine, name: LockName) -> Release | None:
    key = _advisory_key(name)
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        locked = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key)))
    except BaseException:
        connection.close()
        raise
    if not locked:
        connection.close()
        return None
    return lambda: _release_advisory_lock(connection, key)


def _advisory_key(name: LockName | TurnName) -> sa.ColumnElement[int]:
    return sa.func.hashtext("recollect " + sa.func.current_schema() + f" {name}")


def _release_advisory_lock(connection: sa.Connection, key: sa.ColumnElement[int]) -> None:
    # A lost connection has lost the lock as well, which is the aim.
    with suppress(sa.exc.DBAPIError):
        connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
    connection.invalidate()
    connection.close()


def _try_file_lock(path: str) -> Release | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return lambda: os.close(descriptor)


def engine_of(sessions: Sessions) -> sa.Engine:
    """Return the engine of a session factory."""
    engine = sessions.kw["bind"]
    assert isinstance(engine, sa.Engine)
    return engine
