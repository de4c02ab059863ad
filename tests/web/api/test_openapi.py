"""The application keeps the promises of its OpenAPI document, for any request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation

from tests.conftest import MakeSettings, store_live_bot
from tests.support.fakes import FakeBot
from web.core.database import db
from web.core.settings import Settings

Operation = APIOperation[Any, Any, Any, Any]
Case = schemathesis.Case[Any]

# A text that is too long may be refused for the size of its body first.
REFUSALS = [400, 404, 405, 413, 415, 422]
CONFIG = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
)


@dataclass
class Browser:
    """Visitor who always has a conversation with an answer."""

    client: FlaskClient

    @property
    def cookies(self) -> dict[str, str]:
        cookie = self.client.get_cookie("recollect_visitor")
        assert cookie
        return {cookie.key: cookie.value}

    def converse(self) -> dict[str, str]:
        """Return the ids of a new conversation and of an answer there."""
        begun = self.client.post("/api/v1/conversations").json
        assert begun
        address = f"/api/v1/conversations/{begun['id']}/messages"
        answered = self.client.post(address, json={"text": "hello"}).json
        assert answered
        return {"conversation_id": begun["id"], "message_id": answered["reply"]["id"]}


@pytest.fixture
def browser(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    fake_bot: FakeBot,
) -> Browser:
    settings = make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_RATE_LIMIT="100000 per second",
        RECOLLECT_LOG_LEVEL="error",
        RECOLLECT_LIVE_HOURS="always",
        RECOLLECT_MOST_CONVERSATIONS="10000",
    )
    app = make_app(settings)
    with app.app_context():
        store_live_bot(db.session)
    browser = Browser(app.test_client())
    browser.converse()
    return browser


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_application_keeps_its_promises(browser: Browser, mode: GenerationMode) -> None:
    app = browser.client.application
    api = schemathesis.openapi.from_wsgi("/openapi.json", app, config=CONFIG)
    for operations in api.values():
        for method in operations:
            try_out(operations[method], mode, browser)


def try_out(operation: Operation, mode: GenerationMode, browser: Browser) -> None:
    """Send requests that fit the document or not, and check the responses."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis_settings(max_examples=25, deadline=None, derandomize=True, database=None)
    def send(case: Case) -> None:
        use_what_exists(case, browser)
        case.call_and_validate(cookies=browser.cookies)

    if mode.is_positive or operation.path_parameters or operation.query or operation.body:
        send()


def use_what_exists(case: Case, browser: Browser) -> None:
    """Replace half of the random ids by real ones, so that not every response is 404."""
    for name, value in case.path_parameters.items():
        try:
            real = UUID(str(value)).int % 2 == 0
        except ValueError:
            continue
        if real:
            case.path_parameters[name] = browser.converse()[name]
