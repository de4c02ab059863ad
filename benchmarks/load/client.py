"""HTTP client with many connections, for servers on this machine alone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

HOST = "127.0.0.1"
OUT_OF_PATIENCE = 30.0
"""Seconds after which a request counts as failed."""


@dataclass(frozen=True)
class Response:
    """Status, cookie and JSON of a response."""

    status: int
    cookie: str
    body: Any


class Connection:
    """Connection to a port of this machine, kept open as long as the server likes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.cookie = ""

    async def post(self, path: str, content: Mapping[str, Any]) -> Response:
        """Send JSON and return the response."""
        body = json.dumps(content).encode()
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: {HOST}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Cookie: {self.cookie}",
        )
        self._streams = self._streams or await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        writer.write("\r\n".join((*lines, "", "")).encode() + body)
        return await asyncio.wait_for(self._response(reader), OUT_OF_PATIENCE)

    async def _response(self, reader: asyncio.StreamReader) -> Response:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            await self.close()
        cookie = headers.get("set-cookie", "").partition(";")[0]
        return Response(int(first.split()[1]), cookie, json.loads(body))

    async def close(self) -> None:
        """Close the connection."""
        if self._streams:
            self._streams[1].close()
            with suppress(ConnectionError):
                await self._streams[1].wait_closed()
        self._streams = None


@dataclass(frozen=True)
class Sent:
    """Requests of all connections: seconds of each answer, and the number of failures by status.

    Status 0 is a request without a response.
    """

    seconds: float
    durations: tuple[float, ...]
    failures: Mapping[int, int]


async def _begin_echo(_connection: Connection) -> str:
    return "/message"


async def _begin_chat(connection: Connection) -> str:
    begun = await connection.post("/api/v1/conversations", {})
    connection.cookie = begun.cookie
    return f"/api/v1/conversations/{begun.body['id']}/messages"


BEGIN: Mapping[bool, Callable[[Connection], Any]] = {True: _begin_chat, False: _begin_echo}
"""Beginning of a conversation by `with_conversation`; returns the path of its messages."""


def send(
    port: int, texts: Sequence[str], connections: int, seconds: float, with_conversation: bool
) -> Sent:
    """Send messages for some seconds, as many at once as there are connections."""
    return asyncio.run(_send(port, texts, connections, seconds, BEGIN[with_conversation]))


async def _send(
    port: int,
    texts: Sequence[str],
    connections: int,
    seconds: float,
    begin: Callable[[Connection], Any],
) -> Sent:
    opened = [Connection(port) for _ in range(connections)]
    paths = [await begin(connection) for connection in opened]
    durations: list[float] = []
    failures: dict[int, int] = {}
    started = time.perf_counter()
    end = started + seconds

    async def talk(number: int) -> None:
        turn = number
        while time.perf_counter() < end:
            sent_at = time.perf_counter()
            status = await _status(opened[number], paths[number], texts[turn % len(texts)])
            if status in (200, 201):
                durations.append(time.perf_counter() - sent_at)
            else:
                failures[status] = failures.get(status, 0) + 1
                if not status:
                    return
            turn += connections

    await asyncio.gather(*map(talk, range(connections)))
    elapsed = time.perf_counter() - started
    for connection in opened:
        await connection.close()
    return Sent(elapsed, tuple(durations), failures)


async def _status(connection: Connection, path: str, text: str) -> int:
    try:
        return (await connection.post(path, {"text": text})).status
    except (OSError, EOFError, TimeoutError):
        return 0
