"""Browsers of visitors, and a bot that answers them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import store_live_bot
from tests.support.fakes import FakeBot
from web.core.database import db


@pytest.fixture
def answering(app: Flask, fake_bot: FakeBot) -> FakeBot:
    """Bot of `app`."""
    with app.app_context():
        store_live_bot(db.session)
    return fake_bot


@pytest.fixture
def conversation(client: FlaskClient) -> str:
    """Address of a conversation that the client began."""
    begun = client.post("/api/v1/conversations", json={})
    return f"/api/v1/conversations/{begun.json['id']}" if begun.json else ""


@pytest.fixture
def stranger(app: Flask) -> Iterator[FlaskClient]:
    """Another browser, with a cookie of its own."""
    with app.test_client() as client:
        client.post("/api/v1/conversations", json={})
        yield client
