"""`python app.py`: tables, first training, web server and worker, started and stopped together."""

import signal
import socket
import sys
import time
from multiprocessing import Process, parent_process
from threading import Thread

import sqlalchemy as sa
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

import web
from web import processes
from web.address import AddressError, find_address
from web.database import db
from web.keeper import WorkerKeeper
from web.settings import Settings, SettingsError

EXIT_BAD_START = 2
STOP_SECONDS = 3
POLL_SECONDS = 0.02


def main() -> int:
    """Serve until SIGINT or SIGTERM. The exit code: 0, or 2 where it could not start."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        settings = Settings.from_environ()
        address = find_address(settings)
        if not _is_prepared(settings):
            return EXIT_BAD_START
        serve(settings, address)
    except (SettingsError, AddressError) as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_START
    except KeyboardInterrupt:
        pass  # it came before the server listened to signals itself
    return 0


def _is_prepared(settings: Settings) -> bool:
    # In a process of its own: the web processes are forked from this one, and need neither
    # Alembic nor Huey (25 MB), nor connections to the database that they would share.
    process = Process(target=_prepare, args=(settings,))
    process.start()
    # Meanwhile, what each web process would import when its first message comes: they share it.
    import chatbot.bot  # noqa: F401

    process.join()
    return process.exitcode == 0


def _prepare(settings: Settings) -> None:
    """Make the tables, and ask for a first training."""
    from web import startup
    from web.sentences import database_sentence

    app = web.create_app(settings)
    try:
        startup.migrate(app)
        with app.app_context():
            startup.request_first_run(db.sessionmaker, settings)
    except (sa.exc.DBAPIError, OSError) as error:
        print(database_sentence(error), file=sys.stderr)
        sys.exit(EXIT_BAD_START)
    except KeyboardInterrupt:
        sys.exit(EXIT_BAD_START)  # the server has been stopped, too


def serve(settings: Settings, address: str) -> None:
    """Answer requests, with a worker beside, until SIGINT or SIGTERM."""
    keeper = WorkerKeeper()
    server = Granian(
        "web.server:web_process",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=settings.web_processes,
        blocking_threads=settings.web_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    Thread(target=_once_open, args=(settings, address, keeper), daemon=True).start()
    try:
        server.serve()
    finally:
        keeper.stop()


def web_process() -> Flask:
    """The application of one web process, which does not outlive the server."""
    server = parent_process()  # not getppid(): the server may be gone already
    if server and server.pid:
        processes.end_with_parent(server.pid)
    return web.create_app()


def _once_open(settings: Settings, address: str, keeper: WorkerKeeper) -> None:
    """Tell the address when it answers; only then start the worker, which is slower."""
    while not _is_open(address, settings.port):
        time.sleep(POLL_SECONDS)
    print(f"Recollect is at {_url(settings)} (Ctrl-C stops it)", flush=True)
    keeper.run()


def _is_open(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True


def _url(settings: Settings) -> str:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 (named, not bound to)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{everywhere.get(settings.host, host)}:{settings.port}/"
