import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.api_responses import body, problem
from tests.support.fakes import FakeBot


@pytest.mark.parametrize(
    ("message", "pointers"),
    [
        ({}, ["/text"]),
        ({"text": None}, ["/text"]),
        ({"text": 5, "id": "7"}, ["/text", "/id"]),
        ({"text": "x" * 10_001}, ["/text"]),
        ({"text": "hello", "id": 12}, ["/id"]),
        ({"text": "hello", "re/ply~": 1}, ["/re~1ply~0"]),
        ([], [""]),
        (None, [""]),
        ("hello", [""]),
    ],
)
def test_wrong_fields_are_named(
    client: FlaskClient, conversation: str, answering: FakeBot, message: Any, pointers: list[str]
) -> None:
    data = json.dumps(message)
    response = client.post(f"{conversation}/messages", data=data, content_type="application/json")
    errors = problem(response, 422)["errors"]
    assert [error["pointer"] for error in errors] == pointers
    assert all(error["detail"] for error in errors)
    assert answering.heard == []


@pytest.mark.parametrize(
    "feedback",
    [{}, {"value": 0}, {"value": True}, {"value": "1"}, {"value": 1, "comment": "x" * 2001}],
)
def test_wrong_feedback_is_refused(
    client: FlaskClient, conversation: str, answering: FakeBot, feedback: Any
) -> None:
    reply = body(client.post(f"{conversation}/messages", json={"text": "hello"}))["reply"]
    response = client.post(f"/api/v1/messages/{reply['id']}/feedback", json=feedback)
    assert problem(response, 422)["errors"]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=-1", "after=1e30"])
def test_wrong_pages_are_refused(client: FlaskClient, conversation: str, query: str) -> None:
    response = client.get(f"{conversation}/messages?{query}")
    (error,) = problem(response, 422)["errors"]
    assert error["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b'{"text": "hello",}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"text": ' + b"1" * 5000 + b"}", "application/json", 400),
        (b"text=hello", "application/x-www-form-urlencoded", 415),
        (b"", "application/x-www-form-urlencoded", 415),
        (b'{"text": "hello"}', "text/plain", 415),
        (b'{"text": "hello"}', None, 415),
        (b'{"text": "' + b"x" * 65_536 + b'"}', "application/json", 413),
    ],
)
def test_bodies_that_are_not_json_are_refused(
    client: FlaskClient,
    conversation: str,
    answering: FakeBot,
    data: bytes,
    content_type: str | None,
    status: int,
) -> None:
    address = f"{conversation}/messages"
    problem(client.post(address, data=data, content_type=content_type), status)
    assert answering.heard == []


def test_broken_json_is_shown_where_it_breaks(client: FlaskClient) -> None:
    response = client.post(
        "/api/v1/conversations", data='{\n "a" 1}', content_type="application/json"
    )
    assert "line 2 column 6" in problem(response, 400)["detail"]
