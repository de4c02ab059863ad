"""Drain: at the stop of a server, requests in flight finish, and new requests are refused."""

import atexit
import fcntl
import time
from collections.abc import Iterable
from mmap import mmap
from tempfile import TemporaryFile
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from web.http.problems import HttpProblem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STOPPING = "The server is stopping, and another is to follow. Try again in a few seconds."
RETRY_SECONDS = "5"
POLL_SECONDS = 0.02


class Drain:
    """State of a stop, shared by a server and the web processes that it forks.

    A web process with requests in flight holds a lock of a file; a killed process holds none.
    """

    def __init__(self) -> None:
        self._stopping = mmap(-1, 1)
        self._file = TemporaryFile()  # noqa: SIM115 (closed at the end of the process)
        atexit.register(self._file.close)
        self._lock = Lock()
        self._requests = 0

    def watch(self, app: Flask) -> None:
        """Count the requests of a web process, and refuse requests during the stop."""
        respond = app.wsgi_app

        def counted(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            self._count(1)
            try:
                return respond(environ, start)
            finally:
                self._count(-1)

        app.wsgi_app = counted  # type: ignore[assignment, method-assign]
        app.before_request(self._refuse)

    def finish(self, patience: float) -> None:
        """Begin the stop; return after the last request in flight, or after `patience` seconds."""
        self._stopping[0] = 1
        deadline = time.monotonic() + patience
        while not self._is_idle() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)

    def is_stopping(self) -> bool:
        """Return True from the beginning of the stop on."""
        return bool(self._stopping[0])

    def _refuse(self) -> None:
        if self.is_stopping():
            raise HttpProblem(503, STOPPING, {"Retry-After": RETRY_SECONDS})

    def _count(self, change: int) -> None:
        with self._lock:
            before, self._requests = self._requests, self._requests + change
            if not before:
                fcntl.lockf(self._file, fcntl.LOCK_SH)
            elif not self._requests:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _is_idle(self) -> bool:
        try:
            # Of the process, unlike flock: web processes share the open file.
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        fcntl.lockf(self._file, fcntl.LOCK_UN)
        return True
