"""Retention of models, by the command and by the worker's daily work."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from tests.conftest import MakeSettings
from tests.support.conversations import PastMessage, count, store_conversation
from tests.support.deployments import put_live, store_empty
from web.conversations.tables import Conversation
from web.core.audit import AuditEntry
from web.core.database import db, utc_now
from web.core.settings import Settings
from web.models import versions
from web.retention.daily import Retention


def store_versions(sessions: sessionmaker[Session]) -> None:
    """Eight versions; 2, 5, 3 and 1 were live in this order, 1 is now."""
    with sessions.begin() as session:
        for _ in range(8):
            store_empty(session)
        for number in (2, 5, 3, 1):
            put_live(session, number)


def stored(sessions: sessionmaker[Session]) -> list[int]:
    with sessions() as session:
        return [version.id for version in versions.stored(session)]


def test_the_newest_and_those_live_last_stay(app: Flask, sessions: sessionmaker[Session]) -> None:
    store_versions(sessions)
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["models", "prune", "--keep", "2", "--dry-run"])
    assert dry.output == "It would delete 4 models: 2, 4, 5, 6.\n"
    assert len(stored(sessions)) == 8
    done = runner.invoke(args=["models", "prune", "--keep", "2"])
    assert (done.exit_code, done.output) == (0, "Deleted 4 models: 2, 4, 5, 6.\n")
    assert stored(sessions) == [8, 7, 3, 1]
    again = runner.invoke(args=["models", "prune", "--keep", "2"])
    assert again.output == "There is no model to delete.\n"
    assert runner.invoke(args=["models", "prune"]).exit_code == 2


def test_the_worker_keeps_to_the_settings_once_a_day(
    app: Flask,
    sessions: sessionmaker[Session],
    make_settings: MakeSettings,
    settings: Settings,
) -> None:
    kept = make_settings(
        DATABASE_URL=settings.database_url,
        RECOLLECT_KEEP_CONVERSATIONS="30",
        RECOLLECT_KEEP_VERSIONS="3",
    )
    store_versions(sessions)
    retention = Retention(kept, sessions)
    with app.app_context():
        for days in (29, 31):
            past = PastMessage("hello", at=utc_now() - timedelta(days=days))
            store_conversation(db.session, past)
        retention.run_if_due()
        assert count(db.session, Conversation) == 1
        store_conversation(db.session, PastMessage("hello", at=utc_now() - timedelta(days=31)))
        retention.run_if_due()
        assert count(db.session, Conversation) == 2
    assert stored(sessions) == [8, 7, 6, 5, 3, 1]
    with sessions() as session:
        entries = session.execute(sa.select(AuditEntry.who, AuditEntry.action)).all()
    assert {*map(tuple, entries)} == {
        ("Recollect", "conversations.expire"),
        ("Recollect", "model.delete"),
    }


def test_without_the_settings_everything_stays(
    app: Flask, sessions: sessionmaker[Session], settings: Settings
) -> None:
    store_versions(sessions)
    with app.app_context():
        store_conversation(db.session, PastMessage("hello", at=utc_now() - timedelta(days=9999)))
        Retention(settings, sessions).run_if_due()
        assert count(db.session, Conversation) == 1
    assert len(stored(sessions)) == 8
