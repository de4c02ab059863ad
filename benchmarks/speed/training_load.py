"""How much slower the chat is while a model trains beside it.

`python -m benchmarks.speed.training_load` starts the real server and its worker on two cores, lets
a few visitors chat, first without and then with a training beside them, and prints both times.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event

import click
import numpy as np
import requests
from flask import Flask
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.speed import trained_model
from benchmarks.speed.contest import ROOT
from benchmarks.speed.latency import messages_of
from chatbot.model.bundle import Bundle
from web import create_app
from web.core.database import db
from web.core.settings import Settings
from web.training import queue, runs

CORES = 2
MOST_TIMES = 2.0
START_SECONDS = 120
PAUSE_SECONDS = 0.05
"""Between the answer to a visitor and the next message: people read."""

LONG_TRAINING = {"epochs": 1000}


@dataclass(frozen=True)
class Load:
    """The times of the answers to so many messages, in milliseconds."""

    name: str
    messages: int
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, name: str, seconds: Sequence[float]) -> Load:
        """Return the figures of these times."""
        p50, p95, p99 = np.quantile(np.array(seconds) * 1000, [0.5, 0.95, 0.99])
        return cls(name, len(seconds), float(p50), float(p95), float(p99))


@dataclass(frozen=True)
class Site:
    """A server of its own, with the application that its tables are read by."""

    url: str
    app: Flask
    settings: Settings

    def start_training(self) -> int:
        """Ask for a long training, and return its number once its first epoch is done."""
        with self.app.app_context():
            with db.sessionmaker.begin() as session:
                run_id = runs.request(session, LONG_TRAINING).id
            queue.enqueue(self.settings, run_id)
            _wait_until(lambda: self._epoch(run_id) > 0, "The training does not begin.")
        return run_id

    def is_training(self, run_id: int) -> bool:
        """Return whether the training is still going on."""
        with self.app.app_context(), db.sessionmaker() as session:
            return runs.read(session, run_id).status == "running"

    def _epoch(self, run_id: int) -> int:
        with db.sessionmaker() as session:
            return runs.read(session, run_id).epoch or 0


@contextmanager
def serving(bundle: Bundle, folder: Path) -> Iterator[Site]:
    """The real server with this model, and its worker, on two cores."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    own = {
        "RECOLLECT_INSTANCE": str(folder),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "PORT": str(port),
        "RECOLLECT_RATE_LIMIT": "1000000 per minute",
    }
    environ = os.environ | own
    trained_model.put_live(bundle, folder)
    settings = Settings.from_environ(environ)
    command = [sys.executable, str(ROOT / "app.py")]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until(lambda: _answers(url), "The server does not start.")
            yield Site(url, create_app(settings), settings)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def measure(name: str, site: Site, texts: Sequence[str], visitors: int, seconds: float) -> Load:
    """Return how long the answers to so many visitors at once took."""
    ended = Event()
    with ThreadPoolExecutor(visitors) as pool:
        chats = [pool.submit(_chat, site.url, texts[i::visitors], ended) for i in range(visitors)]
        time.sleep(seconds)
        ended.set()
        return Load.of(name, [second for chat in chats for second in chat.result()])


def _chat(url: str, texts: Sequence[str], ended: Event) -> list[float]:
    browser, times = requests.Session(), list[float]()
    begun = browser.post(f"{url}/api/v1/conversations", json={}, timeout=30).json()
    address = f"{url}/api/v1/conversations/{begun['id']}/messages"
    while not ended.wait(PAUSE_SECONDS):
        text = texts[len(times) % len(texts)]
        started = time.perf_counter()
        browser.post(address, json={"text": text}, timeout=30).raise_for_status()
        times.append(time.perf_counter() - started)
    return times


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).ok
    except requests.RequestException:
        return False


def _wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise click.ClickException(otherwise)
        time.sleep(0.1)


def table_of(without: Load, beside: Load) -> Table:
    """Return both loads, and by how much the second is slower."""
    table = Table(title="A message and its answer over HTTP", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in ("p50 ms", "p95 ms", "p99 ms", "× p99", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    for load in (without, beside):
        table.add_row(
            load.name,
            *(f"{ms:.1f}" for ms in (load.p50_ms, load.p95_ms, load.p99_ms)),
            f"{load.p99_ms / without.p99_ms:.2f}",
            f"{load.messages:,}",
        )
    return table


@click.command()
@click.option("--visitors", default=4, type=click.IntRange(1, 64), help="How many chat at once.")
@click.option("--seconds", default=20.0, type=click.FloatRange(1), help="How long each part takes.")
@click.option(
    "--bundle",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Serve the model in this file instead of the live one.",
)
@click.option(
    "--json",
    "output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the figures to this file.",
)
def main(visitors: int, seconds: float, file: Path | None, output: Path | None) -> None:
    """Measure the chat without and with a training beside it."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = trained_model.chosen(file, folder, console)
        texts = messages_of(bundle, 2000)
        with serving(bundle, folder / "instance") as site:
            measure("warm-up", site, texts, visitors, 2)
            without = measure("alone", site, texts, visitors, seconds)
            run_id = site.start_training()
            beside = measure("beside a training", site, texts, visitors, seconds)
            if not site.is_training(run_id):
                raise click.ClickException("The training ended too early. Give fewer --seconds.")
    console.print(table_of(without, beside))
    times = beside.p99_ms / without.p99_ms
    met = times <= MOST_TIMES
    console.print(f"{'met   ' if met else 'MISSED'}  p99 × {times:.2f} of at most {MOST_TIMES}")
    if output:
        figures = {"alone": asdict(without), "training": asdict(beside), "times": times, "met": met}
        output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
