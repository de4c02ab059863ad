"""Notes of a run: stored as codes with values, and worded in the language of who reads them."""

import json
import re
from html import unescape
from typing import get_args

import pytest
import sqlalchemy as sa
from flask import Flask

from chatbot.errors import ExplainedError, TrainingUnavailableError
from chatbot.intents.errors import IntentsError
from chatbot.located_json.problems import Problem
from chatbot.text.sentence import sentence
from tests.support.sign_in import SignIn, csrf_token
from tests.support.trainings import Sessions, claimed, failure_of, log_of, request_run, run_now
from tests.web.training.run_notes import FAILURES, LOG, NOTES
from web.core.database import db, writing
from web.training import lifecycle
from web.training.notes.failure import exit_note, failure_note
from web.training.notes.note import NoteCode, RunNote, column_of, note_of
from web.training.tables import TrainingLogEntry
from web.training.wording.note import note_sentence

GERMAN = {"Accept-Language": "de"}
OF_THE_VERSION_BEFORE = "Training begins on 3 intents with 9 patterns."
STATEMENTS_OF_THE_VERSION_BEFORE = (
    "INSERT INTO training_log (run_id, text, created_at) VALUES (:run, :text, CURRENT_TIMESTAMP)",
    "UPDATE training_runs SET status = 'failed', error = 'No space is left.' WHERE id = :run",
)


def test_all_notes_are_stored_with_their_values_and_in_english(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        lifecycle.log(session, run_id, *NOTES)
    lines = log_of(sessions, run_id)
    with sessions.begin() as session:
        rows = session.scalars(sa.select(TrainingLogEntry).order_by(TrainingLogEntry.id)).all()
        assert [note_of(row.note, "") for row in rows] == [*NOTES]
        assert [row.text for row in rows] == lines, "for the version before"
    assert {note.code for note in NOTES} == {*get_args(NoteCode)} - {"text"}


def test_a_german_page_has_the_log_and_the_failure_in_german(app: Flask, sign_in: SignIn) -> None:
    number, reader = request_run(app, epochs=1), sign_in("admin")
    with app.app_context(), writing(db.session) as session:
        lifecycle.log(session, number, *LOG)
    progress = reader.get(f"/admin/runs/{number}/progress", headers=GERMAN).json
    assert progress
    assert {line["language"] for line in progress["log"]} == {"de"}
    assert progress["log"][0]["text"] == "Das Training beginnt: 2 Intents, 1.234 Muster."
    token = csrf_token(reader.get("/admin/account").text)
    address = f"/admin/runs/{number}"
    reader.post(f"{address}/cancel", data={"csrf_token": token}, headers=GERMAN)
    pages = [reader.get(address, headers=GERMAN).text]
    for failure in FAILURES:
        failed = request_run(app)
        with app.app_context(), writing(db.session) as session:
            lifecycle.fail(session, failed, failure)
        pages.append(reader.get(f"/admin/runs/{failed}", headers=GERMAN).text)
    assert "Abgebrochen von admin@example.org." in pages[0]
    assert "Cancelled by admin@example.org." in reader.get(address).text
    page = unescape("".join(pages))
    assert "Schüler: verstand 91,2\u00a0% der zurückgehaltenen Nachrichten" in page
    assert "Hier steht stattdessen: Liste" in page, "a problem of the files"
    assert not re.search(r'<(?!button)\w+ [^>]*lang="en"', page)
    english = [line for note in NOTES for line in note_sentence(note).split("\n")]
    assert [line for line in english if line in page] == []


def test_what_the_version_before_writes_is_shown_as_english(app: Flask, sign_in: SignIn) -> None:
    number = request_run(app, epochs=1)
    values = {"run": number, "text": OF_THE_VERSION_BEFORE}
    with app.app_context(), writing(db.session) as session:
        for statement in STATEMENTS_OF_THE_VERSION_BEFORE:
            session.execute(sa.text(statement), values)
    page = sign_in("viewer").get(f"/admin/runs/{number}", headers=GERMAN).text
    assert re.search(rf'<li lang="en"><time.*</time> {OF_THE_VERSION_BEFORE}</li>', page)
    assert re.search('<p class="alert [^"]*" lang="en">No space is left.</p>', page)


@pytest.mark.parametrize(
    "damaged",
    [
        {"code": "of a later version"},
        {"code": "live", "number": "x"},
        {"code": "rejection"},
        {"code": "rejection", "rejection": {"kind": "tests"}},
        {"code": "explained", "sentences": []},
        {"code": "explained", "sentences": [[["%(lost)s", {}]]]},
        {"code": "foreign_language", "finding": {"rule": "no_such_rule"}},
        {"number": 1},
    ],
)
def test_the_english_stands_in_for_a_note_that_cannot_be_read(damaged: dict[str, object]) -> None:
    assert note_of(damaged, "Version 1 is live.") == RunNote("text", text="Version 1 is live.")


def test_problems_of_files_have_a_line_each_as_far_as_they_are_stored(sessions: Sessions) -> None:
    problems = [Problem("a.json", line, 1, "/intents", "It is wrong.") for line in range(1, 1001)]
    note = failure_note(IntentsError(problems))
    lines = note_sentence(note).split("\n")
    assert lines[0] == "a.json:1:1: /intents: It is wrong."
    assert lines[-2:] == ["…", "1,000 problems in 1 file."]
    run_id = claimed(sessions)
    with sessions.begin() as session:
        lifecycle.fail(session, run_id, note)
    assert failure_of(run_now(sessions, run_id)).split("\n") == lines


def test_an_error_keeps_the_values_of_its_sentence() -> None:
    note = failure_note(ExplainedError(sentence("its %(file)s is unreadable", file="a")))
    column = json.loads(json.dumps(column_of(note)))
    assert column["sentences"] == [[["its %(file)s is unreadable", {"file": "a"}]]]
    assert note_sentence(note_of(column, "")) == "its a is unreadable"


def test_an_error_without_values_says_that_it_is_english(app: Flask, sign_in: SignIn) -> None:
    number = request_run(app)
    with app.app_context(), writing(db.session) as session:
        lifecycle.fail(session, number, failure_note(TrainingUnavailableError("keras")))
    page = sign_in("viewer").get(f"/admin/runs/{number}", headers=GERMAN).text
    assert re.search('<p class="alert [^"]*" lang="en">Training needs keras', page)


def test_a_dead_process_is_told_by_how_it_died() -> None:
    assert "ended with exit code 3. Start" in note_sentence(exit_note(3))
    assert "was killed by SIGSEGV. Start" in note_sentence(exit_note(-11))
    assert "killed by SIGKILL. The system may have run out of memory." in note_sentence(
        exit_note(-9)
    )
