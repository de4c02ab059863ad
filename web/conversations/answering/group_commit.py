"""Group commit of an SQLite database: work of several threads waits for the disk together.

A commit that outlives a power cut waits for the disk, some milliseconds. While a commit waits, the
work of other threads gathers; the next commit stores all of it (DeWitt et al., Implementation
Techniques for Main Memory Database Systems, 1984). PostgreSQL does so by itself.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from sqlite3 import Connection as SQLiteConnection
from threading import Lock
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.sqlite_writers import end_turn

T = TypeVar("T")
Work = Callable[[sa.Connection], T]


class _Job:
    """Work of a waiting thread; woken with a result, with an error, or to lead the next group."""

    def __init__(self, work: Work[Any]) -> None:
        self.result: Any = None
        self.error: Exception | None = None
        self.done = False
        self._work = work
        self._woken = Lock()
        self._woken.acquire()

    def wait(self) -> None:
        self._woken.acquire()

    def wake(self) -> None:
        self._woken.release()

    def run(self, connection: sa.Connection) -> None:
        """Do the work. An error that undoes none, as there was none, is that of this work alone.

        Any other is raised: to prepare for it by a savepoint would take longer than the work.
        """
        driver = cast(SQLiteConnection, connection.connection.dbapi_connection)
        changes = driver.total_changes
        try:
            self.result = self._work(connection)
        except Exception as error:
            if driver.total_changes != changes or not driver.in_transaction:
                raise
            self.error = error

    def run_alone(self, engine: sa.Engine) -> None:
        """Do the work in a transaction of its own."""
        self.error = None
        try:
            with engine.begin() as connection:
                self.result = self._work(connection)
        except Exception as error:
            self.error = error


class GroupCommit:
    """Writers of a database: a thread leads, and commits the work of all that wait.

    A connection stays with them: to get one takes SQLAlchemy as long as all it does for a commit.
    """

    def __init__(self) -> None:
        self._connection: sa.Connection | None = None
        self._state = Lock()
        self._waiting: deque[_Job] = deque()
        self._has_leader = False

    def write(self, engine: sa.Engine, work: Work[T]) -> T:
        """Return the result of the work after its commit, or raise its error."""
        job = _Job(work)
        with self._state:
            self._waiting.append(job)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            job.wait()
        if not job.done:
            self._lead(engine)
        if job.error:
            raise job.error
        return cast(T, job.result)

    def _lead(self, engine: sa.Engine) -> None:
        group: list[_Job] = []
        try:
            self._commit(engine, group)
        except BaseException:
            if not group and (own := self._next()):
                group.append(own)
            for job in group:
                job.error = InterruptedError("The thread that was to commit this was interrupted.")
            raise
        finally:
            self._end_turn(group)

    def _commit(self, engine: sa.Engine, group: list[_Job]) -> None:
        """Commit all that waits when the turn comes, and all that arrives meanwhile."""
        try:
            with self._transaction(engine) as connection:
                while job := self._next():
                    group.append(job)
                    job.run(connection)
        except Exception as error:
            # The transaction failed, as on a full disk, or work half done did: the rest is stored.
            for job in group:
                job.run_alone(engine)
            if not group:
                self._refuse(group, error)

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        """Transaction of the connection, which is closed if that fails."""
        connection, self._connection = self._connection or engine.connect(), None
        try:
            with connection.begin():
                yield connection
            end_turn(connection)
            self._connection = connection
        finally:
            if self._connection is None:
                connection.close()

    def _refuse(self, group: list[_Job], error: Exception) -> None:
        while job := self._next():
            job.error = copy(error)  # threads that raise it add their tracebacks
            group.append(job)

    def _next(self) -> _Job | None:
        with self._state:
            return self._waiting.popleft() if self._waiting else None

    def _end_turn(self, group: list[_Job]) -> None:
        with self._state:
            successor = self._waiting[0] if self._waiting else None
            self._has_leader = successor is not None
        for job in group:
            job.done = True
            job.wake()
        if successor:
            successor.wake()


_GROUP = "recollect.group"
"""Execution option of an engine: its group lives, with its connection, as long as the engine."""

_lock = Lock()


def write_together(session: Session, work: Work[T]) -> T:
    """Do the work in a transaction, on SQLite together with the work of other threads.

    The work executes statements of tables: a session and its objects take as long as the statements
    of a message. On SQLite another thread may do it, without its context variables.
    """
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    if engine.dialect.name == "sqlite":
        return _group_of(engine).write(engine, work)
    with engine.begin() as connection:
        return work(connection)


def _group_of(engine: sa.Engine) -> GroupCommit:
    if _GROUP not in engine.get_execution_options():
        with _lock:
            if _GROUP not in engine.get_execution_options():
                engine.update_execution_options(**{_GROUP: GroupCommit()})
    return cast(GroupCommit, engine.get_execution_options()[_GROUP])
