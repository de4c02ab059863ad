"""Requests and responses through granian and the gateway, among them slow and hostile ones."""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import requests

from chatbot.home import HOME
from tests.support.programs import running, wait_until
from tests.web.server import gateway_server
from web.http.security import LARGEST_BODY

HEAD = "POST /echo/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of a gateway with two threads."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.web.server.gateway_server", str(number)]
    log = tmp_path_factory.mktemp("gateway") / "log"
    with running(command, {"PYTHONPATH": str(HOME)}, log) as program:
        wait_until(lambda: is_open(number), "the gateway does not answer", program)
        yield number


def is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture
def url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def echoed(url: str, **options: Any) -> Any:
    return requests.post(f"{url}/echo/it", timeout=30, **options).json()


def test_slow_bodies_hold_up_nobody_and_are_refused(port: int, url: str) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(40)]
    for client in slow:
        client.sendall(HEAD.encode() + b"a")
    answered = [echoed(url, data=b"quick")["body"] for _ in range(5)]
    assert answered == ["quick"] * 5
    for client in slow:
        assert client.recv(1000).startswith(b"HTTP/1.1 408 ")
        client.close()
    assert echoed(url, data=b"after")["body"] == "after"


def test_a_visitor_who_leaves_half_way_holds_up_nobody(port: int, url: str) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", port), 30) as client:
            client.sendall(HEAD.encode())
    assert echoed(url, data=b"after")["body"] == "after"


def test_a_body_too_slow_is_refused_in_a_sentence(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/echo/slow")
    connection.putheader("Content-Length", "50")
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 408
    assert response.headers["content-type"] == "application/problem+json"
    assert b"too slowly" in response.read()


@pytest.mark.parametrize("length", [0, 1, LARGEST_BODY])
def test_a_body_arrives_whole(url: str, length: int) -> None:
    text = "a" * length
    assert echoed(url, data=text)["body"] == text
    pieces = (text[i : i + 1000].encode() for i in range(0, length, 1000))
    assert echoed(url, data=pieces)["body"] == text


def test_a_body_too_large_is_refused_with_and_without_a_length(url: str) -> None:
    large = b"a" * (LARGEST_BODY + 1)
    for body in (large, iter([large])):
        assert requests.post(f"{url}/echo/it", data=body, timeout=30).status_code == 413


def test_the_path_is_decoded_once(url: str) -> None:
    response = requests.get(f"{url}/echo/%C3%A4%2520%1B%F0%9F%8C%BF", timeout=30)
    assert response.json()["path"] == "ä%20\x1b🌿"


def test_a_header_with_an_underscore_is_not_taken_for_one_of_a_proxy(port: int) -> None:
    head = (
        "GET /echo/it HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX_Forwarded_For: 6.6.6.6\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        client.sendall(head.encode())
        answer = b"".join(iter(lambda: client.recv(1000), b""))
    assert b"200 OK" in answer
    assert b"6.6.6.6" not in answer


def test_repeated_headers_are_joined(port: int) -> None:
    repeated = "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nCookie: a=1\r\nCookie: b=2"
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        head = f"GET /echo/it HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{repeated}\r\n\r\n"
        client.sendall(head.encode())
        answer = b"".join(iter(lambda: client.recv(1000), b"")).decode()
    assert '"X-Forwarded-For":"1.1.1.1,2.2.2.2"' in answer
    assert '"Cookie":"a=1; b=2"' in answer


def test_the_address_of_the_sender_is_without_the_port(url: str) -> None:
    assert echoed(url)["address"] == "127.0.0.1"


def test_a_file_and_a_large_response_arrive_whole(url: str) -> None:
    expected = Path(str(gateway_server.__file__)).read_bytes()
    for headers in ({}, {"Range": "bytes=0-9,5-20"}):
        response = requests.get(f"{url}/file", headers=headers, timeout=30)
        assert (response.status_code, response.content) == (200, expected)
    assert requests.get(f"{url}/stream", timeout=30).content == gateway_server.LARGE
    head = requests.head(f"{url}/file", timeout=30)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(expected)))


def test_readers_that_take_nothing_hold_up_nobody(port: int, url: str) -> None:
    idle = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(20)]
    for client in idle:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        client.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
    assert echoed(url, data=b"quick")["body"] == "quick"
    for client in idle:
        client.close()


def test_a_response_that_fails_half_way_is_an_error_and_no_half_file(url: str) -> None:
    response = requests.get(f"{url}/broken", timeout=30)
    assert response.status_code == 500
    assert len(response.content) < 1000
