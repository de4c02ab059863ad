"""Pages of the intents: files, problems, warnings, changes, traffic."""

import json
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.sign_in import SignIn
from web.conversations.tables import Conversation, Message
from web.core.database import db, writing
from web.core.paging import SIZE


@pytest.fixture
def viewer(sign_in: SignIn) -> FlaskClient:
    return sign_in("viewer")


def shown(viewer: FlaskClient, path: str = "", **query: str) -> str:
    answer = viewer.get(f"/admin/intents{path}", query_string=query)
    assert answer.status_code == 200
    return unescape(answer.text)


def tags(page: str) -> list[str]:
    return [row.split("</a>")[0].split(">")[-1] for row in page.split('<th scope="row"')[1:]]


def write(folder: Path, name: str, *intents: dict[str, object]) -> None:
    (folder / name).write_text(json.dumps({"intents": intents}, indent=1), encoding="utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "small.json"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_nobody_is_sent_to_sign_in(client: FlaskClient) -> None:
    for path in ("/admin/intents", "/admin/intents/greeting"):
        assert client.get(path).status_code == 302


def test_intents_are_listed_with_their_numbers(viewer: FlaskClient) -> None:
    page = shown(viewer)
    assert tags(page) == ["greeting", "opening_hours", "borrow", "fallback"]
    assert "There is no live model to compare them with." in page
    assert '<td data-label="Patterns" class="number">8</td>' in page


def test_intents_are_searched_filtered_and_sorted(viewer: FlaskClient) -> None:
    assert tags(shown(viewer, q="BOOK home")) == ["borrow"]
    assert tags(shown(viewer, only="tests")) == ["fallback"]
    assert tags(shown(viewer, order="tag")) == ["borrow", "fallback", "greeting", "opening_hours"]
    assert tags(shown(viewer, order="patterns"))[0] == "fallback"
    assert "Nothing matches." in shown(viewer, q="zebra")


def test_long_lists_come_by_pages(viewer: FlaskClient, folder: Path) -> None:
    many: list[dict[str, object]] = [
        {"tag": f"n{i}", "patterns": [f"text {i}"], "responses": ["."]} for i in range(SIZE)
    ]
    write(folder, "many.json", *many)
    first = shown(viewer)
    assert len(tags(first)) == SIZE
    last = tags(first)[-1]
    assert f"after={last}" in first
    second = shown(viewer, after=last)
    assert tags(second) == ["greeting", "opening_hours", "borrow", "fallback"]
    assert "Next" not in second.split("← Previous")[1].split("</a>")[0]
    assert tags(shown(viewer, before="greeting")) == tags(first)


def test_the_share_of_the_answers_leads_to_them(app: Flask, viewer: FlaskClient) -> None:
    with app.app_context(), writing(db.session):
        talk = Conversation(visitor_id=uuid4(), state="{}")
        db.session.add(talk)
        db.session.flush()
        for intent in ("borrow", "borrow", "borrow", "fallback"):
            answer = Message(conversation_id=talk.id, role="bot", text="…", intent=intent)
            db.session.add(answer)
    page = shown(viewer, order="traffic")
    assert tags(page)[:2] == ["borrow", "fallback"]
    assert '/admin/conversations?intent=borrow">75.0%' in page
    assert tags(shown(viewer, only="traffic")) == ["greeting", "opening_hours"]
    assert ">3 times</a>: 75.0% of all answers" in shown(viewer, "/borrow")


@pytest.mark.usefixtures("live_bundle")
def test_what_differs_from_the_live_model_is_marked(viewer: FlaskClient, folder: Path) -> None:
    assert tags(shown(viewer, only="changes")) == []
    edit(folder, '"hello", "hello there"', '"good day", "hello there"')
    edit(folder, '"tag": "borrow"', '"tag": "lend"')
    assert tags(shown(viewer, only="changes")) == ["greeting", "lend", "borrow"]
    page = shown(viewer, "/greeting")
    assert 'good day <span class="badge text-bg-success">new</span>' in page
    assert "<del>hello</del>" in page
    assert "The files have this intent no more" in shown(viewer, "/borrow")


@pytest.mark.usefixtures("live_bundle")
def test_broken_files_are_told_and_the_rest_is_shown(viewer: FlaskClient, folder: Path) -> None:
    write(folder, "bad.json", {"tag": "one", "patterns": [True], "responses": ["."]})
    (folder / "worse.json").write_text('{"intents": [', encoding="utf-8")
    page = shown(viewer)
    assert "bad.json:6:5" in page
    assert "worse.json:1:" in page
    assert "A pattern is a text in double quotes" in page
    assert tags(page) == ["greeting", "opening_hours", "borrow", "fallback"]
    assert "removed" not in page


def test_problems_are_said_in_the_language_of_the_page(viewer: FlaskClient, folder: Path) -> None:
    (folder / "a.json").write_text('{"intents": [{"tag": "a", "patterns": ["a" "b"], "x": [1]}]}')
    (folder / "b.json").write_text('{"intents": 5}')
    sentences = (
        '<span lang="de">Zwischen zwei Einträgen fehlt ein Komma: Ergänzen Sie es hier.</span>',
        '<span lang="de">"intents" ist eine Liste. Hier steht stattdessen: Zahl. Schreiben Sie [',
    )
    german = unescape(viewer.get("/admin/intents", headers={"Accept-Language": "de"}).text)
    for sentence in sentences:
        assert sentence in german
    english = shown(viewer)
    assert '<span lang="en">There is no comma between two items: add it here.</span>' in english


def test_a_missing_folder_is_a_problem_with_its_path(viewer: FlaskClient, folder: Path) -> None:
    shutil.rmtree(folder)
    page = shown(viewer)
    assert f"{folder}" in page
    assert "There is no such file or folder" in page
    assert "Put right what is listed above" in page


def test_a_remark_names_its_place(viewer: FlaskClient, folder: Path) -> None:
    write(folder, "mute.json", {"tag": "mute", "patterns": ["psst"]})
    assert "mute.json:4:11</code>" in shown(viewer)
    page = shown(viewer, "/mute")
    assert '"mute" has no responses' in page
    assert "<code>no_responses</code>" in page
    assert '<span class="badge text-bg-secondary">info</span>' in page
    assert tags(shown(viewer, only="remarks")) == ["mute"]


def test_one_intent_shows_all_that_it_holds(viewer: FlaskClient, folder: Path) -> None:
    write(folder, "more.json", {"tag": "a/b <i>", "patterns": ["<b>"], "responses": ["&"]})
    answer = viewer.get("/admin/intents/a/b <i>")
    assert "<b>" not in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "/my-intents/more.json:4:11" in answer.text


def test_what_goes_with_a_response_stands_beside_it(viewer: FlaskClient, folder: Path) -> None:
    when = {"context": {"all": ["<a>", "b"]}, "first_visit": False}
    rich = {"bubbles": ["One.", "Two."], "quick_replies": ["<i>"], "when": when}
    contexts = {"context_set": {"b": 7}, "context_filter": {"all": ["c", "d"]}}
    write(folder, "more.json", {"tag": "x", "patterns": ["psst"], "responses": [rich], **contexts})
    page = " ".join(shown(viewer, "/x").split())
    assert "While <a> and b is open. On later visits. In 2 bubbles. Buttons: <i>" in page
    assert "waits for all of these contexts: c, d" in page
    assert "opens these contexts: b (7 messages)." in page
    assert "<i>" not in viewer.get("/admin/intents/x").text


@pytest.mark.parametrize(
    "tag",
    [
        "a//b",
        "..",
        ".",
        "../users",
        "a/./b",
        "/a",
        "a/",
        "%2f",
        "a%2Fb",
        "a?b#c",
        "a\\b",
        "a\nb",
        "é",
    ],
)
def test_the_link_of_an_intent_leads_to_it(viewer: FlaskClient, folder: Path, tag: str) -> None:
    write(folder, "more.json", {"tag": tag, "patterns": ["psst"], "responses": ["&"]})
    (row,) = (row for row in shown(viewer).split("<tr>") if f">{tag}</a>" in row)
    link = row.split('href="')[1].split('"')[0]
    # As a browser does, which takes the dots out of a path.
    answer = viewer.get(urljoin("http://localhost/admin/intents", link))
    assert answer.status_code == 200
    assert "more.json:4:11" in answer.text


def test_an_unknown_intent_is_not_there(viewer: FlaskClient) -> None:
    for path in ("/admin/intents/nothing", "/admin/intent?tag=nothing", "/admin/intent"):
        assert viewer.get(path).status_code == 404


def test_an_error_is_not_hidden_behind_two_hundred_warnings(
    viewer: FlaskClient, folder: Path
) -> None:
    greetings = [f"Hello {{name{number}}}!" for number in range(201)]
    odd: dict[str, object] = {"tag": "hi", "patterns": ["hi there"], "responses": greetings}
    write(folder, "odd.json", odd, {"tag": "lost", "responses": ["Never."]})
    page = shown(viewer)
    assert 'No message can reach "lost"' in page
    assert "The others are listed by" in page
