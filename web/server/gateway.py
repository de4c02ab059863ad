"""Gateway: requests read whole by the event loop, answered by threads of the application.

A thread that read a body itself could be held by a slow client for as long as it likes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from asyncio import AbstractEventLoop, Future
from collections.abc import AsyncIterator
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, NamedTuple, Protocol
from wsgiref.types import WSGIApplication

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from web.http.security import LARGEST_BODY
from web.http.streams import MARK
from web.server.streams import Streams, Transport
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
    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport: ...


class _StreamBegin(NamedTuple):
    """Response that is to stay open, without its mark; the body is the first event."""

    subject: str
    headers: list[tuple[str, str]]
    first: str


class _Request(NamedTuple):
    """Request with the whole body, and the future that is set when a response is there.

    The future has the stream that the response is to become, if any.
    """

    scope: Scope
    connection: Connection
    body: bytes
    answered: Future[_StreamBegin | None]


class Gateway:
    """Application for granian: `threads` answer requests by a WSGI application."""

    def __init__(
        self,
        application: WSGIApplication,
        threads: int,
        *,
        body_seconds: float = BODY_SECONDS,
        streams: Streams | None = None,
    ) -> None:
        self._application = application
        self._threads = threads
        self._body_seconds = body_seconds
        self._streams = streams
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
        stream = await self._answered(scope, connection, body)
        if stream and self._streams:
            with suppress(ProtocolClosed):
                transport = connection.response_stream(200, stream.headers)
                await self._streams.add(transport, stream.subject, stream.first)

    async def _answered(
        self, scope: Scope, connection: Connection, body: bytes
    ) -> _StreamBegin | None:
        """Wait for a thread's response; each thread that was never needed saves its memory.

        Returns the stream that is to be the response, if any.
        """
        self._open += 1
        if self._started < min(self._open, self._threads):
            self._started += 1
            Thread(target=self._answer_all, daemon=True).start()
        answered: Future[_StreamBegin | None] = self._loop.create_future()
        self._requests.put(_Request(scope, connection, body, answered))
        try:
            return await answered
        finally:
            self._open -= 1

    def _answer_all(self) -> None:
        while True:
            request = self._requests.get()
            stream = None
            try:
                environ = environ_of(request.scope, request.body)
                answer = answer_of(self._application, environ)
                stream = self._stream(answer) if request.scope.method == "GET" else None
                if stream is None:
                    self._respond(request.connection, answer)
            except Exception:
                logger.exception("a request without a response")
            self._loop.call_soon_threadsafe(request.answered.set_result, stream)

    def _stream(self, answer: WholeResponse) -> _StreamBegin | None:
        """Stream that a response is to become: it has the mark, and there is room."""
        subject = next((value for name, value in answer.headers if name == MARK), "")
        if not subject or self._streams is None or not isinstance(answer.body, bytes):
            return None
        if not self._streams.has_room(subject):
            return None
        apart = (MARK.lower(), "content-length")
        headers = [header for header in answer.headers if header[0].lower() not in apart]
        return _StreamBegin(subject, headers, answer.body.decode())

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
