"""Streams: open responses that ring when something is new (server-sent events).

A thread for each would take as much memory as the application itself, and a coroutine for each
half of that again. One coroutine serves all streams of a process, and a single statement, twice a
second, looks for news for all of them. A ring says that there is something new, and nothing else:
clients read it as always.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import Task
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]

MOST_STREAMS = 800
"""Open streams of a process. Those beyond end at once, and their clients look by themselves."""

MOST_OF_SUBJECT = 2
"""Open streams about the same: tabs of a visitor. A browser opens six connections to a server."""

LOOK_SECONDS = 0.5
PING_SECONDS = 20.0
"""Time between two signs of life, by which a stream whose client is gone is found."""

SEND_SECONDS = 5.0
"""Time for a client to take an event; one that reads nothing loses the stream."""

LONGEST_SECONDS = 600.0
"""Time until a stream ends, and its client asks anew."""

NEWS, PING = "data: news\n\n", ": still here\n\n"

Version = int | str | None
Versions = Callable[[Iterable[str]], Mapping[str, Version]]

logger = logging.getLogger(__name__)


class Transport(Protocol):
    """Open response, in the interface of granian; it ends when nothing refers to it."""

    async def send_str(self, data: str) -> None: ...


@dataclass(slots=True, eq=False)
class _Stream:
    """Open stream about a subject, until a time of the monotonic clock."""

    subject: str
    transport: Transport
    ends_at: float
    sent_at: float
    sending: Task[None] | None = None
    has_missed: bool = False


class Streams:
    """Open streams of a process.

    `versions` reads those of subjects, which change with any news; it is called in a thread. None
    ends the streams about a subject: whoever listens may not do so any more. When the server
    `is_stopping`, all streams end.
    """

    def __init__(self, versions: Versions, is_stopping: Callable[[], bool]) -> None:
        self._versions = versions
        self._is_stopping = is_stopping
        self._streams: set[_Stream] = set()
        self._counts: dict[str, int] = {}
        self._rung: Mapping[str, Version] = {}
        self._watch: Task[None] | None = None
        self._thread = ThreadPoolExecutor(1)

    def has_room(self, subject: str) -> bool:
        """Return True if one more stream about this may stay open."""
        is_full = len(self._streams) >= MOST_STREAMS or self._is_stopping()
        return not is_full and self._counts.get(subject, 0) < MOST_OF_SUBJECT

    async def add(self, transport: Transport, subject: str, first: str) -> None:
        """Keep a stream that begins with this event."""
        now = monotonic()
        stream = _Stream(subject, transport, now + LONGEST_SECONDS, now)
        self._streams.add(stream)
        self._counts[subject] = self._counts.get(subject, 0) + 1
        self._begin_to_send(stream, first)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        """Send news and signs of life, as long as there are streams."""
        while self._streams:
            await asyncio.sleep(LOOK_SECONDS)
            now = monotonic()
            is_stopping = self._is_stopping()
            for stream in [s for s in self._streams if is_stopping or s.ends_at < now]:
                self._drop(stream)
            news = await self._news()
            quiet = now - PING_SECONDS
            for stream in [s for s in self._streams if self._rung.get(s.subject, "") is None]:
                self._drop(stream)
            for stream in self._streams:
                if stream.subject in news:
                    self._begin_to_send(stream, NEWS)
                elif stream.sent_at < quiet:
                    self._begin_to_send(stream, PING)

    async def _news(self) -> set[str]:
        """Subjects with another version than at the last look, new and deleted ones among them."""
        loop = asyncio.get_running_loop()
        try:
            versions = await loop.run_in_executor(self._thread, self._versions, [*self._counts])
        except Exception:
            logger.exception("streams cannot look for news")
            return set()
        before, self._rung = self._rung, versions
        names = versions.keys() | before.keys()
        return {name for name in names if before.get(name) != versions.get(name)}

    def _begin_to_send(self, stream: _Stream, text: str) -> None:
        """Send in a task of its own, which lasts as long as this client takes to read."""
        if stream.sending is None:
            sending = self._send(stream, text)
            stream.sending = asyncio.get_running_loop().create_task(sending)
        elif text is NEWS:
            stream.has_missed = True

    async def _send(self, stream: _Stream, text: str) -> None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await stream.transport.send_str(text)
        except (TimeoutError, ProtocolClosed, ProtocolError, OSError):
            self._drop(stream)
        except Exception:
            logger.exception("a stream cannot send")
            self._drop(stream)
        stream.sent_at = monotonic()
        stream.sending = None
        if stream.has_missed and stream in self._streams:
            stream.has_missed = False
            self._begin_to_send(stream, NEWS)

    def _drop(self, stream: _Stream) -> None:
        """Forget a stream, which ends it."""
        if stream not in self._streams:
            return
        self._streams.discard(stream)
        self._counts[stream.subject] -= 1
        if not self._counts[stream.subject]:
            del self._counts[stream.subject]
