"""Limits of what a visitor may keep and of what a token may ask for."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import MakeSettings, store_live_bot
from tests.support.api_responses import problem
from tests.support.fakes import FakeBot
from tests.support.form_browser import make_user
from web.accounts import access, tokens
from web.core.database import db, writing
from web.core.settings import Settings

BEGIN = "/api/v1/conversations"


@pytest.fixture
def small(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    database_url: str,
    fake_bot: FakeBot,
) -> Flask:
    """Application for two conversations of four messages, on each database."""
    app = make_app(
        make_settings(
            DATABASE_URL=database_url,
            RECOLLECT_MOST_CONVERSATIONS="2",
            RECOLLECT_MOST_MESSAGES="4",
        )
    )
    with app.app_context():
        store_live_bot(db.session)
    return app


def test_a_visitor_keeps_so_many_conversations_and_no_more(small: Flask) -> None:
    client = small.test_client()
    first = client.post(BEGIN, json={}).get_json()["id"]
    assert client.post(BEGIN, json={}).status_code == 201
    refused = problem(client.post(BEGIN, json={}), 409)
    assert "You have 2 conversations" in refused["detail"]
    assert "Delete one of them" in refused["detail"]
    assert small.test_client().post(BEGIN, json={}).status_code == 201, "another visitor"
    assert client.delete(f"{BEGIN}/{first}").status_code == 204
    assert client.post(BEGIN, json={}).status_code == 201


def test_a_conversation_has_so_many_messages_and_no_more(small: Flask) -> None:
    client = small.test_client()
    path = f"{BEGIN}/{client.post(BEGIN, json={}).get_json()['id']}/messages"
    message = {"text": "hello", "id": "11111111-1111-4111-8111-111111111111"}
    assert client.post(path, json=message).status_code == 201
    assert client.post(path, json={"text": "again"}).status_code == 201
    refused = problem(client.post(path, json={"text": "more"}), 409)
    assert refused["detail"].endswith("Begin a new one.")
    assert client.post(path, json=message).status_code == 200, "a repeated message is no new one"
    assert len(client.get(path).get_json()["messages"]) == 4


@pytest.mark.parametrize("wrong", [True, False])
def test_requests_with_a_token_are_counted(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    monkeypatch.setattr(access, "TOKEN_LIMIT", "2 per minute")
    user = make_user(sqlite_app, "ada@example.org", "admin")
    with sqlite_app.app_context(), writing(db.session):
        secrets = [tokens.create(db.session, user, name, "viewer", 1) for name in ("a", "b")]
    bearers = ["recollect_wrong", "recollect_guess"] if wrong else secrets
    client = sqlite_app.test_client()

    def status(bearer: str) -> int:
        headers = {"Authorization": f"Bearer {bearer}"}
        return client.get("/admin/conversations", headers=headers).status_code

    first = 401 if wrong else 200
    assert [status(bearers[0]) for _ in range(3)] == [first, first, 429]
    assert status(bearers[1]) == (429 if wrong else 200), "guesses count by their address"
