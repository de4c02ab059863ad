"""Cross-site requests: what changes something needs the page's token, or JSON."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from tests.support.sign_in import SignIn

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
VALUES = {"IntegerConverter": 7, "UUIDConverter": uuid4()}


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    return sqlite_app


def changing(app: Flask, api: bool) -> Iterator[tuple[str, str]]:
    """Methods and paths that change something, in the API or outside of it."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/") == api:
                for method in sorted(CHANGING & (rule.methods or set())):
                    yield method, url_for(rule.endpoint, **_values(rule))


def _values(rule: Rule) -> dict[str, Any]:
    converters = rule._converters.items()
    return {name: VALUES.get(type(kind).__name__, "x") for name, kind in converters}


def test_a_form_without_the_token_changes_nothing(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("admin")
    paths = list(changing(app, api=False))
    assert len(paths) > 20
    for method, path in paths:
        for headers in ({}, {"Origin": "https://evil.example", "X-CSRFToken": "guessed"}):
            response = client.open(path, method=method, headers=headers)
            assert response.status_code == 400, (method, path)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_the_api_takes_no_body_that_a_form_can_send(app: Flask, kind: str) -> None:
    client = app.test_client()
    paths = list(changing(app, api=True))
    assert len(paths) >= 4
    for method, path in paths:
        response = client.open(path, method=method, data='{"text": "x"}', content_type=kind)
        assert response.status_code == 415, (method, path)


def test_reading_changes_nothing(app: Flask) -> None:
    """No rule takes both GET and a changing method without a form to show."""
    both = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if {"GET", "POST"} <= (rule.methods or set())
    }
    assert all(name.startswith(("security.", "admin.setup", "admin.new_password")) for name in both)
