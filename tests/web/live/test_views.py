import json
import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.model.prediction import Prediction
from tests.conftest import MakeSettings
from tests.support import visits
from tests.support.api_responses import body
from tests.support.conversations import VISITOR
from tests.support.fakes import FakeBot
from tests.support.sign_in import SignIn
from tests.web.live import hand_overs
from web.accounts import service as accounts
from web.core.database import db, reading, writing
from web.core.settings import Settings
from web.handovers.policy import HandOverPolicy
from web.http.streams import MARK
from web.models.live_bot import current_bot


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_LIVE_HOURS="always")


@pytest.fixture
def number(app: Flask, answering: FakeBot) -> int:
    """Hand-over of a conversation of VISITOR that waits."""
    with app.app_context():
        session = db.session
        with reading(session):
            live = current_bot(session)
        conversation_id = visits.start(session, VISITOR)
        hand_overs.send(session, live, conversation_id, "hello <b>there</b>")
        number = hand_overs.ask(session, conversation_id)
        hand_overs.send(session, live, conversation_id, "my order CW-1 is late")
    return number


@pytest.fixture
def editor(app: Flask, sign_in: SignIn) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in("editor")


def message(text: str) -> dict[str, str]:
    return {"id": str(uuid4()), "text": text}


def test_an_editor_takes_a_conversation_and_answers(editor: FlaskClient, number: int) -> None:
    desk = editor.get("/admin/live").text
    assert "waits for a person" in desk
    (mark,) = re.findall(r'data-mark="([^"]+)"', desk)
    assert editor.get(f"/admin/live/list?mark={mark}").status_code == 204, "nothing is new"
    assert "“my order CW-1 is late”" in desk
    assert re.search(r"Live\s+<span[^>]*>1<", desk), "the menu counts it"
    page = editor.get(f"/admin/live/{number}").text
    assert "hello &lt;b&gt;there&lt;/b&gt;" in page
    assert 'value="Editor"' in page, "the name is a guess by the address"
    taken = editor.post(f"/admin/live/{number}/take", data={"name": "Ada"}, follow_redirects=True)
    assert "Message as Ada" in taken.text
    assert "with you" in editor.get(f"/admin/live/list?mark={mark}").text
    last = re.findall(r'data-last="(\d+)"', taken.text)[0]
    # A form ends lines with two characters; the field of the page counts one.
    written = message("Which order?\r\n" + "a" * 9_987)
    for _ in range(2):
        answered = editor.post(
            f"/admin/live/{number}/say", data=written, headers={"Accept": "application/json"}
        )
        assert answered.status_code == 204
    new = editor.get(f"/admin/live/{number}/new?after={last}").text
    assert new.count("Which order?") == 1
    assert "hello" not in new
    closed = editor.post(f"/admin/live/{number}/close", follow_redirects=True).text
    assert "Nobody waits." in closed


def test_a_page_from_before_a_restored_backup_reaches_no_other_visitor(
    editor: FlaskClient, number: int
) -> None:
    path = f"/admin/live/{number}"
    page = editor.post(f"{path}/take", data={"name": "Ada"}, follow_redirects=True).text
    (own,) = {*re.findall(r'name="conversation" value="([^"]+)"', page)}
    assert f'data-kept="{number} {own} ' in page, "what was not sent yet is kept for it"
    assert page.count(f"?conversation={own}") == 2
    # The number was given to another conversation before the backup was restored.
    lost = {"conversation": str(uuid4())}
    for way in ("take", "say", "typing", "hand-back", "close"):
        sent = message("Your invoice, Bob.") | {"name": "Ada"} | lost
        answer = editor.post(f"{path}/{way}", data=sent, headers={"Accept": "application/json"})
        assert (way, answer.status_code) == (way, 404)
    for way in ("new", "events"):
        assert editor.get(f"{path}/{way}", query_string=lost).status_code == 404
    assert "invoice" not in editor.get(path).text
    sent = message("Which order?") | {"conversation": own}
    editor.post(f"{path}/say", data=sent)
    assert "Which order?" in editor.get(f"{path}/new?conversation={own}").text


