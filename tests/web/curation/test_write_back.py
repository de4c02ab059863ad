"""`flask intents pull`: curated examples in the intent files."""

import json
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.intents import files
from chatbot.intents.intent_set import IntentSet
from tests.conftest import MakeSettings
from tests.support.inbox_messages import ask
from tests.web.conftest import SMALL_INTENTS
from web.core.audit import AuditEntry
from web.core.database import db, reading, writing
from web.core.settings import Settings
from web.curation import service as curated
from web.curation import write_back
from web.curation.tables import CuratedExample, CuratedIntent
from web.inbox import decisions
from web.inbox.decisions import LabelDecision
from web.intents import corrections
from web.intents.answers import answer_key
from web.intents.catalogue import catalogue
from web.intents.corrections import AnswerEdit, CorrectionError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bot"
    folder.mkdir()
    shutil.copy(SMALL_INTENTS, folder / "library.json")
    return folder


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, folder: Path) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=str(folder))


def decide(session: Session, folder: Path, *choices: LabelDecision) -> None:
    for choice in choices:
        with writing(session):
            decisions.decide(session, "ada@example.org", choice, folder)


def correct(session: Session, folder: Path, before: str, after: str) -> None:
    key = answer_key(before)
    with writing(session):
        corrections.correct(
            session, "ada@example.org", AnswerEdit("borrow", key, key, after), folder
        )


@pytest.fixture
def waiting(session: Session, folder: Path) -> Session:
    renew, wifi, wlan = ask(session, "renew my card", "any wifi", "wlan password")
    decide(
        session,
        folder,
        LabelDecision("assigned", (renew,), "borrow"),
        LabelDecision("new_intent", (wifi,), "wifi", "It is open."),
        LabelDecision("assigned", (wlan,), "wifi"),
    )
    return session


def pull(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["intents", "pull", *options])
    return result.exit_code, result.output


def test_pull_writes_what_waits_and_says_what_it_did(
    app: Flask, waiting: Session, folder: Path
) -> None:
    exit_code, output = pull(app)
    assert exit_code == 0
    assert [line.partition("bot/")[2] for line in output.splitlines()] == [
        "library.json: 1 pattern of borrow.",
        "curated.json: 1 new intent (wifi) and 2 patterns of wifi.",
    ]
    borrow, wifi = (IntentSet.load(folder).get(tag) for tag in ("borrow", "wifi"))
    assert borrow
    assert "renew my card" in borrow.patterns
    assert wifi
    assert (wifi.patterns, wifi.responses) == (("any wifi", "wlan password"), ("It is open.",))
    with reading(waiting):
        assert not curated.additions(waiting)
        entry = waiting.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert (entry.who, entry.action) == ("terminal", "examples.pull")
    assert pull(app) == (0, "Nothing is waiting: the files have every curated example.\n")


def test_a_dry_run_prints_the_diff_and_changes_nothing(
    app: Flask, waiting: Session, folder: Path
) -> None:
    before = (folder / "library.json").read_bytes()
    exit_code, output = pull(app, "--dry-run")
    assert exit_code == 0
    assert '"renew my card"' in output
    assert "--- /dev/null" in output
    assert '+      "tag": "wifi",' in output
    assert (folder / "library.json").read_bytes() == before
    assert not (folder / "curated.json").exists()
    with reading(waiting):
        assert len(curated.additions(waiting).patterns) == 3


def test_after_a_crash_before_the_marks_nothing_comes_twice(
    app: Flask, waiting: Session, folder: Path
) -> None:
    with reading(waiting):
        write_back.plan(waiting, folder).files.write()
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert pull(app) == (0, "3 examples stood in the files already.\n")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written
    with reading(waiting):
        assert not curated.additions(waiting)


def test_files_with_problems_stop_it(app: Flask, waiting: Session, folder: Path) -> None:
    (folder / "broken.json").write_text("{")
    exit_code, output = pull(app)
    assert exit_code == 1
    assert "broken.json:1:2" in output
    with reading(waiting):
        assert len(curated.additions(waiting).patterns) == 3


