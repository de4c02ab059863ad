"""Decisions about any message, on the page of its conversation."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from tests.support.inbox_messages import ask, message
from tests.support.sign_in import SignIn, csrf_token
from tests.web.conftest import SMALL_INTENTS
from web.conversations.tables import Conversation
from web.core.database import db, reading
from web.core.settings import Settings
from web.curation import service as curated

CARD = "Show your card at the desk."


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, tmp_path: Path) -> Settings:
    intents = str(shutil.copy(SMALL_INTENTS, tmp_path))
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=intents)


@pytest.fixture
def address(app: Flask) -> str:
    """Address of a conversation: a good answer, and two that were not."""
    with app.app_context():
        ask(
            db.session,
            message("are you open on boxing day", "opening_hours", 0.95, (("borrow", 0.01),)),
            replace(message("hello you", "borrow", 0.95, (("greeting", 0.04),)), answer=CARD),
            "do you sell stamps",
        )
        with reading(db.session):
            return f"/admin/conversations/{db.session.scalar(sa.select(Conversation.id))}"


def post(client: FlaskClient, page: str, action: str, **form: object) -> str:
    """Send a form of the page; returns the page that it leads to."""
    fields = {"csrf_token": csrf_token(client.get(page).text), **form}
    response = client.post(f"{page}/{action}", data=fields)
    assert response.status_code == 303
    assert response.location.startswith(page)
    return client.get(response.location).text


def examples(app: Flask) -> set[tuple[str, str]]:
    with app.app_context(), reading(db.session):
        return set(curated.additions(db.session).patterns)


def numbers(html: str) -> list[str]:
    """Numbers of the messages that wait for a decision."""
    return re.findall(r'name="message" value="(\d+)"', html)


def test_any_message_is_right_or_belongs_elsewhere_or_is_new(
    app: Flask, sign_in: SignIn, address: str
) -> None:
    client = sign_in("editor")
    right, wrong, unknown = numbers(client.get(address).text)
    html = post(client, address, "decide", message=right, place=right, assign="opening_hours")
    assert "1 message assigned to opening_hours." in html
    html = post(
        client, address, "decide", message=wrong, place=wrong, kind="assigned", intent="greeting"
    )
    assert numbers(html) == [unknown]
    form = {"tag": "stamps", "response": "At the desk."}
    html = post(client, address, "decide", message=unknown, kind="new_intent", **form)
    assert "1 message assigned to the new intent stamps." in html
    assert examples(app) == {
        ("opening_hours", "are you open on boxing day"),
        ("greeting", "hello you"),
        ("stamps", "do you sell stamps"),
    }


def test_a_decision_is_taken_back_where_it_was_made(sign_in: SignIn, address: str) -> None:
    client = sign_in("editor")
    first = numbers(client.get(address).text)[0]
    html = post(client, address, "decide", message=first, place=first, assign="opening_hours")
    (undo,) = re.findall(rf'action="{address}/(undo/\d+)"', html)
    html = post(client, address, undo, place=first)
    assert "Taken back: 1 message assigned to opening_hours." in html
    assert first in numbers(html)


def test_what_was_typed_is_kept_at_its_message(sign_in: SignIn, address: str) -> None:
    client = sign_in("editor")
    second = numbers(client.get(address).text)[1]
    form = {"message": second, "place": second, "kind": "assigned", "intent": "greetign"}
    html = post(client, address, "decide", **form)
    assert "There is no intent &#34;greetign&#34;" in html
    part = html.split(f'id="group-{second}"')[1].split("</form>")[0]
    assert "<details open>" in part
    assert 'value="greetign"' in part
    assert html.count('value="greetign"') == 1


def test_a_message_is_tried_again_from_its_conversation(sign_in: SignIn, address: str) -> None:
    assert '/admin/try?text=do+you+sell+stamps"' in sign_in("editor").get(address).text


def test_a_viewer_reads_and_does_not_decide(sign_in: SignIn, address: str) -> None:
    client = sign_in("viewer")
    html = client.get(address).text
    assert "do you sell stamps" in html
    assert numbers(html) == []
    fields = {"csrf_token": csrf_token(html), "message": "1", "assign": "greeting"}
    assert client.post(f"{address}/decide", data=fields).status_code == 403


def test_an_editor_finds_the_way_to_the_intent_of_an_answer(address: str, sign_in: SignIn) -> None:
    html = sign_in("editor").get(address).text
    tags = re.findall(r'<a href="/admin/intents/(\w+)">Correct this answer', html)
    assert tags == ["borrow"], "no intent has the other answers, as with the question of a form"
    assert "Correct this answer" not in sign_in("viewer").get(address).text