def test_bad_forms_get_a_sentence_and_keep_the_text(editor: FlaskClient, number: int) -> None:
    unnamed = editor.post(
        f"/admin/live/{number}/take", data={"name": " "}, follow_redirects=True
    ).text
    assert "Write your name for the visitor" in unnamed
    not_mine = editor.post(
        f"/admin/live/{number}/say", data=message("Hello."), follow_redirects=True
    ).text
    assert "You do not have this conversation" in not_mine
    refused = editor.post(
        f"/admin/live/{number}/say",
        data={"text": "Hello."},
        headers={"Accept": "application/json"},
    )
    assert refused.status_code == 422
    assert "Load the page again" in body(refused)["detail"]
    assert editor.get("/admin/live/99").status_code == 404
    assert editor.get(f"/admin/live/{number}/new?after=99999999999999999999").status_code == 200


def test_the_scripts_are_rung_by_streams_of_their_own(editor: FlaskClient, number: int) -> None:
    paths = ("/admin/live/events", f"/admin/live/{number}/events")
    answers = [editor.get(path) for path in paths]
    for answer in answers:
        assert answer.text == "data: begin\n\n"
        assert answer.mimetype == "text/event-stream"
    assert len({answer.headers[MARK] for answer in answers}) == 2
    assert editor.get("/admin/live/99/events").status_code == 404


@pytest.mark.parametrize("way", ["disable", "role"])
def test_the_visitors_of_an_editor_who_may_edit_no_more_wait_for_another(
    editor: FlaskClient, sign_in: SignIn, number: int, way: str
) -> None:
    editor.post(f"/admin/live/{number}/take", data={"name": "Ada"})
    with editor.application.app_context(), writing(db.session):
        user = accounts.named(db.session, "editor@example.org")
        conversation_id = hand_overs.conversation_of(db.session, number)
        assert conversation_id
        if way == "disable":
            accounts.disable(db.session, "terminal", user)
        else:
            accounts.change_role(db.session, "terminal", user, "viewer")
    assert editor.get(f"/admin/live/{number}").status_code in (302, 403)
    other = sign_in("admin")
    assert "waits for a person" in other.get("/admin/live").text
    taken = other.post(f"/admin/live/{number}/take", data={"name": "Bob"}, follow_redirects=True)
    assert "Message as Bob" in taken.text
    with other.application.app_context():
        assert hand_overs.follow(db.session, conversation_id).state == "taken"


def test_viewers_have_no_part_in_it(sign_in: SignIn, number: int) -> None:
    viewer = sign_in("viewer")
    live = ("", "/list", "/events", f"/{number}", f"/{number}/events", "/answers")
    for path in (f"/admin/live{end}" for end in live):
        assert viewer.get(path).status_code == 403


def test_canned_answers_come_and_go(editor: FlaskClient, number: int) -> None:
    refused = editor.post(
        "/admin/live/answers/add", data={"title": " ", "text": "Kept."}, follow_redirects=True
    ).text
    assert "Write a title and a text." in refused
    assert "Kept.</textarea>" in refused
    text = "Hello, how can I help?" + "\n!" * 1_989  # as long as one may be
    added = editor.post(
        "/admin/live/answers/add",
        data={"title": "Hello", "text": text.replace("\n", "\r\n")},
        follow_redirects=True,
    ).text
    assert "Hello, how can I help?" in added
    taken = editor.post(f"/admin/live/{number}/take", data={"name": "Ada"}, follow_redirects=True)
    assert f'<option value="{text}">Hello</option>' in taken.text
    (answer,) = re.findall(r"/admin/live/answers/(\d+)/delete", added)
    deleted = editor.post(f"/admin/live/answers/{answer}/delete", follow_redirects=True).text
    assert "There are none yet." in deleted
    assert editor.post(f"/admin/live/answers/{answer}/delete").status_code == 404