def test_an_example_whose_intent_is_gone_goes_on_waiting(
    app: Flask, session: Session, folder: Path
) -> None:
    (seq,) = ask(session, "renew my card")
    decide(session, folder, LabelDecision("assigned", (seq,), "borrow"))
    document = json.loads((folder / "library.json").read_text())
    document["intents"] = [item for item in document["intents"] if item["tag"] != "borrow"]
    (folder / "library.json").write_text(json.dumps(document))
    output = "Not written: “renew my card”, for there is no intent borrow. Choose another one.\n"
    assert pull(app) == (0, output)
    with reading(session):
        assert len(curated.additions(session).patterns) == 1


def test_a_corrected_answer_is_written_and_one_in_vain_goes_on_waiting(
    app: Flask, session: Session, folder: Path
) -> None:
    library = folder / "library.json"
    before = library.read_text()
    correct(session, folder, "Show your card at the desk.", "Show it there.")
    code, output = pull(app, "--dry-run")
    assert (code, library.read_text()) == (0, before)
    assert '+      "responses": ["Show it there."],\n' in output
    assert pull(app)[1].endswith("library.json: 1 corrected answer of borrow.\n")
    assert library.read_text() == before.replace("Show your card at the desk.", "Show it there.")
    assert pull(app) == (0, "Nothing is waiting: the files have every curated example.\n")
    correct(session, folder, "Show it there.", "Anywhere.")
    library.write_text(library.read_text().replace("Show it there.", "Nowhere."))
    code, output = pull(app)
    assert output.startswith("Not corrected: “Show it there.” is no answer of borrow any more")
    assert "Nowhere." in library.read_text()
    with reading(session):
        assert len(curated.additions(session).corrections) == 1


def test_a_correction_that_was_edited_after_the_reading_goes_on_waiting(
    session: Session, folder: Path
) -> None:
    correct(session, folder, "Show your card at the desk.", "Show it there.")
    with reading(session):
        plan = write_back.plan(session, folder)
        session.expunge_all()
    with writing(session):
        curated.waiting_corrections(session)[0].text_after = "Anywhere."
    with writing(session):
        write_back.note_written(session, "terminal", plan)
    with reading(session):
        assert len(curated.waiting_corrections(session)) == 1


def test_a_correction_that_the_files_no_longer_bear_stops_nothing_else(
    app: Flask, session: Session, folder: Path
) -> None:
    library, card = folder / "library.json", "Show your card at the desk."
    (other,) = (i.responses[0] for i in IntentSet.load(folder) if i.tag == "greeting")
    form = '"form": {"slots": [{"name": "day", "entity": "date", "prompts": ["When?"]}], '
    form += '"cancelled": ["All right."]}'
    library.write_text(library.read_text().replace('"borrow",', f'"borrow", {form},'))
    correct(session, folder, card, "Come on {{ day }}.")
    library.write_text(library.read_text().replace('"day"', '"date"'))
    key = answer_key(other)
    with writing(session):
        edit = AnswerEdit("greeting", key, key, "Good day!")
        assert corrections.correct(session, "ada@example.org", edit, folder)
    code, output = pull(app)
    assert (code, "library.json: 1 corrected answer of greeting." in output) == (0, True)
    assert f"Not corrected: “{card}” of borrow, for with the correction the files would" in output
    assert card in library.read_text()
    with reading(session):
        (row,) = curated.waiting_corrections(session)
        assert row.tag == "borrow"


