"""Streams without a server: clients that read slowly, or break."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from web.server import streams
from web.server.streams import NEWS, Streams


class Client:
    """Client that notes what it has read, once it `may_read`."""

    def __init__(self, may_read: asyncio.Event | None = None) -> None:
        self.may_read = may_read
        self.events: list[str] = []
        self.has_news = asyncio.Event()

    async def send_str(self, data: str) -> None:
        if self.may_read:
            await self.may_read.wait()
        self.events.append(data)
        if data == NEWS:
            self.has_news.set()


class BrokenClient:
    async def send_str(self, data: str) -> None:
        raise RuntimeError(f"broken in a way that nobody has thought of: {data}")


def test_a_client_that_reads_late_or_breaks_delays_no_other_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "LOOK_SECONDS", 0)
    numbers = iter(range(1_000_000))

    def versions(subjects: Iterable[str]) -> dict[str, int]:
        return dict.fromkeys(subjects, next(numbers))

    async def listen() -> tuple[list[str], list[str]]:
        bell = Streams(versions, lambda: False)
        may_read = asyncio.Event()
        slow, quick = Client(may_read), Client()
        for subject, client in (("slow", slow), ("broken", BrokenClient()), ("quick", quick)):
            await bell.add(client, subject, "begin")
        await quick.has_news.wait()
        early = [*slow.events]
        may_read.set()
        await slow.has_news.wait()
        return early, slow.events[:2]

    with ThreadPoolExecutor(1) as thread:  # that of a browser's tests has a loop of its own
        heard = thread.submit(lambda: asyncio.run(listen())).result()
    assert heard == ([], ["begin", NEWS])
