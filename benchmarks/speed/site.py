"""Server and worker under load, in processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import requests
from flask import Flask

from benchmarks.speed import model_source
from benchmarks.speed.comparison import ROOT
from chatbot.model.bundle import Bundle
from web import create_app
from web.core.database import db
from web.core.settings import Settings
from web.training import lifecycle, queue, runs

START_SECONDS = 120

LONG_TRAINING = {"epochs": 1000}


@dataclass(frozen=True)
class Site:
    """Running server, with an application for reading its database."""

    port: int
    pid: int
    app: Flask
    settings: Settings

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def start_training(self) -> int:
        """Request a long training, and return its number after the first epoch."""
        with self.app.app_context():
            with db.sessionmaker.begin() as session:
                run_id = lifecycle.request(session, None, LONG_TRAINING).id
            queue.enqueue(self.settings, run_id)
            _wait_until(lambda: self._epoch(run_id) > 0, "The training does not begin.")
        return run_id

    def is_training(self, run_id: int) -> bool:
        """Return True for a training that has not ended."""
        with self.app.app_context(), db.sessionmaker() as session:
            return runs.get(session, run_id).status == "running"

    def _epoch(self, run_id: int) -> int:
        with db.sessionmaker() as session:
            return runs.get(session, run_id).epoch or 0


@contextmanager
def run_site(
    bundle: Bundle, folder: Path, database_url: str = "", processes: int = 1
) -> Iterator[Site]:
    """Run the server and its worker with a live model; without a `database_url`, on SQLite."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    site_environ = {
        "RECOLLECT_INSTANCE": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "PORT": str(port),
        "RECOLLECT_RATE_LIMIT": "1000000 per minute",
        "RECOLLECT_WEB_PROCESSES": str(processes),
    }
    environ = os.environ | site_environ
    model_source.deploy(bundle, folder, database_url)
    settings = Settings.from_environ(environ)
    command = [sys.executable, str(ROOT / "app.py")]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            site = Site(port, server.pid, create_app(settings), settings)
            _wait_until(lambda: _answers(site.url), "The server does not start.")
            yield site
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).ok
    except requests.RequestException:
        return False


def _wait_until(condition: Callable[[], bool], message: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise click.ClickException(message)
        time.sleep(0.1)
