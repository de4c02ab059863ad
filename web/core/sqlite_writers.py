"""Queue of the writers of an SQLite database: one after the other, in the order of arrival.

SQLite has no queue: a writer that finds the database locked sleeps, longer each time, and others
overtake. Under load some slept until the end of their patience.
"""

import fcntl
import os
import time
from collections import deque
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

PATIENCE_SECONDS = 5.0
POLL_SECONDS = 0.001
_HELD = "recollect.writer"
"""Key of the queue whose turn a connection has, among the values of the connection."""


class FairLock:
    """Lock for threads in the order of arrival; Python's own goes to the thread that is fastest."""

    def __init__(self) -> None:
        self._state = Lock()
        self._held = False
        self.waiting: deque[Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn; returns False after `timeout` seconds in vain."""
        with self._state:
            if not self._held:
                self._held = True
                return True
            turn = Lock()
            turn.acquire()
            self.waiting.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._state:
            if turn in self.waiting:
                self.waiting.remove(turn)
                return False
        return True  # the turn came in the meantime

    def release(self) -> None:
        """Hand the lock to the thread that has waited longest."""
        with self._state:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self._held = False


class WriterQueue:
    """Lock of a database: threads wait for their turn, processes look for a free lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = FairLock()
        self._file = -1

    def enter(self) -> bool:
        """Wait for the turn; returns False after PATIENCE_SECONDS in vain, or without a lock file.

        Where no file can be made, SQLite tells what is wrong with the disk.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        if not self._threads.acquire(PATIENCE_SECONDS):
            return False
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            self._threads.release()
            return False
        while not _try_lock(self._file):
            if time.monotonic() >= deadline:
                self.leave()
                return False
            time.sleep(POLL_SECONDS)
        return True

    def leave(self) -> None:
        """Let the next writer in."""
        os.close(self._file)
        self._threads.release()


def queue_writers(engine: sa.Engine) -> None:
    """Let transactions for writing wait for their turn, from the beginning to the return.

    A writer whose turn does not come leaves it to SQLite to wait on or to give up.
    """
    if not engine.url.database or engine.url.database == ":memory:":
        return
    queue = WriterQueue(Path(f"{engine.url.database}.writer.lock"))

    def enter(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("read_only", False)
        if not reads and _HELD not in (info := connection.info) and queue.enter():
            info[_HELD] = queue

    def leave(_connection: Any, record: Any) -> None:
        _leave(record.info)

    event.listen(engine, "begin", enter)
    event.listen(engine, "checkin", leave)
    event.listen(engine, "close", leave)


def end_turn(connection: sa.Connection) -> None:
    """Let the next writer in, after a transaction of a connection that does not return."""
    _leave(connection.info)


def _leave(info: dict[Any, Any]) -> None:
    if queue := info.pop(_HELD, None):
        queue.leave()


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
