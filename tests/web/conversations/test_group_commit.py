"""Work of several threads is committed together, and fails apart."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from web.conversations.answering import group_commit
from web.conversations.answering.group_commit import write_together
from web.core.database import db, engine_options, prepare_engine

THREADS = 12


class Writers:
    """Threads that write into a table of numbers; the commits of the first are held up."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.commits = 0
        self.go_on = threading.Event()
        self.holds = threading.Event()
        event.listen(engine, "commit", self._commit)

    def _commit(self, _connection: sa.Connection) -> None:
        self.commits += 1
        if not self.holds.is_set():
            self.holds.set()
            assert self.go_on.wait(20)

    def write(self, number: int, *, fails: bool = False, refused: bool = False) -> int:
        def work(connection: sa.Connection) -> int:
            if refused:
                raise ZeroDivisionError(number)
            connection.execute(sa.text("INSERT INTO numbers VALUES (:n)"), {"n": number})
            if fails:
                raise ZeroDivisionError(number)
            return number

        with Session(self.engine) as session:
            return write_together(session, work)

    def gather(self, write: Callable[[int], int]) -> list[int | BaseException]:
        """Results or errors of all threads, which gather while the first one commits."""
        with ThreadPoolExecutor(THREADS) as pool:
            first = pool.submit(self.write, 0)
            assert self.holds.wait(20)
            others = [pool.submit(write, number) for number in range(1, THREADS)]
            while len(group_commit._group_of(self.engine)._waiting) < len(others):
                threading.Event().wait(0.001)
            self.go_on.set()
            return [future.exception() or future.result() for future in (first, *others)]

    def stored(self) -> list[int]:
        with self.engine.connect().execution_options(read_only=True) as connection:
            numbers = sa.text("SELECT number FROM numbers ORDER BY rowid")
            return list(connection.scalars(numbers))


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Writers]:
    engine = prepare_engine(
        sa.create_engine(**engine_options(f"sqlite:///{tmp_path}/numbers.db", THREADS))
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (number INTEGER CHECK (number < 1000))")
    yield Writers(engine)
    engine.dispose()


def test_what_gathers_during_a_commit_is_committed_at_once(writers: Writers) -> None:
    assert sorted(map(str, writers.gather(writers.write))) == sorted(map(str, range(THREADS)))
    assert sorted(writers.stored()) == list(range(THREADS))
    assert writers.commits == 2


def test_a_failure_spoils_no_other_work(writers: Writers) -> None:
    results = writers.gather(lambda number: writers.write(number, fails=number % 3 == 0))
    stored = [number for number in range(THREADS) if not number or number % 3]
    assert sorted(writers.stored()) == stored
    assert [result for result in results if isinstance(result, int)] == stored
    errors = [result for result in results if isinstance(result, ZeroDivisionError)]
    assert [error.args for error in errors] == [(3,), (6,), (9,)]


def test_work_refused_before_it_writes_leaves_the_others_together(writers: Writers) -> None:
    results = writers.gather(lambda number: writers.write(number, refused=number % 3 == 0))
    assert sum(isinstance(result, ZeroDivisionError) for result in results) == 3
    assert sorted(writers.stored()) == [
        number for number in range(THREADS) if not number or number % 3
    ]
    assert writers.commits == 2


def test_a_commit_that_fails_is_repeated_for_each_alone(writers: Writers) -> None:
    """As on a full disk, where the rest may fit without the largest."""
    failures = iter([sa.exc.OperationalError("COMMIT", None, Exception("disk full"))])

    def fail_once(_connection: sa.Connection) -> None:
        if writers.commits == 2 and (error := next(failures, None)):
            raise error

    event.listen(writers.engine, "commit", fail_once)
    results = writers.gather(writers.write)
    assert sorted(map(str, results)) == sorted(map(str, range(THREADS)))
    assert sorted(writers.stored()) == list(range(THREADS))
    assert writers.commits == 2 + THREADS - 1


def test_a_database_that_cannot_be_used_is_the_error_of_all(writers: Writers) -> None:
    def refuse(_connection: sa.Connection) -> None:
        if writers.go_on.is_set():
            raise sa.exc.OperationalError("BEGIN", None, Exception("database is locked"))

    event.listen(writers.engine, "begin", refuse)
    first, *others = writers.gather(writers.write)
    assert first == 0
    assert all(isinstance(error, sa.exc.OperationalError) for error in others)
    assert len({id(error) for error in others}) == len(others)
    event.remove(writers.engine, "begin", refuse)
    assert writers.write(7) == 7
    assert writers.stored() == [0, 7]


def test_a_thread_that_is_interrupted_leaves_no_other_waiting(writers: Writers) -> None:
    def interrupt(_connection: sa.Connection) -> None:
        raise KeyboardInterrupt

    writers.go_on.set()
    with Session(writers.engine) as session, pytest.raises(KeyboardInterrupt):
        write_together(session, interrupt)
    assert writers.write(7) == 7
    assert writers.stored() == [7]


def test_a_thread_that_is_interrupted_while_it_connects_leaves_no_other_waiting(
    writers: Writers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_engine: sa.Engine) -> None:
        raise KeyboardInterrupt

    writers.go_on.set()
    with monkeypatch.context() as interrupted, Session(writers.engine) as session:
        interrupted.setattr(sa.Engine, "connect", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_together(session, lambda _: 1)
    assert writers.write(7) == 7
    assert writers.stored() == [7]


def test_a_commit_waits_for_the_disk(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), db.engine.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full


def test_both_databases_return_the_result(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        assert (
            write_together(session, lambda connection: connection.scalar(sa.text("SELECT 7"))) == 7
        )
