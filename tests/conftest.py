"""Fixtures of all tests: settings, the application, the bot that is live."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from chatbot.imports import without_garbage_collection
from tests.support.fakes import FakeBot
from web import create_app
from web.accounts.credentials import ARGON2
from web.core.database import db
from web.core.settings import Settings
from web.models import live_bot
from web.models.live_bot import LiveBot
from web.models.tables import Deployment, ModelVersion

pytest_plugins = (
    "tests.support.databases",
    "tests.support.encoders",
    "tests.support.hotel.training",
    "tests.chatbot.encoder.small_multilingual",
    "tests.support.sign_in",
    "tests.support.api_clients",
)

SECRET_KEY = "0123456789" * 4

# A busy machine makes single examples slow now and then; the limit of pytest stays.
hypothesis.settings.register_profile("recollect", deadline=None)
hypothesis.settings.load_profile("recollect")

MakeSettings = Callable[..., Settings]

REAL_ARGON2 = dict(ARGON2)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect tests without garbage collection: it would read a million objects that all stay."""
    with without_garbage_collection():
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of the longest tests: no process of several has one left at the end."""
    longest: dict[Path, float] = {}
    for item in items:
        marker = item.get_closest_marker("timeout")
        seconds = float(marker.args[0]) if marker else 0
        longest[item.path] = max(longest.get(item.path, 0), seconds)
    items.sort(key=lambda item: -longest[item.path])


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 at its least cost: a thousand tests sign in, and one is about the cost."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(ARGON2, "argon2__memory_cost", 8)
        monkeypatch.setitem(ARGON2, "argon2__time_cost", 1)
        yield


@pytest.fixture
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at the cost of the product."""
    for name, cost in REAL_ARGON2.items():
        monkeypatch.setitem(ARGON2, name, cost)


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Factory of settings with an instance folder of their own; keyword arguments are variables."""

    def make(**environ: str) -> Settings:
        fixed = {"RECOLLECT_INSTANCE": str(tmp_path / "instance"), "SECRET_KEY": SECRET_KEY}
        return Settings.from_environ(fixed | environ)

    return make


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str) -> Settings:
    return make_settings(DATABASE_URL=database_url)


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled templates, so that not every test compiles them anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def make_app(
    compiled_pages: FileSystemBytecodeCache,
) -> Iterator[Callable[[Settings], Flask]]:
    """Factory of applications, whose databases are closed after the test."""
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
    """Browser without cookies."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session


@pytest.fixture
def sqlite_app(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> Flask:
    """Application on SQLite, for tests that need no second database."""
    return make_app(make_settings(DATABASE_URL=sqlite_url))


@pytest.fixture
def live(session: Session) -> LiveBot:
    """Live bot in the database of `session`; its archive cannot be loaded."""
    return store_live_bot(session)


@pytest.fixture
def no_bot_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the bot in memory, as an earlier database had the same version."""
    monkeypatch.setattr(live_bot, "_cache", live_bot._BotCache())


@pytest.fixture
def fake_bot(no_bot_loaded: None, monkeypatch: pytest.MonkeyPatch) -> FakeBot:
    """Bot that the application loads in place of any archive."""
    bot = FakeBot()
    monkeypatch.setattr(live_bot, "load_bot", lambda *_: bot)
    return bot


def store_live_bot(session: Session) -> LiveBot:
    """Store a version, activate it, and return it with a FakeBot."""
    with session.begin():
        version = ModelVersion(
            archive=b"no bundle", sha256="0" * 64, fingerprint="1" * 64, bundle_metadata={}
        )
        session.add(version)
        session.flush()
        session.add(Deployment(model_version_id=version.id))
        session.flush()
    return LiveBot(FakeBot(), version.id, version.sha256)
