"""Fixtures: SQLite and PostgreSQL databases with and without tables, and Redis."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import redis
import sqlalchemy as sa

from tests.support.services import service_missing
from web import create_app
from web.core.database import Base, db
from web.core.migrations import upgrade_database
from web.core.settings import Settings

POSTGRES_URL = os.environ.get(
    "RECOLLECT_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres"
)
REDIS_URL = os.environ.get("RECOLLECT_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """Statements compiled once for all engines of a kind: each test would compile them anew."""
    first: dict[str, sa.Engine] = {}

    def share(connection: sa.Connection) -> None:
        engine = connection.engine
        model = first.setdefault(engine.dialect.name, engine)
        engine.dialect = connection.dialect = model.dialect
        engine._compiled_cache = model._compiled_cache

    sa.event.listen(sa.Engine, "engine_connect", share)
    yield
    sa.event.remove(sa.Engine, "engine_connect", share)


@pytest.fixture(scope="session")
def postgres() -> Iterator[psycopg.Connection]:
    """Connection that makes databases."""
    try:
        connection = psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        service_missing(
            f"No PostgreSQL answers at {sa.make_url(POSTGRES_URL)}"
            f" ({str(error).strip().splitlines()[0]});"
            " start one, or name one by RECOLLECT_TEST_POSTGRES_URL."
        )
    with connection:
        yield connection


@pytest.fixture
def empty_postgres(postgres: psycopg.Connection) -> Iterator[str]:
    """URL of a new, empty PostgreSQL database."""
    yield from new_postgres_database(postgres)


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """URL of this process' PostgreSQL database, with the tables."""
    for url in new_postgres_database(postgres):
        _migrate(url, tmp_path_factory.mktemp("postgres"))
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite file with the tables, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(f"sqlite:///{folder}/migrated.db", folder)
    return folder / "migrated.db"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """URL of a SQLite database with empty tables."""
    shutil.copy(migrated_sqlite, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture(scope="session")
def emptying(migrated_postgres: str) -> Iterator[sa.Engine]:
    """Engine that empties tables in any order, with a connection that stays.

    A new connection takes PostgreSQL five times as long as to empty the tables.
    """
    engine = sa.create_engine(
        migrated_postgres,
        isolation_level="AUTOCOMMIT",
        pool_pre_ping=True,
        connect_args={"options": "-c session_replication_role=replica"},
    )
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(migrated_postgres: str, emptying: sa.Engine) -> str:
    """URL of a PostgreSQL database with empty tables."""
    with emptying.connect() as connection:
        _empty(connection)
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a database with empty tables, of each kind in turn."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture(scope="session")
def redis_url() -> str:
    """URL of a Redis for all tests: use keys of your own."""
    try:
        with redis.Redis.from_url(REDIS_URL) as client:
            client.ping()
    except redis.RedisError as error:
        service_missing(
            f"No Redis answers at {REDIS_URL} ({error});"
            " start one, or name one by RECOLLECT_TEST_REDIS_URL."
        )
    return REDIS_URL


def new_postgres_database(postgres: psycopg.Connection) -> Iterator[str]:
    """URL of a new database, dropped when the iterator goes on."""
    name = f"recollect_test_{os.getpid()}_{uuid4().hex[:8]}"
    postgres.execute(f'CREATE DATABASE "{name}"'.encode())
    # No test outlives a power cut.
    postgres.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
    yield sa.make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _empty(connection: sa.Connection) -> None:
    """Empty all tables, and count from 1 again: to truncate filled tables takes 0.2 s."""
    connection.exec_driver_sql("".join(f"DELETE FROM {name};" for name in Base.metadata.tables))
    connection.exec_driver_sql(
        "SELECT setval((quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass,"
        " 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"
    )


def _migrate(url: str, folder: Path) -> None:
    app = create_app(
        Settings.from_environ({"DATABASE_URL": url, "RECOLLECT_INSTANCE": str(folder)})
    )
    upgrade_database(app)
    with app.app_context():
        db.engine.dispose()
