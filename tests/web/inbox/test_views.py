"""The page of the inbox, without a script: forms, and what they say."""

import re
import shutil
from pathlib import Path
from string import ascii_lowercase

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import MakeSettings
from tests.support.inbox_messages import ask
from tests.support.sign_in import SignIn, csrf_token
from tests.web.conftest import SMALL_INTENTS
from web.core.database import db, reading
from web.core.settings import Settings
from web.curation import service as curated


@pytest.fixture
def intent_file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL_INTENTS, tmp_path))


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, intent_file: Path) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=str(intent_file))


@pytest.fixture
def editor(app: Flask, sign_in: SignIn) -> FlaskClient:
    with app.app_context():
        ask(db.session, "renew my card", "Renew my card!", "<b>wifi</b>")
    return sign_in("editor")


def page(client: FlaskClient, query: str = "") -> str:
    response = client.get(f"/admin/inbox{query}")
    assert response.status_code == 200
    return response.text


def post(client: FlaskClient, path: str, **form: object) -> str:
    """Send a form; returns the page that it leads to."""
    fields = {"csrf_token": csrf_token(page(client)), **form}
    response: TestResponse = client.post(path, data=fields)
    assert response.status_code == 303
    assert response.location.startswith("/admin/inbox")
    return client.get(response.location).text


def patterns(app: Flask) -> tuple[tuple[str, str], ...]:
    with app.app_context(), reading(db.session):
        return curated.additions(db.session).patterns


def ticked(html: str, group: int = 1) -> list[str]:
    """The values of the ticked messages of a group."""
    part = html.split('<article class="card')[group]
    return re.findall(r'name="message" value="([^"]+)"[^>]* checked', part)


def test_the_page_shows_groups_reasons_and_suggestions(editor: FlaskClient) -> None:
    html = page(editor)
    assert "3 messages in 2 groups" in html
    assert "&lt;b&gt;wifi&lt;/b&gt;" in html
    assert "<b>wifi" not in html
    assert re.search(r"fallback × 2", html)
    assert re.search(r'name="assign" value="opening_hours"', html)
    assert '<option value="borrow">' in html
    assert 'value="clarification"' not in html


def test_a_suggestion_assigns_what_is_ticked(app: Flask, editor: FlaskClient) -> None:
    first, _ = ticked(page(editor))
    html = post(
        editor, "/admin/inbox/decide?sort=newest", message=[first], assign="borrow", place="1"
    )
    assert "1 message assigned to borrow." in html
    assert patterns(app) == (("borrow", "Renew my card!"),)


@pytest.mark.parametrize(
    ("fields", "sentence", "accepted"),
    [
        ({"kind": "assigned", "intent": "greeting"}, "assigned to greeting.", 1),
        ({"kind": "filled", "intent": "greeting"}, "assigned to greeting.", 1),
        ({"kind": "filled", "tag": "wifi", "response": "Yes."}, "the new intent wifi.", 1),
        ({"kind": "new_intent", "tag": "wifi", "response": "Yes."}, "the new intent wifi.", 1),
        ({"kind": "ignored", "intent": "greeting"}, "message ignored.", 0),
        ({"kind": "filled"}, "No intent is chosen", 0),
        ({"kind": "new_intent", "tag": "borrow", "response": "Yes."}, "is already at", 0),
        ({"kind": "assigned", "intent": "\0nul"}, "There is no intent", 0),
    ],
)
def test_every_button_does_what_it_says(
    app: Flask, editor: FlaskClient, fields: dict[str, str], sentence: str, accepted: int
) -> None:
    html = post(editor, "/admin/inbox/decide", message=ticked(page(editor), 2), **fields)
    assert sentence in html
    assert len(patterns(app)) == accepted


def test_a_refused_form_keeps_what_was_typed(editor: FlaskClient) -> None:
    _, second = ticked(page(editor))
    form = {"kind": "new_intent", "tag": "borrow", "response": "\nYes & <no>.", "place": "1"}
    html = post(editor, "/admin/inbox/decide", message=[second], **form)
    assert "is already at" in html
    _, refused, other = html.split('<article class="card')
    assert '<details class="new-intent" open>' in refused
    assert 'value="borrow"></div>' in refused
    assert "Yes &amp; &lt;no&gt;.</textarea>" in refused
    assert ticked(html) == [second]
    assert '<details class="new-intent">' in other
    assert len(ticked(html, 2)) == 1
    assert '<details class="new-intent" open>' not in page(editor)