def test_the_visitor_asks_by_the_api_and_leaves_an_address(
    client: FlaskClient, conversation: str, editor: FlaskClient
) -> None:
    path = f"{conversation}/hand-over"
    assert client.get(path).json == {
        "state": "none",
        "person": None,
        "typing": False,
        "version": 0,
        "messages": [],
        "last": 0,
    }
    left = {"id": str(uuid4()), "text": "Call me.", "address": "me@example.org"}
    assert client.post(f"{path}/message", json=left).status_code == 409
    waiting = client.post(path, json={}).json
    assert waiting
    assert waiting["state"] == "waiting"
    done = client.post(f"{path}/message?after={waiting['last']}", json=left).json
    assert done
    assert done["state"] == "left"
    assert [line["text"] for line in done["messages"]] == ["Call me."]
    assert body(client.get(f"{conversation}/export"))["addresses"] == ["me@example.org"]
    again = client.post(f"{path}?after={done['last']}", json={}).json
    assert again
    assert (again["last"], again["messages"]) == (done["last"], [])
    assert client.post(f"{path}/message", json=left | {"address": " "}).status_code == 422
    split = left | {"id": str(uuid4()), "address": "me@\n example.org"}
    assert client.post(f"{path}/message", json=split).status_code == 200
    assert "for <bdi>me@ example.org</bdi>" in editor.get("/admin/live").text
    changed = left | {"id": str(uuid4()), "text": "Call me."}
    assert client.post(f"{path}/message", json=changed).status_code == 200
    messages = client.get(f"{path}?after=0").json
    assert messages
    assert [line["text"] for line in messages["messages"]] == ["Call me."] * 3
    assert client.post(f"{path}/typing", json={}).status_code == 204
    desk = editor.get("/admin/live").text
    assert "left a message for <bdi>me@example.org</bdi>" in desk


def test_without_hours_nobody_can_be_asked_for(
    make_settings: MakeSettings, make_app: Any, sqlite_url: str
) -> None:
    client = make_app(make_settings(DATABASE_URL=sqlite_url)).test_client()
    begun = body(client.post("/api/v1/conversations", json={}))
    refused = client.post(f"/api/v1/conversations/{begun['id']}/hand-over", json={})
    assert refused.status_code == 409
    assert "RECOLLECT_LIVE_HOURS" in body(refused)["detail"]


def test_an_answer_knows_if_persons_can_be_asked_for(
    client: FlaskClient, conversation: str, answering: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_persons: list[bool | None] = []
    answer = answering.answer

    def noting(
        text: str, prediction: Prediction, state: DialogueState, *rest: Any, **_predict: Any
    ) -> Reply:
        assert state.moment
        with_persons.append(state.moment.has_persons)
        return answer(text, prediction, state, *rest)

    monkeypatch.setattr(answering, "answer", noting)
    client.post(f"{conversation}/messages", json={"text": "hello"})
    monkeypatch.setattr(HandOverPolicy, "is_open", lambda *_: False)
    client.post(f"{conversation}/messages", json={"text": "hello again"})
    assert with_persons == [True, False]


def test_a_transcript_and_an_export_name_the_person(
    app: Flask, editor: FlaskClient, number: int
) -> None:
    with app.app_context():
        hand_overs.take(db.session, number)
        hand_overs.say(db.session, number, "I am Ada.")
        with reading(db.session):
            conversation_id = hand_overs.conversation_of(db.session, number)
        assert conversation_id
    transcript = editor.get(f"/admin/conversations/{conversation_id}").text
    assert '<strong class="text-body">Ada</strong>' in transcript
    lines = editor.get("/admin/conversations/export.jsonl").text.splitlines()
    exported = json.loads(lines[-1])
    assert (exported["role"], exported["author"]) == ("person", "Ada")
