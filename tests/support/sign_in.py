"""Fixtures: browsers of signed-in users, by role."""

import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.model.bundle import Bundle
from tests.support.deployments import store_live
from web.accounts.tables import Role, User
from web.core.database import db, writing

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Make a user with this role, and return a browser in which they have just signed in."""

    def sign_in(role: Role) -> FlaskClient:
        user = User(email=f"{role}@example.org", password="never asked for here", role=role)
        with app.app_context(), writing(db.session):
            db.session.add(user)
        client = app.test_client()
        with client.session_transaction() as session:
            session.update({"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time()})
            session.update({"fs_cc": "set", "identity.id": user.fs_uniquifier})
        return client

    return sign_in


@pytest.fixture
def live_bundle(app: Flask, bundle: Bundle, no_bot_loaded: None) -> None:
    """The bot that knows the small intents is live."""
    with app.app_context(), writing(db.session):
        store_live(db.session, bundle)


def csrf_token(page: str) -> str:
    """Token of a page for its fetches; forms carry it as the field csrf_token."""
    match = re.search(r'<meta name="csrf-token" content="([^"]+)">', page)
    assert match, "the page has no token"
    return match[1]
