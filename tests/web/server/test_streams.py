"""Streams through granian and the gateway, which has two threads."""

from collections.abc import Iterator

import requests

from tests.web.server.test_gateway import echoed, port, url
from web.http.streams import MARK
from web.server.streams import MOST_OF_SUBJECT

__all__ = ["port", "url"]


class Listener:
    """Client with an open stream."""

    def __init__(self, url: str, subject: str) -> None:
        self.response = requests.get(f"{url}/bell/{subject}", stream=True, timeout=10)
        self._lines: Iterator[bytes] = self.response.iter_lines(1)

    def event(self) -> bytes:
        """Next line that is an event."""
        return next(line for line in self._lines if line)

    def rest(self) -> list[bytes]:
        """Events until the end of the stream."""
        return [line for line in self._lines if line]


def test_streams_hold_no_thread_and_ring_after_news(url: str) -> None:
    listeners = {str(number): Listener(url, str(number)) for number in range(20)}
    assert echoed(url, data=b"meanwhile")["body"] == "meanwhile"
    for listener in listeners.values():
        assert MARK not in listener.response.headers
        assert "Content-Length" not in listener.response.headers
        assert listener.event() == b"data: begin"
        assert listener.event() == b"data: news", "what was new before the first look"
    requests.get(f"{url}/ring/7", timeout=10)
    assert listeners["7"].event() == b"data: news"
    requests.get(f"{url}/forget/8", timeout=10)
    assert listeners["8"].event() == b"data: news", "what is deleted rings, too"
    requests.get(f"{url}/forbid/9", timeout=10)
    assert listeners["9"].rest() == [], "who may not listen any more hears nothing more"
    for listener in listeners.values():
        listener.response.close()
    assert echoed(url, data=b"after")["body"] == "after"


def test_one_visitor_has_a_few_streams_and_all_end_at_the_stop(url: str) -> None:
    with requests.Session() as asking:
        for _ in range(MOST_OF_SUBJECT):
            assert asking.head(f"{url}/bell/same", timeout=10).ok, "which keeps no stream"
        listeners = [Listener(url, "same") for _ in range(MOST_OF_SUBJECT)]
    requests.get(f"{url}/ring/same", timeout=10)
    for listener in listeners:
        assert (listener.event(), listener.event()) == (b"data: begin", b"data: news")
    assert Listener(url, "same").rest() == [b"data: begin"], "it ends at once"
    requests.get(f"{url}/stop", timeout=10)
    for listener in listeners:
        assert {*listener.rest()} <= {b"data: news"}
    assert Listener(url, "other").rest() == [b"data: begin"]
