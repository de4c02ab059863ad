"""`flask conversations prune`, and erasure of all that hangs on a conversation."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, count, store_conversation
from web.conversations import erasure
from web.conversations.tables import Conversation, Feedback, Message
from web.core.audit import AuditEntry
from web.core.database import db, reading, utc_now, writing
from web.curation.tables import CuratedExample, DecidedMessage, InboxDecision


def store(session: Session, text: str, days: int) -> None:
    """Store a conversation of so many days ago, with a thumb."""
    store_conversation(
        session, PastMessage(text, at=utc_now() - timedelta(days=days), thumb=-1, comment=text)
    )


def accept(session: Session, text: str) -> None:
    """Make an example of the message with the text."""
    with writing(session):
        seq = session.scalar(sa.select(Message.seq).filter_by(text=text))
        decision = InboxDecision(kind="assigned", intent="greeting", who="ada@example.org")
        session.add(decision)
        session.flush()
        example = {"intent": "greeting", "who": "ada@example.org", "decision_id": decision.id}
        session.add(DecidedMessage(message_seq=seq, decision_id=decision.id))
        session.add(CuratedExample(text=text, message_seq=seq, **example))


def prune(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["conversations", "prune", *options])
    return result.exit_code, result.output


def test_old_conversations_go_with_all_that_hangs_on_them(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "BATCH", 2)
    for text, days in (("zebra", 40), ("tiger", 31), ("old", 100), ("kept", 29)):
        store(session, text, days)
    accept(session, "zebra")
    whole = "3 conversations with 6 messages, 3 thumbs and 1 decision."
    assert prune(app, "--days", "30", "--dry-run") == (0, f"It would erase {whole}\n")
    assert count(session, Conversation) == 4
    code, output = prune(app, "--days", "30")
    assert (code, output.startswith(f"Erased {whole} 1 curated example was")) == (0, True)
    assert [count(session, table) for table in (Conversation, Message, Feedback)] == [1, 2, 1]
    assert count(session, DecidedMessage) == 0
    with reading(session):
        assert session.scalars(sa.select(CuratedExample.message_seq)).all() == [None]
        entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.who, entry.action) for entry in entries] == [
        ("terminal", "conversations.expire")
    ] * 2
    assert sum((entry.details or {})["messages"] for entry in entries) == 6
    assert prune(app, "--days", "30") == (0, "Erased 0 conversations with 0 messages.\n")


def test_erased_words_are_in_no_file(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        session = db.session
        store(session, "zebrazebrazebra", 40)
        store(session, "kept", 1)
        file = Path(db.engine.url.database or "")
        assert prune(sqlite_app, "--days", "30")[0] == 0
        session.close()
        db.engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    data = file.read_bytes()
    assert b"zebrazebrazebra" not in data
    assert b"kept" in data


def test_without_a_number_of_days_nothing_is_erased(app: Flask) -> None:
    code, output = prune(app)
    assert code == 2
    assert "Name the --days, or set RECOLLECT_KEEP_CONVERSATIONS." in output
