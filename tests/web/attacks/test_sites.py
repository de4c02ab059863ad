"""Pages of other sites: no origin but those of the settings, no token but those made here."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from tests.conftest import SECRET_KEY, MakeSettings
from tests.support.api_responses import body, problem
from tests.support.fakes import FakeBot
from web.conversations import erasure
from web.core.database import db, writing
from web.core.settings import Settings
from web.http.visitors import HEADER

SITE = "https://www.example.org"
SECRET = "shared-with-the-shop"
BEGIN, VISITORS = "/api/v1/conversations", "/api/v1/visitors"
FOREIGN = (
    "https://evil.example",
    "null",
    "http://www.example.org",
    "https://www.example.org:8443",
    "https://www.example.org.evil.example",
    "https://evil-www.example.org",
    "https://WWW.EXAMPLE.ORG",
    "https://www.example.org, https://evil.example",
    "*",
    "",
)
TOKENS = ("x", "null", "", " ", "a.b", "0" * 32, "\u00e9", "x" * 8000)


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(
        DATABASE_URL=sqlite_url, RECOLLECT_SITES=SITE, RECOLLECT_IDENTIFY_SECRET=SECRET
    )


@pytest.fixture
def page(app: Flask, answering: FakeBot) -> FlaskClient:
    """Page of another site: a browser that keeps no cookie."""
    return app.test_client(use_cookies=False)


def token(page: FlaskClient, **user: object) -> str:
    """A new token, of a signed user if there is one."""
    made = page.post(VISITORS, json={"user": user} if user else {})
    assert made.status_code == 201, made.text
    return str(body(made)["token"])


def signed(user: str, *, expires: float | None = None, secret: str = SECRET) -> dict[str, Any]:
    expires = int(time.time()) + 60 if expires is None else int(expires)
    digest = hmac.new(secret.encode(), f"{expires}.{user}".encode(), hashlib.sha256)
    return {"id": user, "expires": expires, "signature": digest.hexdigest()}


def begin(page: FlaskClient, token: str) -> str:
    """Begin a conversation; returns the address of its messages."""
    begun = page.post(BEGIN, json={}, headers={HEADER: token})
    assert begun.status_code == 201
    return f"{BEGIN}/{body(begun)['id']}/messages"


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Methods and paths of the API."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/v1/"):
                values: dict[str, Any] = dict.fromkeys(rule.arguments, uuid4())
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    yield method, url_for(rule.endpoint, **values)


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_page_of_another_origin_may_ask_or_read(
    app: Flask, page: FlaskClient, origin: str
) -> None:
    for method, path in addresses(app):
        asking = {"Origin": origin, "Access-Control-Request-Method": method}
        refused = page.options(path, headers=asking)
        assert "RECOLLECT_SITES" in problem(refused, 403)["detail"]
        response = page.open(path, method=method, json={}, headers={"Origin": origin})
        for answer in (refused, response):
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
            assert "Origin" in answer.vary


def test_a_page_of_the_site_may_ask_and_read_but_send_no_cookie(
    app: Flask, page: FlaskClient
) -> None:
    for method, path in addresses(app):
        asking = {"Origin": SITE, "Access-Control-Request-Method": method}
        allowed = page.options(path, headers=asking)
        assert allowed.status_code == 204
        assert method in allowed.headers["Access-Control-Allow-Methods"]
        assert HEADER in allowed.headers["Access-Control-Allow-Headers"]
        response = page.open(path, method=method, json={}, headers={"Origin": SITE})
        for answer in (allowed, response):
            assert answer.headers["Access-Control-Allow-Origin"] == SITE
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert "Origin" in answer.vary


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/inbox", "/openapi.json", "/healthz"])
def test_nothing_but_the_api_is_for_other_sites(page: FlaskClient, path: str) -> None:
    for answer in (page.get(path, headers={"Origin": SITE}), page.options(path)):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_frame_is_for_the_sites_and_no_other_page_may_be_framed(page: FlaskClient) -> None:
    framed = page.get("/widget").headers
    assert f"frame-ancestors {SITE};" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    for path in ("/", "/admin/", "/docs", "/widget.js"):
        headers = page.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("forged", TOKENS)
def test_a_forged_token_is_nobody_and_no_cookie_stands_in(
    app: Flask, page: FlaskClient, forged: str
) -> None:
    browser = app.test_client()
    conversation = body(browser.post(BEGIN, json={}))["id"]
    for method, path in addresses(app):
        sent: Any = None if method in ("GET", "DELETE") else {}
        refused = browser.open(path, method=method, json=sent, headers={HEADER: forged})
        assert HEADER in problem(refused, 401)["detail"]
    assert browser.get(f"{BEGIN}/{conversation}/messages").status_code == 200


def test_a_token_of_another_key_is_forged(page: FlaskClient) -> None:
    for key, salt in (("another-secret-key", "visitor"), (SECRET_KEY, "other")):
        forged = str(URLSafeSerializer(key, salt=salt).dumps(uuid4().hex))
        problem(page.get(BEGIN, headers={HEADER: forged}), 401)


def test_the_token_of_an_erased_visitor_finds_nothing(app: Flask, page: FlaskClient) -> None:
    mine = token(page)
    messages = begin(page, mine)
    page.post(messages, json={"text": "my secret diary"}, headers={HEADER: mine})
    with app.app_context(), writing(db.session) as session:
        erasure.erase_visitor(session, "ada@example.org", UUID(messages.split("/")[4]))
    problem(page.get(messages, headers={HEADER: mine}), 404)
    assert body(page.get(BEGIN, headers={HEADER: mine}))["conversations"] == []


def test_a_token_opens_the_conversations_of_no_other(page: FlaskClient) -> None:
    messages = begin(page, token(page))
    problem(page.get(messages, headers={HEADER: token(page)}), 404)


WRONG = signed("ada")
HOSTILE: list[dict[str, Any]] = [
    WRONG | {"id": "bob"},
    WRONG | {"expires": WRONG["expires"] + 1},
    WRONG | {"signature": "0" * 64},
    signed("ada", secret="another-secret-of-a-shop"),
    signed("ada", secret=SECRET_KEY),
    signed("ada", expires=time.time() - 1),
    signed("ada", expires=time.time() + 25 * 60 * 60),
]
MALFORMED: list[Any] = [
    WRONG | {"signature": WRONG["signature"].upper()},
    WRONG | {"signature": ""},
    WRONG | {"signature": f"{WRONG['signature']}\n"},
    WRONG | {"expires": str(WRONG["expires"])},
    WRONG | {"expires": -1},
    WRONG | {"expires": True},
    WRONG | {"expires": 10**30},
    WRONG | {"id": ""},
    WRONG | {"id": "x" * 201},
    WRONG | {"id": ["ada"]},
    WRONG | {"id": "\ud800"},
    WRONG | {"email": "ada@example.org"},
    {"id": "ada"},
    [],
    "ada",
]


@pytest.mark.parametrize(
    ("user", "status"), [(u, 403) for u in HOSTILE] + [(u, 422) for u in MALFORMED]
)
def test_nobody_becomes_a_user_without_the_signature_of_the_site(
    page: FlaskClient, user: Any, status: int
) -> None:
    refused = page.post(VISITORS, json={"user": user})
    assert "token" not in problem(refused, status)


def test_nobody_becomes_a_user_without_a_secret(
    make_settings: MakeSettings, make_app: Any, sqlite_url: str
) -> None:
    app = make_app(make_settings(DATABASE_URL=sqlite_url))
    for secret in ("", "None", SECRET):
        refused = app.test_client().post(VISITORS, json={"user": signed("ada", secret=secret)})
        assert "RECOLLECT_IDENTIFY_SECRET" in problem(refused, 403)["detail"]


def test_a_user_gets_the_conversations_of_the_token_before_and_no_others(page: FlaskClient) -> None:
    nobody, ada = token(page), token(page, **signed("ada"))
    messages = begin(page, nobody)
    named = page.post(VISITORS, json={"user": signed("ada")}, headers={HEADER: nobody})
    assert body(named)["token"] == ada, "on every device"
    assert page.get(messages, headers={HEADER: ada}).status_code == 200
    bob = page.post(VISITORS, json={"user": signed("bob")}, headers={HEADER: ada})
    problem(page.get(messages, headers={HEADER: body(bob)["token"]}), 404)
    assert page.get(messages, headers={HEADER: ada}).status_code == 200


def test_tokens_are_no_way_around_the_limits(
    make_settings: MakeSettings, make_app: Any, sqlite_url: str
) -> None:
    app = make_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_RATE_LIMIT="2 per hour"))
    page = app.test_client(use_cookies=False)
    mine = token(page)
    statuses = [page.post(BEGIN, json={}, headers={HEADER: mine}).status_code for _ in range(3)]
    assert statuses == [201, 201, 429]
    assert [page.post(VISITORS, json={}).status_code for _ in range(2)] == [201, 429]
