"""A form is filled by values that the bot has learnt to find, through the API."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.model.bundle import Bundle
from tests.support.api_responses import body
from tests.support.trainings import deploy

pytestmark = pytest.mark.timeout(600)  # waits for a training


def test_a_form_takes_a_value_that_no_pattern_has(
    app: Flask, client: FlaskClient, rooms_bundle: Bundle, no_bot_loaded: None
) -> None:
    deploy(app, rooms_bundle)
    conversation = f"/api/v1/conversations/{body(client.post('/api/v1/conversations'))['id']}"

    def say(text: str) -> dict[str, Any]:
        answer = body(client.post(f"{conversation}/messages", json={"text": text}))["reply"]
        assert isinstance(answer, dict)
        return answer

    assert say("a room in Bergen please")["slots"] == {"city": "Bergen"}
    assert say("no, in Trondheim")["slots"] == {"city": "Trondheim"}
    assert say("for two")["text"] == "A room in Trondheim for two."
