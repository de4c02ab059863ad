"""Writers of an SQLite database take turns in the order of arrival."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from web.core import sqlite_writers
from web.core.database import engine_options, prepare_engine
from web.core.sqlite_writers import FairLock, WriterQueue

WRITERS = 8
TURNS = 60


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    engine = prepare_engine(
        sa.create_engine(**engine_options(f"sqlite:///{tmp_path}/turns.db", WRITERS))
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE turns (writer INTEGER)")
    return engine


def test_threads_enter_in_the_order_of_arrival() -> None:
    lock, entered = FairLock(), []
    assert lock.acquire(0)

    def enter(number: int) -> None:
        assert lock.acquire(10)
        entered.append(number)
        lock.release()

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(WRITERS)]
    for arrived, thread in enumerate(threads, 1):
        thread.start()
        while len(lock.waiting) < arrived:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert entered == list(range(WRITERS))


def test_no_writer_starves(engine: sa.Engine) -> None:
    """Each writes as often as it can. Without turns some wait until the others are done."""

    def write(writer: int) -> None:
        for _ in range(TURNS):
            with engine.begin() as connection:
                row = {"writer": writer}
                connection.execute(sa.text("INSERT INTO turns (writer) VALUES (:writer)"), row)
                time.sleep(0.002)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect().execution_options(read_only=True) as connection:
        order = connection.scalars(sa.text("SELECT writer FROM turns ORDER BY rowid")).all()
    half = order[: TURNS * WRITERS // 2]
    shares = [half.count(number) / len(half) for number in range(WRITERS)]
    assert len(order) == TURNS * WRITERS
    assert max(shares) < 2 * min(shares), shares


def test_readers_wait_for_no_writer(engine: sa.Engine) -> None:
    with engine.begin() as writer:
        writer.exec_driver_sql("INSERT INTO turns VALUES (1)")
        started = time.monotonic()
        with engine.connect().execution_options(read_only=True) as reader:
            assert reader.scalar(sa.text("SELECT count(*) FROM turns")) == 0
        assert time.monotonic() - started < 1


def test_a_writer_that_fails_lets_the_next_one_in(engine: sa.Engine) -> None:
    for _ in range(3):
        with pytest.raises(sa.exc.OperationalError), engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    started = time.monotonic()
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO turns VALUES (1)")
    assert time.monotonic() - started < 1


def test_a_killed_process_leaves_no_lock(engine: sa.Engine) -> None:
    database = engine.url.database
    assert database
    program = f"""
from pathlib import Path
from web.core.sqlite_writers import WriterQueue
queue = WriterQueue(Path({database + ".writer.lock"!r}))
print(queue.enter(), flush=True)
import time
time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        threading.Timer(0.3, holder.kill).start()
        started = time.monotonic()
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO turns VALUES (1)")
        assert 0.2 < time.monotonic() - started < 3
    finally:
        holder.kill()
        holder.communicate()


def test_patience_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_writers, "PATIENCE_SECONDS", 0.2)
    first, second = (WriterQueue(tmp_path / "writer.lock") for _ in range(2))
    assert first.enter()
    assert not second.enter()
    first.leave()
    assert second.enter()
    second.leave()


def test_a_thread_out_of_patience_is_not_handed_the_lock() -> None:
    lock = FairLock()
    assert lock.acquire(0)
    assert not lock.acquire(0.05)
    lock.release()
    assert lock.acquire(0)


def test_without_a_place_for_the_lock_sqlite_tells_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    queue = WriterQueue(folder / "writer.lock")
    assert not queue.enter()
    folder.mkdir()
    assert queue.enter()
    queue.leave()
    url = f"sqlite:///{tmp_path}/nowhere/turns.db"
    engine = prepare_engine(sa.create_engine(**engine_options(url)))
    with pytest.raises(sa.exc.OperationalError, match="unable to open"), engine.begin():
        pass
