"""The page of the curated examples."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from tests.support.inbox_messages import ask
from tests.support.sign_in import SignIn, csrf_token
from tests.web.conftest import SMALL_INTENTS
from web.core.database import db, writing
from web.core.settings import Settings
from web.inbox import decisions
from web.inbox.decisions import LabelDecision


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=str(SMALL_INTENTS))


@pytest.fixture
def example(app: Flask) -> None:
    with app.app_context():
        renew, wifi = ask(db.session, "renew my card", "any <i>wifi</i>")
        for choice in (
            LabelDecision("assigned", (renew,), "borrow"),
            LabelDecision("new_intent", (wifi,), "wifi", "It is open."),
        ):
            with writing(db.session):
                decisions.decide(db.session, "ada@example.org", choice, SMALL_INTENTS)


def page(client: FlaskClient, query: str = "") -> str:
    response = client.get(f"/admin/examples{query}")
    assert response.status_code == 200
    return response.text


def post(client: FlaskClient, html: str, **fields: str) -> str:
    path = re.findall(r'action="(/admin/examples/\d+[^"]*)"', html)[-1].replace("&amp;", "&")
    response = client.post(path, data={"csrf_token": csrf_token(html), **fields})
    assert response.status_code == 303
    return client.get(response.location).text


def test_a_viewer_reads_and_an_editor_edits(example: None, sign_in: SignIn) -> None:
    html = page(sign_in("viewer"))
    assert "renew my card" in html
    assert "any &lt;i&gt;wifi" in html
    assert "It is open." in html
    assert "ada@example.org" in html
    assert 'action="/admin/examples/' not in html
    assert len(re.findall(r'action="/admin/examples/\d', page(sign_in("editor")))) == 2


def test_text_and_intent_can_be_changed(example: None, sign_in: SignIn) -> None:
    editor = sign_in("editor")
    html = post(editor, page(editor, "?q=renew&sort=text"), text="renew it", intent="greeting")
    assert "“renew it” is an example of greeting." in html
    assert 'value="renew"' in html, "the search is kept"
    html = post(editor, html, text="renew it", intent="nowhere")
    assert "There is no intent" in html
    assert "<details open>" in html
    assert 'value="nowhere"' in html
    assert "<details open>" not in page(editor, "?q=renew")


def test_an_example_can_be_deleted(example: None, sign_in: SignIn) -> None:
    editor = sign_in("editor")
    html = post(editor, page(editor, "?q=renew"), text="", intent="", delete="1")
    assert "is no longer an example of borrow." in html
    assert "Nothing matches." in html


def test_a_viewer_may_not_edit(example: None, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    fields = {"csrf_token": csrf_token(page(viewer)), "delete": "1"}
    assert viewer.post("/admin/examples/1", data=fields).status_code == 403
    assert "renew my card" in page(viewer)


def test_the_name_and_the_answers_of_a_new_intent_can_be_changed(
    example: None, sign_in: SignIn
) -> None:
    editor = sign_in("editor")

    def change(html: str, tag: str, *responses: str) -> str:
        (path,) = re.findall(r'action="(/admin/examples/intents/\d+[^"]*)"', html)
        fields = {"csrf_token": csrf_token(html), "tag": tag, "response": list(responses)}
        response = editor.post(path.replace("&amp;", "&"), data=fields)
        assert response.status_code == 303
        return editor.get(response.location).text

    html = change(page(editor), "wireless", "It is open.", "Yes: <b>free</b>.", " ")
    assert "The new intent wireless has 2 answers." in html
    assert "Yes: &lt;b&gt;free&lt;/b&gt;.</div>" in html
    assert re.search(r"any &lt;i&gt;wifi.*?wireless", html, re.DOTALL), "its example follows"
    html = change(html, "greeting", "It is open.", "Kept?")
    assert "There is an intent greeting already" in html
    assert 'value="greeting"' in html
    assert "Kept?</textarea>" in html
    assert "Kept?" not in page(editor)
    assert 'action="/admin/examples/intents' not in page(sign_in("viewer"))


def test_an_empty_list_says_what_to_do(sign_in: SignIn) -> None:
    assert "Assign messages to intents in the inbox." in page(sign_in("viewer"))
