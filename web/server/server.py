"""Server: tables, first training, web processes and worker, started and stopped together."""

import resource
import signal
import socket
import sys
import time
from collections.abc import Iterable
from functools import partial
from multiprocessing import Process, SimpleQueue, parent_process
from threading import Thread

import sqlalchemy as sa
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from chatbot import imports
from chatbot.errors import ExplainedError
from web.application import create_app  # before the web processes are forked: they share it
from web.core import processes
from web.core.address import admin_url, find_address, url_of
from web.core.database import db, reading
from web.core.settings import Settings
from web.http.metrics import shared_by_processes
from web.live.rings import versions_of
from web.models.memory import share_arenas
from web.server.drain import Drain
from web.server.gateway import Gateway
from web.server.streams import Streams, Version
from web.server.worker_supervisor import WorkerSupervisor
from web.training import first_run

EXIT_BAD_START = 2

DRAIN_SECONDS = 5.0
STOP_SECONDS = 3

POLL_SECONDS = 0.02

HEADER_SECONDS = 10
"""Longest time for the head of a request, and between two requests of a connection."""

MOST_CONNECTIONS = 2048
"""Open connections of a web process, those of streams among them; others wait."""

_drain = Drain()


class Server(MPServer):
    """Granian that stops after the requests in flight."""

    drain_seconds = DRAIN_SECONDS

    def shutdown(self, exit_code: int = 0) -> None:
        _drain.finish(self.drain_seconds)
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]


def main() -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code: 0, or 2 after a failed start."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _allow_connections()
    try:
        settings = Settings.from_environ()
        address = find_address(settings)
        setup_tokens: SimpleQueue[str | None] = SimpleQueue()
        if not _is_prepared(settings, setup_tokens):
            return EXIT_BAD_START
        serve(settings, address, setup_tokens.get())
    except ExplainedError as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_START
    except KeyboardInterrupt:
        pass  # before the server handles signals itself
    return 0


def _allow_connections() -> None:
    """Raise the limit of open files, 1,024 on many systems, to what connections need."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * MOST_CONNECTIONS
    if most != resource.RLIM_INFINITY:
        needed = min(needed, most)
    if files != resource.RLIM_INFINITY and files < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))


def _is_prepared(settings: Settings, setup_tokens: "SimpleQueue[str | None]") -> bool:
    # In a separate process: the web processes are forked from the calling process, and need
    # neither Alembic nor Huey (25 MB), nor shared connections to the database.
    process = Process(target=_prepare, args=(settings, setup_tokens))
    process.start()
    # Meanwhile: imports for the first message, shared by all web processes.
    with imports.without_garbage_collection():
        import chatbot.dialogue.bot  # noqa: F401

    process.join()
    return process.exitcode == 0


def _prepare(settings: Settings, setup_tokens: "SimpleQueue[str | None]") -> None:
    """Make the tables, request a first training, and make the token of a first account."""
    from web.accounts import links
    from web.cli.errors import database_sentence
    from web.core.migrations import migrate

    app = create_app(settings)
    try:
        migrate(app)
        with app.app_context():
            first_run.request_first_run(db.sessionmaker, settings)
            with db.sessionmaker.begin() as session:
                setup_tokens.put(links.make_setup_token(session))
    except ExplainedError as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_BAD_START)
    except (sa.exc.DBAPIError, OSError) as error:
        print(database_sentence(error), file=sys.stderr)
        sys.exit(EXIT_BAD_START)
    except KeyboardInterrupt:
        sys.exit(EXIT_BAD_START)  # the server has been stopped, too


def serve(settings: Settings, address: str, setup_token: str | None = None) -> None:
    """Serve requests, with a worker beside (`RECOLLECT_WORKERS`), until SIGINT or SIGTERM.

    With a `setup_token`, print the address for making the first account.
    """
    supervisor = WorkerSupervisor()
    worker = Thread(
        target=_run_worker, args=(settings, address, setup_token, supervisor), daemon=True
    )
    server = _server(settings, address)
    with shared_by_processes(settings):
        worker.start()
        try:
            server.serve()
        finally:
            supervisor.stop()


def _server(settings: Settings, address: str) -> Server:
    server = Server(
        "web.server.server:web_process",
        address=address,
        port=settings.port,
        interface=Interfaces.RSGI,
        factory=True,
        workers=settings.web_processes,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    server.drain_seconds = drain_seconds(settings)
    return server


def drain_seconds(settings: Settings) -> float:
    """Return the longest wait for requests in flight: one may be calling an action."""
    return max(DRAIN_SECONDS, settings.action_seconds + 1 if settings.action_hosts else 0)


def web_process() -> Gateway:
    """Application of a web process, behind the gateway; ends with the server."""
    # A Ctrl-C is for the server: a web process that ends before it is told to has failed.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    server = parent_process()  # not getppid(): the server may be gone already
    if server and server.pid:
        processes.end_with_parent(server.pid)
    share_arenas()
    settings = Settings.from_environ()
    app = create_app(settings)
    _drain.watch(app)
    streams = Streams(partial(_versions, app), _drain.is_stopping)
    return Gateway(app, settings.web_threads, streams=streams)


def _versions(app: Flask, subjects: Iterable[str]) -> dict[str, Version]:
    """Versions of hand-overs, for those who wait for news."""
    with app.app_context(), reading(db.session):
        return versions_of(db.session, subjects)


def _run_worker(
    settings: Settings, address: str, setup_token: str | None, supervisor: WorkerSupervisor
) -> None:
    """Print the address as soon as the server answers; only then run the slower worker, if any."""
    while not _is_open(address, settings.port):
        time.sleep(POLL_SECONDS)
    print(f"Recollect is at {url_of(settings)} (Ctrl-C stops it)", flush=True)
    if setup_token:
        link = admin_url(settings, f"setup?token={setup_token}")
        print(f"Make the first admin account: {link}", flush=True)
    if settings.workers:
        supervisor.run()


def _is_open(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True
