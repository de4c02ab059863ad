"""Queue of training runs: Huey, in a SQLite file or in Redis.

The queue holds only the numbers of runs. The row in training_runs is the truth: the worker puts
back a lost number, and a run queued twice can be claimed once.
"""

import hashlib
import importlib
import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from web.core.settings import Settings

logger = logging.getLogger(__name__)

_DRIVERS = ("redis", "psycopg")


@contextmanager
def _without(*drivers: str) -> Iterator[None]:
    """Run a block of imports in which these drivers seem not to be installed."""
    hidden = [name for name in drivers if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None forbids an import
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


# Huey imports the drivers of all storages that are installed: 13 MB in a worker on SQLite alone.
with _without(*_DRIVERS):
    from huey import Huey, SqliteHuey, storage
    from huey.consumer import Consumer
    from huey.registry import Message
    from huey.serializer import Serializer

__all__ = ["Consumer", "TrainingQueue", "enqueue", "open_queue", "queue_errors"]

QUEUE_FILE = "queue.db"
REDIS_CONNECT_SECONDS = 2
REDIS_SECONDS = 5  # more than the second for which Huey lets Redis wait for a job


def queue_errors() -> tuple[type[Exception], ...]:
    """Return the errors of a queue or a database that cannot be used."""
    # Without the driver there is no error of it.
    redis = sys.modules.get("redis.exceptions")
    errors = (sa.exc.DBAPIError, sqlite3.Error)
    return (*errors, redis.RedisError) if redis else errors


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Jobs as JSON: write access to the queue is no way to run code in the worker."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps({"id": data.id, "name": data.name, "args": data.args}).encode()

    def _deserialize(self, data: bytes) -> Message:
        job = json.loads(data)
        return Message(id=job["id"], name=job["name"], args=job["args"], kwargs={})


@dataclass(frozen=True)
class TrainingQueue:
    """Numbers of the waiting runs; `put` adds a number."""

    huey: Huey
    put: Callable[[int], object]

    def waiting(self) -> set[int]:
        """Numbers on the queue now."""
        return {task.args[0] for task in self.huey.pending()}


def open_queue(settings: Settings, train: Callable[[int], None] | None = None) -> TrainingQueue:
    """Queue of the installation; a worker passes the function for training a run."""
    huey = _open_huey(settings)

    def train_run(run_id: int) -> None:
        assert train is not None
        train(run_id)

    return TrainingQueue(huey, huey.task(name="train")(train_run))


def enqueue(settings: Settings, run_id: int) -> None:
    """Put a committed run on the queue; after an error, the worker still finds the row."""
    try:
        queue = open_queue(settings)
        queue.put(run_id)
        queue.huey.storage.close()
    except queue_errors() as error:
        logger.warning("training run %s is not on the queue yet: %s", run_id, error)


def _open_huey(settings: Settings) -> Huey:
    options = {"results": False, "serializer": JsonSerializer()}
    if settings.redis_url is None:
        # Huey makes the file at once, so no import calls this function.
        file = settings.instance / QUEUE_FILE
        if _is_damaged(file):
            _move_aside(file)
        return SqliteHuey("recollect", filename=str(file), **options)
    # One Redis may serve several installations, and their runs have the same numbers.
    installation = hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]
    from redis import ConnectionPool  # 4 MB that only a queue in Redis needs

    pool = ConnectionPool.from_url(
        settings.redis_url,
        socket_connect_timeout=REDIS_CONNECT_SECONDS,
        socket_timeout=REDIS_SECONDS,
    )
    name = f"recollect.{installation}"
    return Huey(name, storage_class=redis_storage(), connection_pool=pool, **options)


def redis_storage() -> type:
    """Storage of Huey in Redis, after loading its driver."""
    if storage.ConnectionPool is None:
        with _without("psycopg"):
            importlib.reload(storage)
    return cast(type, storage.RedisStorage)


def _is_damaged(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]
    except sqlite3.DatabaseError as error:
        primary_code = error.sqlite_errorcode & 0xFF
        return primary_code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _move_aside(file: Path) -> None:
    """Make room for a new queue, to be filled by the worker from the rows."""
    aside = file.with_suffix(".damaged")
    # SQLite would apply a left-over log to the new file.
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.replace(aside)
    logger.warning("%s was damaged: it is now %s, and a new one is made", file, aside.name)
