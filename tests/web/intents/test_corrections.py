"""Corrections of the answers of intent files, on the pages and as values."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import IntentSet
from chatbot.intents.write_back import plan_write_back
from tests.support.sign_in import SignIn, csrf_token
from web.core.audit import AuditEntry
from web.core.database import db, reading, writing
from web.curation import service as curated
from web.intents import corrections
from web.intents.answers import answer_key
from web.intents.corrections import AnswerEdit, CorrectionError

ADA, BOB = "ada@example.org", "bob@example.org"
OLD = "Show your card at the desk."
NEW = "Show your <b>library</b> card at the desk."


def correct(session: Session, folder: Path, text: str, shown: str = OLD, who: str = ADA) -> bool:
    with writing(session):
        edit = AnswerEdit("borrow", answer_key(OLD), answer_key(shown), text)
        return corrections.correct(session, who, edit, folder)


def learnt(session: Session, folder: Path) -> tuple[str, ...]:
    """Answers of the intent that the next training learns."""
    with reading(session):
        intent = curated.additions(session).joined_to(IntentSet.load(folder)).get("borrow")
    assert intent
    return intent.responses


def notes(session: Session) -> list[tuple[str, dict[str, object] | None]]:
    with reading(session):
        entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        return [(e.action, e.details) for e in entries if e.action.startswith("answer.")]


def test_the_next_training_learns_a_correction_of_a_correction(
    session: Session, folder: Path
) -> None:
    assert correct(session, folder, f" {NEW}\r\n")
    assert not correct(session, folder, NEW, NEW)
    assert correct(session, folder, "Ask at\r\nthe desk.", NEW, BOB)
    assert learnt(session, folder) == ("Ask at\nthe desk.",)
    assert correct(session, folder, OLD, "Ask at\nthe desk.")
    assert learnt(session, folder) == (OLD,)
    with reading(session):
        assert curated.waiting_corrections(session) == []
    assert notes(session) == [
        ("answer.correct", {"intent": "borrow", "before": OLD, "after": NEW}),
        ("answer.correct", {"intent": "borrow", "before": NEW, "after": "Ask at\nthe desk."}),
        ("answer.take_back", {"intent": "borrow", "before": OLD, "after": "Ask at\nthe desk."}),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \r\n", "The answer is blank: write one."),
        ("x" * 4001, "at most 4,000 characters"),
        ("For {{ weeks }} weeks.", "weeks"),
    ],
)
def test_what_no_file_may_hold_is_refused(
    session: Session, folder: Path, text: str, sentence: str
) -> None:
    slot = '{"name": "day", "entity": "date", "prompts": ["Which day?"]}'
    form = f'"form": {{"slots": [{slot}], "cancelled": ["All right."]}}'
    file = folder / "small.json"
    file.write_text(file.read_text().replace('"borrow",', f'"borrow", {form},'))
    with pytest.raises(CorrectionError, match=sentence):
        correct(session, folder, text)
    assert learnt(session, folder) == (OLD,)


def test_an_answer_that_would_make_its_file_too_large_is_refused(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "chatbot.intents.files.LARGEST_FILE", (folder / "small.json").stat().st_size
    )
    with pytest.raises(CorrectionError, match="not read again"):
        correct(session, folder, f"{OLD} Or here.")
    assert correct(session, folder, "Short.")


def test_an_answer_that_another_editor_corrected_is_not_replaced_unseen(
    session: Session, folder: Path
) -> None:
    correct(session, folder, NEW, who=BOB)
    with pytest.raises(CorrectionError, match=r"bob@example\.org corrected this answer meanwhile"):
        correct(session, folder, "Twelve.")
    assert learnt(session, folder) == (NEW,)
    assert correct(session, folder, "Twelve.", shown=NEW)
    with reading(session):
        (row,) = curated.waiting_corrections(session)
    with writing(session):
        corrections.take_back(session, BOB, row.id)
    with pytest.raises(CorrectionError, match="took the correction of this answer back"):
        correct(session, folder, "Thirteen.", shown="Twelve.")
    with pytest.raises(CorrectionError, match="no such correction"), writing(session):
        corrections.take_back(session, ADA, row.id)


def test_of_two_editors_at_the_same_moment_one_is_told(app: Flask, folder: Path) -> None:
    start = Barrier(2)

    def saved(who: str) -> bool:
        with app.app_context():
            start.wait()
            try:
                return correct(db.session, folder, f"By {who}.", who=who)
            except CorrectionError:
                return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(saved, (ADA, BOB))) == [False, True]
    with app.app_context(), reading(db.session):
        (row,) = curated.waiting_corrections(db.session)
        assert row.text_after == f"By {row.who}."


def test_an_answer_is_there_once(session: Session, folder: Path) -> None:
    file = folder / "small.json"
    file.write_text(file.read_text().replace(f'["{OLD}"]', f'["{OLD}", "Twelve."]'))
    with pytest.raises(CorrectionError, match="borrow has this answer already"):
        correct(session, folder, "Twelve.")
    file.write_text(file.read_text().replace(OLD, "Ten."))
    with pytest.raises(CorrectionError, match="have this answer no more"):
        correct(session, folder, NEW)
    file.write_text("{")
    with pytest.raises(CorrectionError, match="The intent files have problems"):
        correct(session, folder, NEW)


def test_a_correction_that_no_training_learns_is_shown_as_such(
    sign_in: SignIn, folder: Path
) -> None:
    file, editor = folder / "small.json", sign_in("editor")
    send(editor, page(editor), text="Twelve.")
    file.write_text(file.read_text().replace(f'["{OLD}"]', f'["{OLD}", "Twelve."]'))
    html = page(editor)
    assert re.search(
        rf'<li class="word" dir="auto">{OLD}\s*<span[^>]*>correction not learnt<', html
    )
    assert html.count('<li class="word" dir="auto">Twelve.') == 1
    assert 'Responses <small class="text-body-secondary">2</small>' in html
    assert "The files have the corrected answer beside this one" in html
    shown = {"answer": answer_key(OLD), "shown": answer_key(OLD)}
    html = send(editor, html, text="Thirteen.", **shown)
    assert "The answer of borrow was corrected." in html
    assert "correction not learnt" not in html


def test_a_correction_that_the_files_no_longer_bear_is_shown_and_corrected(
    sign_in: SignIn, folder: Path
) -> None:
    file, editor = folder / "small.json", sign_in("editor")
    slot = '{"name": "day", "entity": "date", "prompts": ["Which day?"]}'
    form = f'"form": {{"slots": [{slot}], "cancelled": ["All right."]}}'
    file.write_text(file.read_text().replace('"borrow",', f'"borrow", {form},'))
    send(editor, page(editor), text="On {{ day }}.")
    file.write_text(file.read_text().replace('"day"', '"date"'))
    html = page(editor)
    assert "With this correction the files would have a problem" in html
    assert re.search(
        rf'<li class="word" dir="auto">{OLD}\s*<span[^>]*>correction not learnt<', html
    )
    html = send(editor, html, text="On {{ date }}.")
    assert "The answer of borrow was corrected." in html
    assert "correction not learnt" not in html


def test_what_is_not_there_is_neither_corrected_nor_taken_back(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    html = page(editor)
    zero = send(editor, html, answer=answer_key(f"{OLD}\0"), shown=answer_key(f"{OLD}\0"), text=NEW)
    assert "have this answer no more" in zero
    for number in ("99999999999999999999", "-1"):
        assert "There is no such correction any more" in send(editor, html, take_back=number)


CARDS = """{"text": "Two kinds:", "follow_up": "Which one?", "cards": [
  {"title": "Adult", "button": {"text": "Take it"}}, {"title": "Child", "button": {"text": "This"}}
]}"""


def test_the_parts_of_an_answer_are_corrected_on_the_page(
    app: Flask, sign_in: SignIn, folder: Path
) -> None:
    file, editor = folder / "small.json", sign_in("editor")
    file.write_text(file.read_text().replace(f'["{OLD}"]', f"[{CARDS}]"))
    html = page(editor)
    assert "Title of the card:</small> Adult" in html
    forms = [("Take it", "This"), ("Which one?", "Which <b>one</b>?")]
    for before, after in forms:
        key = answer_key(before)
        html = send(editor, html, answer=key, shown=key, text=after)
        assert "The answer of borrow was corrected." in html
    assert '<del dir="auto">Take it</del>' in html
    assert "Which &lt;b&gt;one&lt;/b&gt;?" in html
    assert (
        "Teile davon korrigieren"
        in editor.get("/admin/intents/borrow", headers={"Accept-Language": "de"}).text
    )
    key = answer_key("Child")
    html = send(editor, html, answer=key, shown=key, text="x" * 201)
    assert "at most 200 characters" in html
    with app.app_context(), reading(db.session):
        additions = curated.additions(db.session)
    plan_write_back(folder, additions).write()
    written = CARDS.replace("Take it", "This").replace("Which one?", "Which <b>one</b>?")
    assert f"[{written}]" in file.read_text()


# --- pages ---------------------------------------------------------------------------------------


def page(client: FlaskClient, path: str = "/admin/intents/borrow") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def send(client: FlaskClient, html: str, **fields: str) -> str:
    """Send the form of the first answer, or the button to take back."""
    hidden = dict(re.findall(r'name="(answer|shown)" value="(\w+)"', html))
    (path,) = {*re.findall(r'method="post" action="(/admin/intents?[/?][^"]*)"', html)}
    data = {"csrf_token": csrf_token(html), **hidden, **fields}
    response = client.post(unescape(path), data=data)
    assert response.status_code == 303
    return page(client, response.location)


def test_an_editor_corrects_an_answer_and_takes_it_back(sign_in: SignIn, app: Flask) -> None:
    editor = sign_in("editor")
    html = send(editor, page(editor), text=NEW)
    assert "The answer of borrow was corrected." in html
    assert "library&lt;/b&gt; card" in html
    assert f'<del dir="auto">{OLD}</del>' in html
    listed = page(sign_in("viewer"), "/admin/examples")
    assert "library&lt;/b&gt; card" in listed
    assert 'action="/admin/examples/answers/' not in listed
    listed = page(editor, "/admin/examples")
    (path,) = re.findall(r'action="(/admin/examples/answers/\d+)"', listed)
    html = send(editor, html, take_back=path.rpartition("/")[2])
    assert f"Taken back: borrow answers again “{OLD[:20]}" in html
    assert "library&lt;" not in html
    response = editor.post(path, data={"csrf_token": csrf_token(html)})
    assert "There is no such correction any more" in page(editor, response.location)
    send(editor, page(editor), text=NEW)
    (path,) = re.findall(r'action="(/admin/examples/answers/\d+)"', page(editor, "/admin/examples"))
    response = editor.post(path, data={"csrf_token": csrf_token(html)})
    assert "Taken back: borrow answers again" in page(editor, response.location)


def test_a_refused_text_is_kept_also_where_its_answer_is_gone(
    sign_in: SignIn, folder: Path
) -> None:
    ada, bob = sign_in("editor"), sign_in("admin")
    before = page(ada)
    send(bob, page(bob), text=NEW)
    html = send(ada, before, text="Mine: twelve.")
    assert "corrected this answer meanwhile" in html
    assert re.search(r"<textarea[^>]*>\s*Mine: twelve.</textarea>", html)
    assert "<details open" in html
    assert "was corrected" in send(ada, html, text="Mine: twelve.")
    html = page(ada)
    file = folder / "small.json"
    file.write_text(file.read_text().replace(OLD, "Ten."))
    html = send(ada, html, text="Mine: eleven.")
    assert "have this answer no more" in html
    assert re.search(r"was not saved</label>\s*<textarea[^>]*>\s*Mine: eleven.</textarea>", html)
    assert "The files have this answer no more." in html, "the waiting one is in vain"


def test_a_tag_that_browsers_would_shorten_has_its_forms_too(sign_in: SignIn, folder: Path) -> None:
    file = folder / "small.json"
    file.write_text(file.read_text().replace('"borrow"', '"a//b"'))
    editor = sign_in("editor")
    html = send(editor, page(editor, "/admin/intent?tag=a//b"), text=" ")
    assert "The answer is blank" in html
    assert "<details open" in html
    assert "The answer of a//b was corrected." in send(editor, html, text=NEW)


def test_a_refused_text_is_not_shown_at_another_tag_in_the_query(
    sign_in: SignIn, folder: Path
) -> None:
    file, editor = folder / "small.json", sign_in("editor")
    file.write_text(file.read_text().replace('"borrow"', '"a//b"').replace('"greeting"', '"c//d"'))
    token = csrf_token(page(editor, "/admin/intent?tag=a//b"))
    fields = {"csrf_token": token, "answer": answer_key(OLD), "text": "Mine."}
    refused = editor.post("/admin/intent?tag=a//b", data=fields)
    assert "Mine." not in page(editor, "/admin/intent?tag=c//d")
    assert "Mine." in page(editor, refused.location)


def test_a_viewer_has_no_form_and_may_not_correct(sign_in: SignIn) -> None:
    html, viewer = page(sign_in("editor")), sign_in("viewer")
    assert "textarea" not in page(viewer)
    fields = {"csrf_token": csrf_token(page(viewer)), "answer": answer_key(OLD), "text": NEW}
    assert "textarea" in html
    assert viewer.post("/admin/intents/borrow", data=fields).status_code == 403
