"""Gateway: requests read whole by the event loop, answered by threads of the application.

A thread that read a body itself could be held by a slow client for as long as it likes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from asyncio import AbstractEventLoop, Future
from collections.abc import AsyncIterator
from queue import SimpleQueue
from threading import Thread
from typing import IO, NamedTuple, Protocol
from wsgiref.types import WSGIApplication

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from web.http.security import LARGEST_BODY
from web.server.wsgi import Scope, WholeResponse, answer_of, environ_of

BODY_SECONDS = 20.0
"""Longest time for the body of a request: 64 kB at the speed of an old modem."""

FILE_SECONDS = 60.0
"""Time until a file to send, which the server opens at once, is closed here."""

WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")

TOO_SLOW = {
    "type": "about:blank",
    "title": "Request Timeout",
    "status": 408,
    "detail": "The body of the request came too slowly. Send it again over a faster connection.",
}

logger = logging.getLogger(__name__)


class Connection(Protocol):
    """Connection of a request, in the interface of granian."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...
    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None: ...


class _Request(NamedTuple):
    """Request with the whole body, and the future that is set when a response is there."""

    scope: Scope
    connection: Connection
    body: bytes
    answered: Future[None]


class Gateway:
    """Application for granian: `threads` answer requests by a WSGI application."""

    def __init__(
        self, application: WSGIApplication, threads: int, *, body_seconds: float = BODY_SECONDS
    ) -> None:
        self._application = application
        self._threads = threads
        self._body_seconds = body_seconds
        self._requests: SimpleQueue[_Request] = SimpleQueue()
        self._open = 0  # requests with a whole body and without a response
        self._started = 0  # threads
        self._loop: AbstractEventLoop

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        body = b""
        if scope.method not in WITHOUT_BODY:
            try:
                async with asyncio.timeout(self._body_seconds):
                    body = await _read(scope, connection)
            except TimeoutError:
                _refuse(connection)
                return
            except ProtocolClosed:
                return
        await self._answered(scope, connection, body)

    async def _answered(self, scope: Scope, connection: Connection, body: bytes) -> None:
        """Wait for a thread's response; each thread that was never needed saves its memory."""
        self._open += 1
        if self._started < min(self._open, self._threads):
            self._started += 1
            Thread(target=self._answer_all, daemon=True).start()
        answered: Future[None] = self._loop.create_future()
        self._requests.put(_Request(scope, connection, body, answered))
        try:
            await answered
        finally:
            self._open -= 1

    def _answer_all(self) -> None:
        while True:
            request = self._requests.get()
            try:
                environ = environ_of(request.scope, request.body)
                self._respond(request.connection, answer_of(self._application, environ))
            except Exception:
                logger.exception("a request without a response")
            self._loop.call_soon_threadsafe(request.answered.set_result, None)

    def _respond(self, connection: Connection, answer: WholeResponse) -> None:
        if isinstance(answer.body, bytes):
            connection.response_bytes(answer.status, answer.headers, answer.body)
            return
        connection.response_file(answer.status, answer.headers, _path(answer.body))
        self._loop.call_soon_threadsafe(self._loop.call_later, FILE_SECONDS, answer.body.close)


async def _read(scope: Scope, connection: Connection) -> bytes:
    """Body of a request; of a body too large, as much as the application needs to refuse it."""
    length = scope.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        return b""
    body = bytearray()
    async for chunk in connection:
        body += chunk
        if len(body) > LARGEST_BODY:
            break
    return bytes(body)


def _refuse(connection: Connection) -> None:
    headers = [("content-type", "application/problem+json"), ("connection", "close")]
    connection.response_bytes(408, headers, json.dumps(TOO_SLOW).encode())


def _path(file: IO[bytes]) -> str:
    """Path of an open file, which may have no name."""
    return f"/proc/self/fd/{file.fileno()}"
