"""Huey, imported without drivers of storages: 13 MB less in a worker on SQLite alone.

Huey imports the drivers of Redis and PostgreSQL where they are installed, and does without where
they are not. That of Redis follows with `redis_storage`; no queue is in PostgreSQL.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

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


with _without(*_DRIVERS):
    from huey import Huey, SqliteHuey, storage
    from huey.consumer import Consumer
    from huey.registry import Message
    from huey.serializer import Serializer


def redis_storage() -> type:
    """Storage of Huey in Redis, after loading its driver."""
    if storage.ConnectionPool is None:
        with _without("psycopg"):
            importlib.reload(storage)
    return cast(type, storage.RedisStorage)


__all__ = ["Consumer", "Huey", "Message", "Serializer", "SqliteHuey", "redis_storage"]
