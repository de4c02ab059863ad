"""Faults under a running server: a sentence with 503, and afterwards each message stored once.

A server on SQLite and a server on PostgreSQL and Redis have all faults one after the other.
`make chaos` makes the faults as long as they are in life.
"""

import os
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest
import requests

from benchmarks.speed.model_source import deploy
from chatbot.model.bundle import Bundle
from tests.support.databases import new_postgres_database
from tests.support.programs import Program, wait_until
from tests.web.conftest import SMALL_INTENTS, FirstTraining
from tests.web.server.proxy import Proxy
from tests.web.server.test_server import Site
from web.http.problems import OUTAGE

LONG = bool(os.environ.get("RECOLLECT_TEST_LONG"))
LOCKED_SECONDS = 20 if LONG else 1
GONE_SECONDS = 30 if LONG else 1
DISK = "64m"
MOST_MESSAGES = 2000

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Running:
    """A site with a server, and what the server needs."""

    site: Site
    server: Program
    database: Proxy | None = None
    redis: Proxy | None = None

    @property
    def instance(self) -> Path:
        return Path(self.site.environ["RECOLLECT_INSTANCE"])

    def web_processes(self) -> list[psutil.Process]:
        children = psutil.Process(self.server.process.pid).children()
        return [child for child in children if "worker" not in child.cmdline()]

    def ready(self) -> requests.Response:
        return requests.get(f"{self.site.url}/readyz", timeout=60)


class Chat:
    """A conversation whose messages are repeated by their ids, as the page does."""

    def __init__(self, running: Running) -> None:
        self._browser = requests.Session()
        begun = self._browser.post(f"{running.site.url}/api/v1/conversations", json={}, timeout=60)
        self._url = f"{running.site.url}/api/v1/conversations/{begun.json()['id']}/messages"

    def send(self, message_id: str) -> requests.Response:
        content = {"id": message_id, "text": "hello there"}
        return self._browser.post(self._url, json=content, timeout=60)

    def ids(self) -> list[str]:
        """Ids of the stored messages of the visitor."""
        messages = self._browser.get(self._url, timeout=60).json()["messages"]
        return [message["id"] for message in messages if message["role"] == "user"]

    def is_answered_once(self, message_id: str) -> None:
        """Assert that the message gets its answer now, and is stored once."""
        wait_until(lambda: self.send(message_id).ok, "no answer after the fault")
        assert self.ids().count(message_id) == 1


def is_outage(response: requests.Response) -> bool:
    """Assert the sentence about an outage of the database."""
    assert response.status_code == 503, response.text
    assert int(response.headers["Retry-After"]) > 0
    return bool(response.json()["detail"] == OUTAGE)


@contextmanager
def serving(folder: Path, bundle: Path, url: str, **environ: str) -> Iterator[tuple[Site, Program]]:
    """A server with two web processes, a live model and intents of its own."""
    intents = folder / "intents" / "small.json"
    intents.parent.mkdir()
    shutil.copy(SMALL_INTENTS, intents)
    deploy(Bundle.load(bundle), folder / "instance", url)
    several = {"RECOLLECT_WEB_PROCESSES": "2", "RECOLLECT_RATE_LIMIT": "100000 per minute"}
    site = Site(folder, intents=intents.parent, environ={"DATABASE_URL": url, **several, **environ})
    with site.server() as server:
        yield site, server


@pytest.fixture(scope="module")
def on_sqlite(
    first_training: FirstTraining, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """On a small disk of its own where it can be mounted, which takes root."""
    folder = tmp_path_factory.mktemp("faults")
    instance = folder / "instance"
    instance.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "recollect-test", str(instance)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        with serving(folder, first_training.bundle, f"sqlite:///{instance}/recollect.db") as site:
            yield Running(*site)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(instance)], check=True)


@pytest.fixture(scope="module")
def on_services(
    first_training: FirstTraining,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: psycopg.Connection,
    redis_url: str,
) -> Iterator[Running]:
    """On PostgreSQL and Redis behind proxies."""
    folder = tmp_path_factory.mktemp("faults")
    for url in new_postgres_database(postgres):
        database, redis = Proxy(url, 5432), Proxy(redis_url, 6379)
        settings = (first_training.bundle, database.url)
        with serving(folder, *settings, REDIS_URL=redis.url) as (site, server):
            yield Running(site, server, database, redis)
        database.cut()
        redis.cut()


def test_a_database_locked_by_another_program(on_sqlite: Running) -> None:
    chat, message_id = Chat(on_sqlite), str(uuid4())
    other = sqlite3.connect(on_sqlite.instance / "recollect.db", isolation_level=None)
    with closing(other), ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        under_way = pool.submit(chat.send, message_id)
        assert chat.ids() == []
        time.sleep(LOCKED_SECONDS)
        other.execute("ROLLBACK")
        assert is_outage(under_way.result()) if LONG else under_way.result().status_code == 201
    chat.is_answered_once(message_id)


@contextmanager
def full(running: Running) -> Iterator[None]:
    """No file of the server can grow."""
    if os.path.ismount(running.instance):
        ballast = running.instance / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        yield
        ballast.unlink()
    else:
        size = (running.instance / "recollect.db-wal").stat().st_size
        for process in running.web_processes():
            process.rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        yield
        for process in running.web_processes():
            process.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


def test_a_full_disk(on_sqlite: Running) -> None:
    chat = Chat(on_sqlite)
    with full(on_sqlite):
        for _ in range(MOST_MESSAGES):
            refused = str(uuid4())
            if (response := chat.send(refused)).status_code != 201:
                break
        assert is_outage(response)
        stored = chat.ids()
        assert refused not in stored
        assert on_sqlite.ready().status_code == 200, "what is stored can be read"
    chat.is_answered_once(refused)


def test_intents_and_model_damaged_under_a_loaded_bot(on_sqlite: Running) -> None:
    """The bot in memory answers; the pages and commands of training tell the rest."""
    chat = Chat(on_sqlite)
    with ThreadPoolExecutor(8) as pool:  # connections for both web processes to load the bot
        ready = list(pool.map(lambda _: on_sqlite.ready().status_code, range(40)))
    assert ready == [200] * 40
    shutil.rmtree(on_sqlite.site.environ["RECOLLECT_INTENTS"])
    with closing(sqlite3.connect(on_sqlite.instance / "recollect.db", timeout=60)) as other:
        other.execute("UPDATE model_versions SET archive = zeroblob(9)")
        other.commit()
    chat.is_answered_once(str(uuid4()))
    assert on_sqlite.ready().status_code == 200


def test_postgresql_gone_for_a_while(on_services: Running) -> None:
    chat, message_id = Chat(on_services), str(uuid4())
    assert chat.send(str(uuid4())).status_code == 201
    assert on_services.database
    on_services.database.cut()
    assert is_outage(chat.send(message_id))
    ready = on_services.ready()
    assert (ready.status_code, ready.json()["reason"]) == (
        503,
        "The database cannot be used; the log says more.",
    )
    time.sleep(GONE_SECONDS)
    assert is_outage(chat.send(message_id))
    on_services.database.connect()
    chat.is_answered_once(message_id)
    assert "Traceback" not in on_services.server.output


def test_redis_gone_for_a_while(on_services: Running) -> None:
    chat = Chat(on_services)
    assert on_services.redis
    on_services.redis.cut()
    chat.is_answered_once(str(uuid4()))
    assert on_services.ready().status_code == 200
    time.sleep(GONE_SECONDS)
    chat.is_answered_once(str(uuid4()))
    on_services.redis.connect()
    chat.is_answered_once(str(uuid4()))
