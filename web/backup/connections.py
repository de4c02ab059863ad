"""Connections for a whole backup and a whole restoration: a transaction each."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from sqlite3 import Connection as SQLiteConnection

import sqlalchemy as sa
from sqlalchemy import event

from web.backup.errors import RunningError, UnreachableTargetError
from web.core import locks
from web.core.database import READ_ONLY, engine_options, prepare_engine
from web.core.locks import LockBusyError

LOCK_TIMEOUT = "10s"


@contextmanager
def reading_snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Transaction that sees the database as it is at the first statement, while others write."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.execution_options(**READ_ONLY).begin():
            yield connection


@contextmanager
def rebuilding(url: str) -> Iterator[sa.Connection]:
    """Transaction to make all tables anew: committed at the end, without a trace after an error.

    SQLite does not follow foreign keys meanwhile. Raises RunningError where Recollect runs on the
    database, and UnreachableTargetError.
    """
    engine = prepare_engine(sa.create_engine(**engine_options(url)))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_foreign_keys)
    try:
        with alone(engine), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                timeout = sa.func.set_config("lock_timeout", LOCK_TIMEOUT, True)
                connection.execute(sa.select(timeout))
            yield connection
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        raise UnreachableTargetError(str(error.orig)) from error
    finally:
        with suppress(sa.exc.DBAPIError):
            engine.dispose()


@contextmanager
def alone(engine: sa.Engine) -> Iterator[None]:
    """Keep Recollect from starting on the database; raises RunningError where it runs."""
    with ExitStack() as stack:
        try:
            for name in ("worker", "setup"):
                stack.enter_context(locks.holding(engine, name, wait=0))
        except LockBusyError:
            raise RunningError from None
        except OSError as error:
            raise UnreachableTargetError(f"{error.filename}: {error.strerror}") from error
        yield


def _leave_foreign_keys(connection: SQLiteConnection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF").close()
