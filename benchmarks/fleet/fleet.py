"""Fleet under load: two servers, and the incidents that happen to them."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import requests
from flask import Flask

from benchmarks.fleet.services import HOST, Service, free_port, nginx, postgresql, redis
from benchmarks.fleet.visitors import Visitor
from benchmarks.speed import model_source
from benchmarks.speed.comparison import ROOT
from chatbot.model.bundle import Bundle
from web import create_app
from web.core import audit
from web.core.database import db
from web.core.settings import Settings
from web.models import deployments, storage

SERVERS = ("first server", "second server")
QUIET = "nothing broken"
ACTIVATION_PATIENCE = 20.0


@dataclass
class Fleet:
    """Running services, and what was seen of them."""

    database: Service
    redis: Service
    proxy: Service
    servers: tuple[Service, ...]
    app: Flask
    stage: str = QUIET
    readiness: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def url(self) -> str:
        """Address of the proxy."""
        return f"http://{HOST}:{self.proxy.port}"

    @contextmanager
    def incident(self, name: str) -> Iterator[None]:
        """Count all that happens within the block to an incident."""
        self.stage = name
        yield
        self.stage = QUIET

    def activate(self, bundle: Bundle) -> Mapping[str, float]:
        """Put another version live; returns the seconds until each server answered by it."""
        with self.app.app_context(), db.sessionmaker.begin() as session:
            number = storage.store(session, bundle).id
        watches = [_Watch(server, number) for server in self.servers]
        for watch in watches:
            watch.start()
        for watch in watches:
            watch.begun.wait(ACTIVATION_PATIENCE)
        with self.app.app_context(), db.sessionmaker.begin() as session:
            deployments.activate(session, audit.TERMINAL, number)
        committed = time.perf_counter()
        for watch in watches:
            watch.join(ACTIVATION_PATIENCE)
        return {watch.server.name: max(0.0, watch.answered - committed) for watch in watches}

    def watch_readiness(self, leaves: Event) -> None:
        """Note what /readyz of each server says in each stage."""
        while not leaves.wait(0.2):
            for server in self.servers:
                stage = self.stage
                self.readiness[stage].add(f"{server.name}: {_readiness(server)}")


class _Watch(Thread):
    """Visitor of one server, past the proxy, until it answers by a version."""

    def __init__(self, server: Service, version: int) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.begun = Event()
        self.answered = float("inf")
        self._version = version

    def run(self) -> None:
        browser = requests.Session()
        url = f"http://{HOST}:{self.server.port}/api/v1/conversations"
        conversation = browser.post(url, json={}, timeout=30).json()["id"]
        while self.answered == float("inf"):
            answer = browser.post(
                f"{url}/{conversation}/messages", json={"text": "hello"}, timeout=30
            )
            self.begun.set()
            if answer.ok and answer.json()["reply"]["model_version"] == self._version:
                self.answered = time.perf_counter()


def _readiness(server: Service) -> str:
    try:
        response = requests.get(f"http://{HOST}:{server.port}/readyz", timeout=10)
    except requests.RequestException:
        return "no answer"
    return str(response.json().get("reason") or "ready")


@contextmanager
def run_fleet(bundle: Bundle, folder: Path) -> Iterator[Fleet]:
    """Run services, servers and proxy; all of them are ended at the end."""
    with ExitStack() as stack:
        database, cache = postgresql(folder), redis(folder)
        for service in (database, cache):
            _keep(stack, service)
        url = f"postgresql://recollect@{HOST}:{database.port}/postgres"
        environ = _environ(folder, url, cache.port)
        model_source.deploy(bundle, folder / "instance", url)
        app = create_app(Settings.from_environ(environ))
        servers = tuple(_server(name, folder, environ) for name in SERVERS)
        proxy = nginx(folder, [server.port for server in servers])
        for service in (*servers, proxy):
            _keep(stack, service)
        yield Fleet(database, cache, proxy, servers, app)
        with app.app_context():
            db.engine.dispose()


def _environ(folder: Path, url: str, redis_port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "REDIS_URL": f"redis://{HOST}:{redis_port}/0",
        "RECOLLECT_INSTANCE": str(folder / "instance"),
        "RECOLLECT_RATE_LIMIT": "1000000 per minute",
        "RECOLLECT_TRUSTED_PROXIES": "1",
        "RECOLLECT_WORKERS": "0",
        "RECOLLECT_WEB_PROCESSES": "1",
        "SECRET_KEY": "fleet of a benchmark " * 2,
    }


def _server(name: str, folder: Path, environ: Mapping[str, str]) -> Service:
    port = free_port()
    command = (sys.executable, str(ROOT / "app.py"))
    log = folder / f"{name.replace(' ', '-')}.log"
    return Service(name, command, port, log, {**environ, "PORT": str(port)})


def _keep(stack: ExitStack, service: Service) -> None:
    service.start()
    stack.callback(service.kill)


@contextmanager
def under_load(fleet: Fleet, count: int) -> Iterator[list[Visitor]]:
    """Let visitors talk through the proxy; at the end, each gets the answer to the last message."""
    visitors = [Visitor(fleet.url, lambda: fleet.stage) for _ in range(count)]
    leaves = Event()
    watch = Thread(target=fleet.watch_readiness, args=[leaves], daemon=True)
    for thread in (*visitors, watch):
        thread.start()
    yield visitors
    for visitor in visitors:
        visitor.leaves.set()
    for visitor in visitors:
        visitor.join(60)
    leaves.set()
    watch.join()
