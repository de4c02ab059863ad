"""Hostile texts in every field that reaches a page: no browser runs them, or makes elements.

The content security policy would refuse to run a script that a page holds by mistake, and the
browser would complain of that: a complaint fails the test, as does an element of the text's.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.conftest import MakeSettings, store_live_bot
from tests.e2e.pages.admin_browser import Editors, serving
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.complaints import no_complaints
from tests.support.conversations import PastMessage, store_conversation
from tests.support.deployments import store_empty
from tests.support.fakes import FakeBot
from tests.support.inbox_messages import ask
from tests.support.reports import made_up_report
from web.accounts import service as accounts
from web.accounts import tokens
from web.conversations.messages import StoredMessage
from web.core import audit
from web.core.database import db, utc_now, writing
from web.core.settings import Settings
from web.curation.tables import CorrectedAnswer, CuratedExample, CuratedIntent, InboxDecision
from web.handovers.tables import CannedAnswer, HandOver
from web.live.writing import append
from web.models import storage
from web.training import lifecycle
from web.training.notes.note import RunNote
from web.training.tables import TrainingRun

RUN = "ran=1"
HOSTILE = (
    f"""</script><script class=hostile>{RUN}</script><img class=hostile src=x onerror={RUN}>"""
    f"""" class=hostile onfocus='{RUN}' autofocus=''<svg class=hostile onload={RUN}>"""
    f"""[x](javascript:{RUN}) <a class=hostile href="javascript:{RUN}">x</a> {{{{ 7 * 191 }}}}"""
)
NAME = f"<img/class=hostile/src=x/onerror={RUN}>"
"""For fields that take neither spaces nor more than some characters."""

RUNNING, MADE = "window.ran", "document.querySelectorAll('.hostile').length"
LINKS = "[...document.links].map(link => link.protocol).filter(p => p === 'javascript:').length"

ADMIN_PAGES = (
    "",
    "account",
    "audit",
    "conversations",
    "examples",
    "examples?state=pulled",
    "inbox",
    "intents",
    "live",
    "live/1",
    "live/answers",
    "models",
    "models/1",
    "models/2",
    "models/2/replay",
    "runs",
    "runs/1",
    "runs/2",
    "try",
    "users",
)


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str, tmp_path: Path) -> Settings:
    intent = {"tag": HOSTILE, "patterns": [HOSTILE, "two"], "responses": [HOSTILE, "a"]}
    more = {"description": HOSTILE, "tests": [f"test {HOSTILE}"]}
    intents = [intent | more, {"tag": "b", "patterns": ["three"], "responses": ["a"]}]
    file = tmp_path / "intents.json"
    file.write_text(json.dumps({"intents": intents}), "utf-8")
    return make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_INTENTS=str(file),
        RECOLLECT_BOT_NAME=NAME,
        RECOLLECT_BOT_GREETING=HOSTILE,
    )


@pytest.fixture
def editors(app: Flask, browser: Browser, no_bot_loaded: None) -> Iterator[Editors]:
    with app.app_context():
        _store(db.session)
    with serving(app) as url:
        yield Editors(app, browser, url)


