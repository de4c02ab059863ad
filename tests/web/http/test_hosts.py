"""Names of the site in requests, links and cookies."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from tests.support.form_browser import Browser, make_user
from web.core.settings import Settings

MakeApp = Callable[..., Flask]
FORGED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
BY_HTTPS = {"base_url": "https://localhost"}


@pytest.fixture
def make_site(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> MakeApp:
    def make(**environ: str) -> Flask:
        return make_app(make_settings(DATABASE_URL=sqlite_url, **environ))

    return make


@pytest.mark.parametrize("path", ["/", "/api/v1/status", "/admin/login", "/nowhere"])
def test_a_request_for_another_name_is_refused(make_site: MakeApp, path: str) -> None:
    client = make_site(RECOLLECT_HOSTS="chat.example.org, www.example.org:8443").test_client()
    for host in ("evil.example", "chat.example.org.evil.example", "evil.example:8000"):
        assert client.get(path, headers={"Host": host}).status_code == 421, host
    for host in ("chat.example.org", "CHAT.example.org:8000", "www.example.org", "localhost:1"):
        assert client.get(path, headers={"Host": host}).status_code != 421, host


def test_monitors_know_the_address_alone(make_site: MakeApp) -> None:
    client = make_site(RECOLLECT_HOSTS="chat.example.org").test_client()
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_without_the_setting_any_name_will_do(make_site: MakeApp) -> None:
    client = make_site().test_client()
    assert client.get("/", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    ("environ", "origin"),
    [
        ({}, "http://127.0.0.1:8000/"),
        ({"RECOLLECT_TRUSTED_PROXIES": "1"}, "http://127.0.0.1:8000/"),
        ({"RECOLLECT_HOSTS": "evil.example,b.org"}, "http://evil.example:8000/"),
        ({"RECOLLECT_HOSTS": "evil.example:81"}, "http://evil.example:81/"),
        (
            {"RECOLLECT_HOSTS": "good.example, evil.example", "RECOLLECT_TRUSTED_PROXIES": "1"},
            "https://good.example/",
        ),
    ],
)
def test_a_link_for_a_password_has_the_host_of_the_settings_not_of_the_request(
    make_site: MakeApp, environ: dict[str, str], origin: str
) -> None:
    app = make_site(**environ)
    make_user(app, "boss@example.org", "admin")
    ada = make_user(app, "ada@example.org")
    client = app.test_client()
    for name, value in FORGED.items():
        client.environ_base["HTTP_" + name.upper().replace("-", "_")] = value
    boss = Browser(client)
    boss.sign_in("boss@example.org")
    boss.send(f"/admin/users/{ada.id}/reset", page=f"/admin/users/{ada.id}")
    page = boss.page(f"/admin/users/{ada.id}")
    (link,) = re.findall(r"http\S+/admin/reset/", page)
    assert link == f"{origin}admin/reset/"


def test_a_redirect_names_no_host(make_site: MakeApp) -> None:
    response = make_site().test_client().get("/admin/", headers=FORGED)
    assert "evil" not in response.headers["Location"]


def test_over_https_browsers_are_told_to_come_back_by_https(make_site: MakeApp) -> None:
    client = make_site().test_client()
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", **BY_HTTPS).headers["Strict-Transport-Security"] == "max-age=31536000"


def cookies(client: FlaskClient, **options: Any) -> list[str]:
    begun = client.post("/api/v1/conversations", json={}, **options)
    page = client.get("/admin/login", **options)
    return [*begun.headers.getlist("Set-Cookie"), *page.headers.getlist("Set-Cookie")]


def test_over_https_cookies_are_of_this_host_alone(make_site: MakeApp) -> None:
    visitor, session = cookies(make_site().test_client(), **BY_HTTPS)
    assert visitor.startswith("__Host-recollect_visitor=")
    assert session.startswith("__Host-recollect_session=")
    for cookie in (visitor, session):
        attributes = cookie.split("; ")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
        assert "Domain" not in cookie


def test_over_https_a_cookie_set_by_a_neighbour_is_not_read(make_site: MakeApp) -> None:
    app = make_site()
    attacker = app.test_client()
    begun = attacker.post("/api/v1/conversations", json={}).get_json()["id"]
    planted = attacker.get_cookie("recollect_visitor")
    assert planted
    victim = app.test_client()
    victim.set_cookie("recollect_visitor", planted.value)
    path = f"/api/v1/conversations/{begun}/messages"
    assert victim.get(path).status_code == 200
    assert victim.get(path, **BY_HTTPS).status_code == 404


def test_without_https_and_below_a_prefix_cookies_keep_their_paths(make_site: MakeApp) -> None:
    visitor, session = cookies(make_site().test_client())
    assert visitor.startswith("recollect_visitor=")
    assert session.startswith("recollect_session=")
    assert "Path=/admin" in session
    behind = make_site(RECOLLECT_TRUSTED_PROXIES="1").test_client()
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/bot"}
    visitor, session = cookies(behind, headers=headers)
    assert visitor.startswith("__Host-recollect_visitor=")
    assert session.startswith("recollect_session=")
    assert "Path=/bot/admin" in session
    assert "Secure" in session


def test_signing_in_begins_a_session_of_its_own(make_site: MakeApp) -> None:
    app = make_site()
    make_user(app, "ada@example.org", "admin")
    browser = Browser(app.test_client())
    before = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.page("/admin/login"))[0]
    planted = browser.client.get_cookie("recollect_session", path="/admin")
    assert planted
    browser.sign_in("ada@example.org")
    assert browser.is_signed_in
    attacker = app.test_client()
    attacker.set_cookie("recollect_session", planted.value, path="/admin")
    assert attacker.get("/admin/account").status_code == 302, "the cookie of before is nobody's"
    forged = browser.client.post("/admin/logout", data={"csrf_token": before})
    assert forged.status_code == 400, "who planted the cookie knows the token of its forms"
    assert browser.is_signed_in
