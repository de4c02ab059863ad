"""Every address of the admin pages, for every role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args
from uuid import uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.form_browser import make_user
from tests.support.sign_in import SignIn, csrf_token
from web.accounts import tokens
from web.accounts.tables import ROLES, Role
from web.core.database import db, writing

OPEN = {
    "admin.setup",
    "admin.new_password",
    "admin.static",
    "admin.choose_language",
    "security.login",
    "security.logout",
    "security.mf_recovery",
    "security.two_factor_rescue",
    "security.two_factor_token_validation",
}
"""Who opens these has yet to sign in, or is about to leave."""
VALUES = {"int": 987654, "string": "x", "uuid": uuid4(), "path": "x", "tagpath": "x"}


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    """Application on SQLite: access is the same on both databases."""
    return sqlite_app


@dataclass(frozen=True)
class Address:
    """Method and path of a request, and its required role."""

    method: str
    path: str
    endpoint: str
    role: Role
    by_token: bool


def addresses(app: Flask) -> list[Address]:
    with app.test_request_context():
        return list(_addresses(app))


def _addresses(app: Flask) -> Iterator[Address]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("admin.", "security.")) and rule.endpoint not in OPEN:
            view: Any = app.view_functions[rule.endpoint]
            path = url_for(rule.endpoint, **_values(rule))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Address(method, path, rule.endpoint, view.required_role, view.by_token)


def _values(rule: Rule) -> dict[str, Any]:
    kinds = {
        name: type(converter).__name__.removesuffix("Converter").lower()
        for name, converter in rule._converters.items()
    }
    return {n: VALUES[{"unicode": "string", "integer": "int"}.get(k, k)] for n, k in kinds.items()}


def knock(client: FlaskClient, address: Address, **headers: str) -> TestResponse:
    # Buffered: a streamed response keeps its database session until the last byte.
    return client.open(address.path, method=address.method, headers=headers, buffered=True)


def leads_to_sign_in(response: TestResponse) -> bool:
    return response.status_code in (302, 303) and "/admin/login" in response.headers["Location"]


def assert_let_in(response: TestResponse, address: Address) -> None:
    assert response.status_code not in (400, 401, 403), address
    assert response.status_code < 500, address
    assert not leads_to_sign_in(response), address


def test_every_route_says_who_may_open_it(sqlite_app: Flask) -> None:
    for rule in sqlite_app.url_map.iter_rules():
        if rule.endpoint.startswith(("admin.", "security.")) and rule.endpoint not in OPEN:
            view = sqlite_app.view_functions[rule.endpoint]
            assert getattr(view, "required_role", None) in ROLES, rule.endpoint
    assert len(addresses(sqlite_app)) > 20


def test_nobody_is_let_in(app: Flask) -> None:
    client = app.test_client()
    token = csrf_token(client.get("/admin/login").get_data(as_text=True))
    for address in addresses(app):
        response = knock(client, address, **{"X-CSRFToken": token})
        assert leads_to_sign_in(response), address
        refused = knock(client, address, **{"X-CSRFToken": token, "Accept": "application/json"})
        assert refused.status_code == 401, address
        assert refused.content_type == "application/problem+json", address


@pytest.mark.parametrize("role", get_args(Role))
def test_a_session_opens_what_its_role_may(app: Flask, sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    token = csrf_token(client.get("/admin/account").get_data(as_text=True))
    for address in addresses(app):
        response = knock(client, address, **{"X-CSRFToken": token})
        if ROLES.index(role) < ROLES.index(address.role):
            assert response.status_code == 403, address
        else:
            assert_let_in(response, address)


@pytest.mark.parametrize("scope", get_args(Role))
def test_a_token_opens_what_its_scope_may(app: Flask, scope: Role) -> None:
    user = make_user(app, "ada@example.org", "admin")
    with app.app_context(), writing(db.session):
        secret = tokens.create(db.session, user, "program", scope, 1)
    for address in addresses(app):
        response = knock(app.test_client(), address, Authorization=f"Bearer {secret}")
        if not address.by_token or ROLES.index(scope) < ROLES.index(address.role):
            assert response.status_code == 403, address
            assert response.content_type == "application/problem+json", address
        else:
            assert_let_in(response, address)


@pytest.mark.parametrize(
    ("path", "form", "detail"),
    [
        ("inbox/decide", {"kind": "ignored"}, "No message is chosen"),
        ("inbox/undo/7", {}, "taken back already"),
        ("examples/7", {"delete": "1"}, "There is no such example"),
        ("runs", {"epochs": "none"}, "cannot be the epochs"),
        ("models/roll-back", {}, "there is no way back"),
        ("users/7/disable", {}, "This user is not there any more."),
    ],
)
def test_a_program_is_told_what_is_not_accepted(
    app: Flask, path: str, form: dict[str, str], detail: str
) -> None:
    user = make_user(app, "ada@example.org", "admin")
    with app.app_context(), writing(db.session):
        secret = tokens.create(db.session, user, "program", "admin", 1)
    response = app.test_client().post(
        f"/admin/{path}", data=form, headers={"Authorization": f"Bearer {secret}"}
    )
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert detail in response.get_json()["detail"]


def test_a_wrong_token_opens_nothing_not_even_with_a_session(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("admin")
    for address in addresses(app):
        response = knock(client, address, Authorization="Bearer recollect_wrong")
        assert response.status_code == 401, address
        assert response.content_type == "application/problem+json", address


def test_no_form_is_taken_without_the_token_of_its_page(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("admin")
    with app.test_request_context():
        posts = [
            url_for(rule.endpoint, **_values(rule))
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(("admin.", "security.")) and "POST" in (rule.methods or ())
        ]
    assert len(posts) > 10
    for path in posts:
        response = client.post(path)
        assert response.status_code == 400, path
        assert "Load the page again" in response.get_data(as_text=True), path
