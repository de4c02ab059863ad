"""Check of the queue: Redis, or a SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from redis import Redis
from redis.exceptions import RedisError

from web.core.settings import Settings
from web.doctor.diagnosis import Diagnosis, fine, problem, warning
from web.training.queue import QUEUE_FILE

SECONDS = 3


def check_queue(settings: Settings) -> Iterator[Diagnosis]:
    """Check that the queue of trainings can be used."""
    yield _redis(settings.redis_url) if settings.redis_url else _file(settings)


def _redis(url: str) -> Diagnosis:
    try:
        with Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as redis:
            redis.ping()
    except (RedisError, OSError) as error:
        sentence = f"Redis cannot be used ({' '.join(str(error).split())}): trainings wait."
        return problem("queue", sentence, "Start it, or correct REDIS_URL.")
    return fine("queue", "Redis answers.")


def _file(settings: Settings) -> Diagnosis:
    file = settings.instance / QUEUE_FILE
    if not file.exists():
        return fine("queue", f"The first training makes the queue in {file}.")
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            is_whole = connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except sqlite3.Error as error:
        return problem("queue", f"{file} cannot be read ({error}).", "Correct its owner and mode.")
    if is_whole:
        return fine("queue", f"The queue in {file} is whole.")
    return warning("queue", f"{file} is damaged.", "recollect serve makes a new one.")
