"""Streams: open responses that ring when something is new (server-sent events).

A thread for each would take as much memory as the application itself. All streams of a process are
coroutines of the event loop, and a single statement a second looks for news for all of them. A ring
says that there is something new, and nothing else: clients read it as always.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import AbstractEventLoop, Event
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]

MARK = "X-Recollect-Stream"
"""Header by which the application lets a response stay open; its value is what it is about."""

MOST_STREAMS = 800
"""Open streams of a process. Those beyond end at once, and their clients look by themselves."""

MOST_OF_SUBJECT = 8
"""Open streams about the same: tabs of a visitor."""

LOOK_SECONDS = 1.0
PING_SECONDS = 20.0
"""Time between two signs of life, by which a stream whose client is gone is found."""

LONGEST_SECONDS = 600.0
"""Time until a stream ends, so that its client asks anew if it may read."""

Versions = Callable[[Iterable[str]], Mapping[str, int]]

logger = logging.getLogger(__name__)


class Transport(Protocol):
    """Open response, in the interface of granian."""

    async def send_str(self, data: str) -> None: ...


class Streams:
    """Open streams of a process by subject.

    `versions` reads the numbers of subjects, which change with any news; it is called in a thread.
    When the server `is_stopping`, all streams end.
    """

    def __init__(self, versions: Versions, is_stopping: Callable[[], bool]) -> None:
        self._versions = versions
        self._is_stopping = is_stopping
        self._bells: defaultdict[str, set[Event]] = defaultdict(set)
        self._rung: Mapping[str, int] = {}
        self._watch: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1)
        self._count = 0
        self._stopped = False

    def has_room(self, subject: str) -> bool:
        """Return True if one more stream about this may stay open."""
        is_full = self._count >= MOST_STREAMS or self._is_stopping()
        return not is_full and len(self._bells.get(subject, ())) < MOST_OF_SUBJECT

    async def ring(self, opened: Callable[[], Transport], subject: str, first: str) -> None:
        """Send the first event, and one after any news, until the client or the time is gone."""
        bell = Event()
        self._count += 1
        self._bells[subject].add(bell)
        if self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(self._look())
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                transport = opened()
                await transport.send_str(first)
                while not self._stopped:
                    await transport.send_str(await self._event(bell))
        except (TimeoutError, ProtocolClosed, ProtocolError, OSError):
            pass  # the client is gone, or is to come again
        finally:
            self._leave(subject, bell)

    def _leave(self, subject: str, bell: Event) -> None:
        self._count -= 1
        self._bells[subject].discard(bell)
        if not self._bells[subject]:
            del self._bells[subject]

    async def _event(self, bell: Event) -> str:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await bell.wait()
        except TimeoutError:
            return ": still here\n\n"
        bell.clear()
        return "data: news\n\n"

    async def _look(self) -> None:
        """Ring the bells of subjects with news, as long as there are streams."""
        loop = asyncio.get_running_loop()
        while self._bells:
            await asyncio.sleep(LOOK_SECONDS)
            if self._is_stopping():
                self._stopped = True
                self._ring_all(self._bells)
                break
            await self._look_once(loop)
        self._watch = None

    async def _look_once(self, loop: AbstractEventLoop) -> None:
        try:
            versions = await loop.run_in_executor(self._thread, self._versions, [*self._bells])
        except Exception:
            logger.exception("streams cannot look for news")
            return
        # A stream that began since the last look has read what was new by then, or reads it now.
        self._ring_all(
            subject for subject, version in versions.items() if self._rung.get(subject) != version
        )
        self._rung = versions

    def _ring_all(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            for bell in self._bells.get(subject, ()):
                bell.set()
