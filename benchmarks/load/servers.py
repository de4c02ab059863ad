"""Servers under load, each in processes of its own, and the time and memory of these processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import click
import psutil  # type: ignore[import-untyped]
import sqlalchemy as sa

from benchmarks.load.client import HOST
from benchmarks.speed.comparison import ROOT
from benchmarks.speed.site import run_site
from chatbot.model.bundle import Bundle

START_SECONDS = 120
STOP_SECONDS = 30
MEGABYTE = 1e6


@dataclass(frozen=True)
class Memory:
    """Memory of a process in MB: resident; proportional, a share of what is shared; its own."""

    resident: float
    proportional: float
    own: float


@dataclass(frozen=True)
class Server:
    """Running server; the first process is the parent of the others."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the time of the processor in all processes that answer."""
        return sum(sum(process.cpu_times()[:2]) for process in self._answering())

    def memory(self) -> Memory:
        """Return the memory of the largest process that answers."""
        sizes = [process.memory_full_info() for process in self._answering()]
        largest = max(sizes, key=lambda size: size.rss)
        return Memory(*(size / MEGABYTE for size in (largest.rss, largest.pss, largest.uss)))

    def _answering(self) -> list[psutil.Process]:
        children = self.process.children()
        web = [child for child in children if "worker" not in child.cmdline()]
        return web or [self.process]


@contextmanager
def reference(name: str, bundle: Path) -> Iterator[Server]:
    """Run the echo or the copied script."""
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.load.references", name, str(port), str(bundle)]
    with (bundle.parent / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield _ready(process, port)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


@contextmanager
def recollect(bundle: Bundle, folder: Path, address: str, processes: int) -> Iterator[Server]:
    """Run Recollect with a live model; `address` is that of a PostgreSQL server, or ''."""
    with database(address) as url, run_site(bundle, folder, url, processes) as site:
        yield Server(site.port, psutil.Process(site.pid))


@contextmanager
def database(address: str) -> Iterator[str]:
    """Make a database for the run; '' is SQLite, in the folder of the instance."""
    if not address:
        yield ""
        return
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    name = f"recollect_load_{uuid4().hex[:8]}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def _ready(process: subprocess.Popen[bytes], port: int) -> Server:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return Server(port, psutil.Process(process.pid))
    raise click.ClickException(f"The server does not start: see {process.args!r}")
