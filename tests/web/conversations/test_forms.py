"""The form of docs/authoring.md, word for word, through the API; then the pages and the export."""

import csv
import json
import random
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.dialogue import slot_filling
from chatbot.dialogue.bot import Bot
from chatbot.entities import finder
from chatbot.intents.checks import check_file
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.located_json.source import JsonSource
from chatbot.model.classifier import IntentClassifier
from tests.conftest import store_live_bot
from tests.support.api_responses import body
from tests.support.markdown import read
from tests.support.sign_in import SignIn, csrf_token
from tests.web.conversations.conftest import WORKSHOP
from web.core.database import db
from web.models import live_bot

_SECTION = read("docs/authoring.md").partition("## Forms\n")[2].partition("\n## ")[0]
FORM = re.findall(r"^```json\n(.*?)^```$", _SECTION, re.MULTILINE | re.DOTALL)[0]
DIALOGUE = re.findall(r"^```text\n(.*?)^```$", _SECTION, re.MULTILINE | re.DOTALL)[0]

pytestmark = pytest.mark.timeout(600)  # waits for a training


@pytest.fixture
def rental(
    app: Flask, workshop: IntentClassifier, no_bot_loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Live bot of the workshop with the form, on the first of June 2026."""
    form = check_file(JsonSource.from_bytes("form.json", FORM.encode()))
    intents = IntentSet.from_files([read_file(Path(WORKSHOP)), form])
    bot = Bot(workshop, intents, random.Random(1))
    monkeypatch.setattr(live_bot, "load_bot", lambda *_: bot)
    for module in (finder, slot_filling):
        monkeypatch.setattr(module, "today", lambda: date(2026, 6, 1))
    with app.app_context():
        store_live_bot(db.session)


def start(client: FlaskClient) -> str:
    return f"/api/v1/conversations/{body(client.post('/api/v1/conversations'))['id']}"


def say(client: FlaskClient, conversation: str, text: str) -> dict[str, Any]:
    answer = body(client.post(f"{conversation}/messages", json={"text": text}))["reply"]
    assert isinstance(answer, dict)
    return answer


def test_the_form_of_the_documentation(rental: None, client: FlaskClient, sign_in: SignIn) -> None:
    conversation = start(client)
    lines, replies = [], []
    for text in re.findall(r"^> (.*)$", DIALOGUE, re.MULTILINE):
        replies.append(say(client, conversation, text))
        shown = re.sub(r"^", "  ", re.sub(r"\n\n", "\n", replies[-1]["text"]), flags=re.MULTILINE)
        lines += [f"> {text}", shown]
    assert "\n".join(lines) == DIALOGUE.rstrip()
    assert replies[0]["quick_replies"] == ["City bike", "E-bike"]
    assert replies[0]["slots"] == {"day": "2026-06-02"}
    assert {reply["intent"] for reply in replies} == {"rent", "hours"}
    assert not any(reply["fallback"] for reply in replies)
    values = {"bike": "e-bike", "day": "2026-06-14", "bikes": "3", "mail": "ada@example.org"}
    assert replies[8]["slots"] == values
    stored = body(client.get(f"{conversation}/export"))["messages"]
    assert [message["slots"] for message in stored[1::2]] == [reply["slots"] for reply in replies]

    viewer = sign_in("viewer")
    page = viewer.get(conversation.replace("/api/v1", "/admin")).text
    assert "<code>day</code> 2026-06-14</li>" in page
    assert (
        page.partition("Values that the bot knows now")[2].partition("</ul>")[0].count("<li") == 1
    )
    rows = viewer.get("/admin/conversations/export.jsonl").text.splitlines()
    assert json.loads(rows[17])["slots"] == values
    table = viewer.get("/admin/conversations/export.csv").text.removeprefix("\ufeff")
    cells = [row["slots"].split("; ") for row in csv.DictReader(StringIO(table, newline=""))]
    assert sorted(cells[17]) == sorted(f"{name}: {value}" for name, value in values.items())


def test_what_is_kept_for_a_visitor_stays_with_the_visitor(
    app: Flask, rental: None, client: FlaskClient, stranger: FlaskClient, sign_in: SignIn
) -> None:
    first = start(client)
    say(client, first, "my mail is ada@example.org, thanks")
    messages = ("can I rent a bike tomorrow?", "e-bike", "2")
    second = start(client)
    assert [say(client, second, text)["slots"].get("mail") for text in messages] == [
        "ada@example.org"
    ] * 3
    assert "mail" not in say(stranger, start(stranger), messages[0])["slots"]

    admin = sign_in("admin")
    address = second.replace("/api/v1", "/admin") + "/erase"
    token = csrf_token(admin.get(address).text)
    admin.post(f"{address}-visitor", data={"csrf_token": token})
    assert client.get(f"{second}/messages").status_code == 404
    assert "mail" not in say(client, start(client), messages[0])["slots"]


@pytest.mark.parametrize("text", ["{{ mail }} {{ __class__ }}", "x" * 10_000, "<b>{{ day }}</b>"])
def test_hostile_values_are_refused_or_plain_text(
    rental: None, client: FlaskClient, text: str
) -> None:
    conversation = start(client)
    for message in ("I want to rent a bike", text, "cancel"):
        answer = say(client, conversation, message)
    assert answer["text"] == "All right, nothing is noted."
    assert answer["slots"] == {}