def _store(session: Session) -> None:
    """Put hostile texts into each table with a text that a page shows."""
    past = PastMessage(
        HOSTILE,
        HOSTILE,
        at=utc_now(),
        intent=HOSTILE,
        thumb=-1,
        comment=HOSTILE,
        alternatives=((HOSTILE, 0.1),),
    )
    conversation_id = store_conversation(session, past)
    with writing(session):
        _hand_over(session, conversation_id)
    numbers = ask(session, HOSTILE, f"{HOSTILE} again", "any wifi")
    with writing(session):
        ada = accounts.add(session, HOSTILE, f"{NAME}@x", "seven grey herons wade", "admin")
        tokens.create(session, ada, NAME, "viewer", None)
        run = lifecycle.request(session, HOSTILE, {"architecture": HOSTILE, "language": HOSTILE})
        lifecycle.log(
            session, run.id, RunNote("text", text=HOSTILE), RunNote("cancelled", name=HOSTILE)
        )
        report = made_up_report(tags=(HOSTILE, "b", "c"))
        session.add(TrainingRun(status="succeeded", who=HOSTILE, report=report.to_json()))
        lifecycle.fail(session, run.id, RunNote("unexpected", text=HOSTILE))
        version = max(store_empty(session), store_empty(session))
        storage.note_training(session, HOSTILE, version, report, ())
        storage.set_note(session, HOSTILE, version, HOSTILE)
        audit.note(session, HOSTILE, "model.note", HOSTILE, reason=HOSTILE)
        decision = InboxDecision(kind="new_intent", intent=HOSTILE, who=HOSTILE)
        session.add(decision)
        session.flush()
        common = {"who": HOSTILE, "decision_id": decision.id}
        pulled = {"text": HOSTILE, "pulled_at": utc_now()}
        session.add_all(
            (
                CuratedExample(text=HOSTILE, intent=HOSTILE, message_seq=numbers[2], **common),
                CuratedExample(intent="b", **pulled, **common),
                CuratedIntent(tag=f"new {HOSTILE}", response=HOSTILE, **common),
                CorrectedAnswer(tag="b", text_before="a", text_after=HOSTILE, who=HOSTILE),
            )
        )


def _hand_over(session: Session, conversation_id: UUID) -> None:
    """Store a hand-over with a message of a person, and a canned answer."""
    now = utc_now()
    times = {"requested_at": now, "waits_until": now, "taken_at": now}
    names = {"taken_by": f"{NAME}@y", "person": NAME, "address": HOSTILE}
    taken = HandOver(conversation_id=conversation_id, status="taken", reason="visitor")
    for name, value in (times | names).items():
        setattr(taken, name, value)
    session.add(taken)
    session.add(CannedAnswer(title=NAME, text=HOSTILE, who=HOSTILE))
    message = StoredMessage(id=uuid4(), role="person", text=HOSTILE, created_at=now, author=HOSTILE)
    append(session, conversation_id, message)


def assert_harmless(page: Page) -> None:
    """Assert that no text of the page became an element, ran, or could be run by a click."""
    where = page.url
    assert page.evaluate(RUNNING) is None, where
    assert page.evaluate(MADE) == 0, where
    assert page.evaluate(LINKS) == 0, where
    assert "1337" not in page.content(), where


def test_no_page_runs_a_text(editors: Editors) -> None:
    context = editors.sign_in(f"{NAME}@y", role="admin")
    page = context.new_page()
    shown = []
    with no_complaints(page):
        for path in ADMIN_PAGES:
            answer = page.goto(f"{editors.url}admin/{path}", wait_until="load")
            assert answer, path
            assert answer.status == 200, path
            assert_harmless(page)
            if RUN in page.content():
                shown.append(path)
        for link in _links(page, f"{editors.url}admin/conversations", "/admin/conversations/"):
            page.goto(link)
            assert_harmless(page)
        for link in _links(page, f"{editors.url}admin/intents", "/admin/intent"):
            page.goto(link)
            assert_harmless(page)
    context.close()
    assert len(shown) > 10, "the texts reach the pages"


def _links(page: Page, address: str, part: str) -> list[str]:
    """Addresses of a page that lead to pages of single things, two at most."""
    page.goto(address)
    links = cast("list[str]", page.evaluate("[...document.links].map(link => link.href)"))
    pages = [link for link in links if part in link and "?" not in link and "/export" not in link]
    return [*dict.fromkeys(pages)][:2]


def test_the_chat_shows_texts_of_visitor_bot_and_author(
    editors: Editors, browser: Browser, fake_bot: FakeBot
) -> None:
    with editors.app.app_context():
        store_live_bot(db.session)
    page = browser.new_page()
    with no_complaints(page):
        chat = ChatPage(page, editors.url).open()
        answer = chat.say(HOSTILE)
        assert "You said:" in answer
        assert_harmless(page)
        page.reload()
        expect(chat.mine).to_have_count(1)
        assert_harmless(page)
    page.close()