def test_the_state_of_the_list_is_kept(editor: FlaskClient) -> None:
    fields = {"csrf_token": csrf_token(page(editor)), "kind": "ignored", "place": "2"}
    fields |= {"message": ticked(page(editor))[0]}
    response = editor.post("/admin/inbox/decide?sort=newest&q=card", data=fields)
    assert response.location == "/admin/inbox?sort=newest&q=card#group-2"


@pytest.mark.usefixtures("live_bundle")
def test_while_the_files_have_problems_the_live_intents_are_offered(
    editor: FlaskClient, intent_file: Path
) -> None:
    intent_file.write_text("{", encoding="utf-8")
    html = page(editor)
    assert f"The intent files have problems: {intent_file}:1:2" in html
    assert '<option value="borrow">' in html


def test_without_a_tick_nothing_is_decided(editor: FlaskClient) -> None:
    for nothing in ([], ["x"], ["9" * 30], ["-1"]):
        html = post(editor, "/admin/inbox/decide", message=nothing, kind="ignored")
        assert "No message is chosen" in html


def test_somebody_was_quicker(editor: FlaskClient, sign_in: SignIn) -> None:
    seen = ticked(page(editor))
    other = sign_in("admin")
    post(other, "/admin/inbox/decide", message=seen, assign="borrow")
    html = post(editor, "/admin/inbox/decide", message=seen, kind="ignored")
    assert "admin@example.org was quicker" in html


def test_undo_brings_the_messages_back(app: Flask, editor: FlaskClient) -> None:
    html = post(editor, "/admin/inbox/decide", message=ticked(page(editor)), assign="borrow")
    assert "1 message in 1 group" in html
    (undo,) = re.findall(r'action="(/admin/inbox/undo/\d+)"', page(editor))
    assert "Taken back: 2 messages assigned to borrow." in post(editor, undo)
    assert "3 messages in 2 groups" in page(editor)
    assert "taken back already" in post(editor, undo)
    assert patterns(app) == ()


def test_an_empty_inbox_says_what_to_do(sign_in: SignIn) -> None:
    assert "The inbox is empty." in page(sign_in("editor"))


def test_a_filter_that_finds_nothing_can_be_cleared(editor: FlaskClient) -> None:
    html = page(editor, "?q=zebra&reason=fallback&sort=nonsense&after=x.y")
    assert "Nothing matches." in html
    assert 'href="/admin/inbox"' in html


def test_a_form_without_its_token_does_nothing(app: Flask, editor: FlaskClient) -> None:
    fields = {"message": ticked(page(editor)), "assign": "borrow"}
    assert editor.post("/admin/inbox/decide", data=fields).status_code == 400
    assert patterns(app) == ()


@pytest.mark.parametrize("path", ["/admin/inbox/decide", "/admin/inbox/undo/1"])
def test_a_viewer_may_not(app: Flask, sign_in: SignIn, path: str) -> None:
    viewer = sign_in("viewer")
    assert viewer.get("/admin/inbox").status_code == 403
    token = csrf_token(viewer.get("/admin/examples").text)
    assert viewer.post(path, data={"csrf_token": token}).status_code == 403


def test_the_next_page_is_asked_for_by_its_key(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        ask(db.session, *(letter * 3 for letter in ascii_lowercase[:25]))
    editor = sign_in("editor")
    first = page(editor)
    (following,) = re.findall(r'rel="next" href="(/admin/inbox\?after=[\d.]+)"', first)
    rest = editor.get(following).text
    assert rest.count("<article") + first.count("<article") == 25


def test_the_menu_counts_what_waits(app: Flask, editor: FlaskClient, sign_in: SignIn) -> None:
    assert menu_count(editor.get("/admin/examples").text) == 3
    form = {"message": ticked(page(editor)), "kind": "ignored"}
    assert menu_count(post(editor, "/admin/inbox/decide", **form)) == 1
    with app.app_context():
        ask(db.session, "do you sell stamps")
    assert "waiting" not in sign_in("viewer").get("/admin/conversations").text


def menu_count(html: str) -> int:
    """Number beside the inbox in the menu."""
    (number,) = re.findall(r'badge text-bg-secondary">(\d+)<span[^>]*> waiting', html)
    return int(number)
