"""Insecure direct references: an id of another visitor is as good as none, at every address."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.api_responses import problem
from tests.support.fakes import FakeBot

BODIES: dict[str, dict[str, Any]] = {
    "/messages": {"text": "mine?"},
    "/feedback": {"value": 1},
    "/hand-over/message": {"text": "mine?", "address": "me", "id": str(UUID(int=4))},
}
"""Bodies by the end of an address; those of all others are empty."""


@dataclass(frozen=True)
class Ids:
    """Ids of a visitor's conversation and of an answer in it."""

    conversation: UUID
    message: UUID
    answer: UUID


@pytest.fixture
def ids(answering: FakeBot, client: FlaskClient) -> Ids:
    conversation = client.post("/api/v1/conversations", json={}).get_json()["id"]
    path = f"/api/v1/conversations/{conversation}/messages"
    sent = client.post(path, json={"text": "my secret diary"}).get_json()
    return Ids(UUID(conversation), UUID(sent["message"]["id"]), UUID(sent["reply"]["id"]))


def addresses(app: Flask, ids: Ids) -> Iterator[tuple[str, str]]:
    """Methods and paths of the API with ids of the visitor in every place for an id."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/") and rule.arguments:
                for values in _values(rule, ids):
                    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                        yield method, url_for(rule.endpoint, **values)


def _values(rule: Rule, ids: Ids) -> Iterator[dict[str, Any]]:
    for message in (ids.message, ids.answer):
        values = {"conversation_id": ids.conversation, "message_id": message}
        assert rule.arguments <= values.keys(), f"{rule.rule} has an id that this test cannot give"
        yield {name: values[name] for name in rule.arguments}


def test_nothing_of_another_visitor_is_there(
    app: Flask, ids: Ids, client: FlaskClient, stranger: FlaskClient
) -> None:
    history = f"/api/v1/conversations/{ids.conversation}/messages"
    before = client.get(history).get_data()
    visited = list(addresses(app, ids))
    assert len(visited) >= 10
    for browser in (stranger, app.test_client()):
        for method, path in visited:
            bodies = (body for end, body in BODIES.items() if path.endswith(end))
            body = None if method in ("GET", "DELETE") else next(bodies, {})
            response = browser.open(path, method=method, json=body)
            assert "secret diary" not in response.get_data(as_text=True)
            problem(response, 404)
    assert client.get(history).get_data() == before


def test_a_message_id_of_another_visitor_tells_nothing(ids: Ids, stranger: FlaskClient) -> None:
    own = stranger.post("/api/v1/conversations", json={}).get_json()["id"]
    path = f"/api/v1/conversations/{own}/messages"
    for text in ("my secret diary", "another text"):
        taken = stranger.post(path, json={"text": text, "id": str(ids.message)})
        assert problem(taken, 409)["detail"].startswith(f"The message id {ids.message} is in use")
