"""URLs of the database and of Redis among the values of settings."""

import re
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
from pydantic import PlainValidator


def _database_url(value: str) -> str:
    """Return the URL for SQLAlchemy, of SQLite or psycopg."""
    advice = "Write postgresql://user:password@host:5432/name or sqlite:///file.db."
    try:
        url = sa.make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value))
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError(f"It is not the URL of a database. {advice}") from None
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError(f"{url.drivername} is not a supported database. {advice}")
    if not url.database:
        raise ValueError(f"It names no database. {advice}")
    more_than_a_file = url.database == ":memory:" or url.query or url.host or url.username
    if url.drivername == "sqlite" and more_than_a_file:
        raise ValueError("SQLite needs a plain file here. Write sqlite:///file.db.")
    return url.render_as_string(hide_password=False)


def absolute_database_url(value: str, instance: Path) -> str:
    """Return the URL, with the file of a relative SQLite URL in the instance folder."""
    url = sa.make_url(value)
    if url.drivername != "sqlite" or url.database is None:
        return value
    return url.set(database=str(instance / url.database)).render_as_string()


def _redis_url(value: str) -> str:
    from redis.connection import parse_url

    try:
        if re.match(r"(redis|rediss|unix)://.", value):
            parse_url(value)  # type: ignore[no-untyped-call]
            return value
    except ValueError:
        pass  # a port that is no number, for one
    raise ValueError("It is not the URL of a Redis server. Write redis://host:6379/0.")


DatabaseUrl = Annotated[str, PlainValidator(_database_url)]
RedisUrl = Annotated[str, PlainValidator(_redis_url)]