def test_an_editor_who_saves_amid_a_pull_is_told(
    app: Flask, session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, write_files = "Show your card at the desk.", files.write_files
    correct(session, folder, card, "Show it there.")
    with ThreadPoolExecutor(1) as pool:
        edits = []

        def save() -> None:
            with app.app_context():
                key, shown = answer_key(card), answer_key("Show it there.")
                edit = AnswerEdit("borrow", key, shown, "Anywhere.")
                with writing(db.session):
                    corrections.correct(db.session, "bob@example.org", edit, folder)

        def slowly(contents: Mapping[Path, bytes], check: Callable[[], None]) -> None:
            edits.append(pool.submit(save))
            wait(edits, timeout=0.2)
            write_files(contents, check)

        monkeypatch.setattr("chatbot.intents.write_back.write_files", slowly)
        assert pull(app)[0] == 0
    with pytest.raises(CorrectionError, match="have this answer no more"):
        edits[0].result()
    with reading(session):
        assert curated.waiting_corrections(session) == []


def test_an_example_goes_into_what_is_read_as_the_fallback(
    app: Flask, session: Session, folder: Path
) -> None:
    library = folder / "library.json"
    library.write_text(library.read_text().replace('"fallback"', '"noanswer"'))
    (seq,) = ask(session, "what is the meaning of life")
    decide(session, folder, LabelDecision("assigned", (seq,), "fallback"))
    exit_code, output = pull(app)
    assert exit_code == 0, output
    assert [line.partition("bot/")[2] for line in output.splitlines()] == [
        "library.json: 1 pattern of fallback.",
        'library.json: “noanswer” was read as the fallback, and has the tag "fallback" now.',
    ]
    fallback = IntentSet.load(folder).get("fallback")
    assert fallback
    assert fallback.patterns == ("what is the meaning of life",)
    assert pull(app) == (0, "Nothing is waiting: the files have every curated example.\n")


def test_files_without_a_fallback_get_one_with_its_first_example(
    app: Flask, session: Session, folder: Path
) -> None:
    document = json.loads((folder / "library.json").read_text())
    document["intents"] = [i for i in document["intents"] if i["tag"] != "fallback"]
    (folder / "library.json").write_text(json.dumps(document))
    assert IntentSet.load(folder).get("fallback") is None
    with reading(session):
        assert "fallback" in catalogue(session, folder).tags
    (seq,) = ask(session, "what is the meaning of life")
    decide(session, folder, LabelDecision("assigned", (seq,), "fallback"))
    with reading(session):
        learnt = catalogue(session, folder).intents.get("fallback")
    assert learnt, "the next training has it"
    assert learnt.patterns == ("what is the meaning of life",)
    exit_code, output = pull(app)
    assert exit_code == 0, output
    assert IntentSet.load(folder).get("fallback") == learnt
    assert pull(app) == (0, "Nothing is waiting: the files have every curated example.\n")


def test_an_intent_that_is_read_as_the_fallback_from_now_on_is_told(
    app: Flask, session: Session, folder: Path
) -> None:
    empty = {"patterns": [], "responses": ["Pardon?"]}
    document = json.loads((folder / "library.json").read_text())
    document["intents"][-1:] = [{"tag": "first", **empty}, {"tag": "second", **empty}]
    (folder / "library.json").write_text(json.dumps(document))
    (seq,) = ask(session, "renew my card")
    decide(session, folder, LabelDecision("assigned", (seq,), "first"))
    exit_code, output = pull(app)
    assert exit_code == 0, output
    assert "“second” is read as the fallback from now on" in output


def test_a_file_that_cannot_be_written_is_told(
    app: Flask, waiting: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "library.json")

    monkeypatch.setattr("chatbot.intents.write_back.write_files", fail)
    exit_code, output = pull(app)
    assert exit_code == 1
    assert "No space left on device" in output
    with reading(waiting):
        assert len(curated.additions(waiting).patterns) == 3


def test_what_the_author_takes_out_stays_out(app: Flask, waiting: Session, folder: Path) -> None:
    assert pull(app)[0] == 0
    shutil.copy(SMALL_INTENTS, folder / "library.json")
    (folder / "curated.json").unlink()
    assert pull(app)[1].startswith("Nothing is waiting")
    with reading(waiting):
        for table in (CuratedExample, CuratedIntent):
            assert all(waiting.scalars(sa.select(table.pulled_at)))
