import socket
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from web.core.settings import Settings
from web.http.security import limiter

BEGIN = "/api/v1/conversations"


@pytest.fixture
def make_limited(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> Callable[..., Flask]:
    """Factory of applications that accept two messages an hour."""

    def make(**environ: str) -> Flask:
        fixed = {"DATABASE_URL": sqlite_url, "RECOLLECT_RATE_LIMIT": "2 per hour"}
        return make_app(make_settings(**fixed | environ))

    return make


def statuses(client: FlaskClient, times: int, **options: Any) -> list[int]:
    return [client.post(BEGIN, **options).status_code for _ in range(times)]


@pytest.mark.parametrize("path", ["/", "/api/v1/status", "/nowhere", "/api/v1/nowhere", "/healthz"])
def test_every_response_carries_the_security_headers(sqlite_app: Flask, path: str) -> None:
    headers = sqlite_app.test_client().get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_too_many_requests_of_a_visitor_are_refused(make_limited: Callable[..., Flask]) -> None:
    app = make_limited()
    client = app.test_client()
    assert client.post(BEGIN).status_code == 201  # counted for the address: no cookie yet
    assert statuses(client, 2) == [201, 201]
    refused = client.post(BEGIN)
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert client.get("/api/v1/status").status_code == 200


def test_messages_and_conversations_are_counted_apart(make_limited: Callable[..., Flask]) -> None:
    client = make_limited().test_client()
    message = f"{BEGIN}/{client.post(BEGIN).get_json()['id']}/messages"
    assert statuses(client, 3) == [201, 201, 429]
    sent = [client.post(message, json={"text": "hello"}).status_code for _ in range(3)]
    assert sent == [503, 503, 429], "there is no model yet"


def test_visitors_are_counted_apart(make_limited: Callable[..., Flask]) -> None:
    app = make_limited()
    first, second = app.test_client(), app.test_client()
    assert statuses(first, 3) == [201] * 3
    assert statuses(second, 3) == [201] * 3
    assert statuses(first, 1) == [429]


def test_without_cookies_an_address_is_counted(make_limited: Callable[..., Flask]) -> None:
    client = make_limited().test_client(use_cookies=False)
    assert statuses(client, 3) == [201, 201, 429]
    assert statuses(client, 1, environ_base={"REMOTE_ADDR": "192.0.2.7"}) == [201]


def test_an_address_has_five_times_the_limit_of_a_visitor(
    make_limited: Callable[..., Flask],
) -> None:
    app = make_limited()
    clients = [app.test_client() for _ in range(6)]
    for client, home in zip(clients, range(6), strict=True):
        assert statuses(client, 1, environ_base={"REMOTE_ADDR": f"192.0.2.{home}"}) == [201]
    office = {"environ_base": {"REMOTE_ADDR": "192.0.2.99"}}
    assert statuses(clients[0], 9, **office) == [201] * 2 + [429] * 7
    assert [statuses(client, 2, **office) for client in clients[1:5]] == [[201, 201]] * 4
    assert statuses(clients[5], 1, **office) == [429]


def test_an_ipv6_network_is_one_address(make_limited: Callable[..., Flask]) -> None:
    client = make_limited().test_client(use_cookies=False)
    homes = ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:3", "2001:db8:0:1::1"]
    answers = [statuses(client, 1, environ_base={"REMOTE_ADDR": home}) for home in homes]
    assert answers == [[201], [201], [429], [201]]


def test_the_limit_holds_over_processes_that_share_a_redis(
    make_limited: Callable[..., Flask], redis_url: str
) -> None:
    # An address of its own, as earlier runs of this test still count.
    address = {"REMOTE_ADDR": f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"}
    first = make_limited(REDIS_URL=redis_url).test_client(use_cookies=False)
    assert statuses(first, 1, environ_base=address) == [201]
    second = make_limited(REDIS_URL=redis_url).test_client(use_cookies=False)
    assert statuses(second, 2, environ_base=address) == [201, 429]


def test_a_redis_that_is_down_does_not_stop_the_answers(make_limited: Callable[..., Flask]) -> None:
    client = make_limited(REDIS_URL="redis://127.0.0.1:1/0").test_client()
    assert statuses(client, 4) == [201, 201, 201, 429]


def test_forwarded_headers_are_believed_only_behind_a_proxy(
    make_limited: Callable[..., Flask],
) -> None:
    forwarded = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    direct = make_limited().test_client(use_cookies=False)
    assert "Secure" not in direct.post(BEGIN, headers=forwarded).headers["Set-Cookie"]
    behind = make_limited(RECOLLECT_TRUSTED_PROXIES="1").test_client(use_cookies=False)
    assert "Secure" in behind.post(BEGIN, headers=forwarded).headers["Set-Cookie"]
    assert statuses(behind, 2, headers=forwarded) == [201, 429]
    assert statuses(behind, 1, headers=forwarded | {"X-Forwarded-For": "192.0.2.8"}) == [201]


def test_a_redis_that_hangs_does_not_hold_up_the_visitors(
    make_limited: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "_storage_dead", False)  # shared with the other tests
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        app = make_limited(REDIS_URL=f"redis://127.0.0.1:{port}/0")
        started = time.monotonic()
        assert statuses(app.test_client(), 4) == [201, 201, 201, 429]
        assert time.monotonic() - started < 20
