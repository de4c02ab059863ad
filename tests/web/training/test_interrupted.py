"""Trainings killed, cut off or short of room at the worst moment leave nothing half done."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from chatbot.intents.intent_set import IntentSet
from tests.conftest import MakeSettings, store_live_bot
from tests.support.programs import Program, lives, wait_until
from tests.support.trainings import failure_of
from tests.web.conftest import SMALL_INTENTS
from tests.web.training.test_worker import LONG, QUICK, Installation, installation
from web.core.database import db
from web.core.settings import Settings
from web.training import lifecycle, trainer

__all__ = ["installation"]

# A training is slow to start on a machine that is busy with other tests.
pytestmark = pytest.mark.timeout(400)

ENDLESS = """
CREATE TRIGGER hold BEFORE INSERT ON deployments BEGIN
  SELECT count(*) FROM (
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
    SELECT n FROM numbers
  );
END
"""
"""Keeps an activation busy for ever in the middle of its transaction."""


@contextmanager
def nothing_can_be_activated(installation: Installation) -> Iterator[Callable[[], bool]]:
    """Context in which every activation hangs; the function is true while an activation does."""
    url = sa.make_url(installation.settings.database_url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), timeout=60)) as other:
            other.execute(ENDLESS)
            yield lambda: _is_locked(str(url.database))
            other.execute("DROP TRIGGER hold")
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as holder, psycopg.connect(plain, autocommit=True) as other:
            holder.execute("LOCK TABLE deployments IN SHARE MODE")
            yield lambda: _somebody_waits(other)


def _is_locked(file: str) -> bool:
    """True while another connection holds the write lock, for at least two seconds."""
    with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def _somebody_waits(other: psycopg.Connection) -> bool:
    waiting = other.execute(
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return waiting.fetchone() is not None


@pytest.fixture
def before(installation: Installation) -> int:
    """Number of the version that is live before the training."""
    with installation.sessions() as session:
        return store_live_bot(session).version_id


def kill_while_it_activates(installation: Installation, run_id: int, worker: Program) -> None:
    """Kill the training on PostgreSQL, and on SQLite the worker with it, before the commit."""
    with nothing_can_be_activated(installation) as hangs:
        wait_until(hangs, "no version is being activated", worker)
        training = worker.child_with("--run")
        (worker.process if installation.settings.redis_url is None else training).kill()
        wait_until(lambda: not lives(training), "the training lives on")


def test_a_training_killed_between_storing_and_activating_leaves_nothing(
    installation: Installation, before: int
) -> None:
    run_id = installation.request()
    with installation.worker() as worker:
        kill_while_it_activates(installation, run_id, worker)
    with installation.worker() as worker:
        reason = failure_of(installation.wait_for(run_id, "failed", worker))
        assert "tart the training again" in str(reason)
        assert installation.stored() == 1
        live = installation.live()
        assert live
        assert live.id == before

        run = installation.wait_for(installation.request(), "succeeded", worker)
        live = installation.live()
        assert live
        assert live.id == run.model_version_id != before


def test_a_training_outlives_its_connections(
    make_settings: MakeSettings,
    make_app: Callable[[Settings], Flask],
    postgres_url: str,
    postgres: psycopg.Connection,
) -> None:
    settings = make_settings(DATABASE_URL=postgres_url)
    with make_app(settings).app_context():
        cut_off = Installation(settings, db.sessionmaker)
    run_id = cut_off.request({**LONG, "epochs": 40})
    with cut_off.worker() as worker:
        cut_off.wait_for_epochs(run_id, worker)
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (sa.make_url(postgres_url).database,),
        )
        cut_off.sessions.kw["bind"].dispose()
        run = cut_off.wait_for(run_id, "succeeded", worker)
        live = cut_off.live()
        assert live
        assert live.id == run.model_version_id


def test_a_full_disk_is_the_reason_and_nothing_is_stored(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        engine, sessions = db.engine, db.sessionmaker
    with sessions() as session:
        before = store_live_bot(session).version_id
    with sessions.begin() as session:
        run_id = lifecycle.request(session, None, QUICK).id
    engine.dispose()
    event.listen(engine, "connect", _leave_little_room)
    with trainer.turn(sessions), pytest.raises(sa.exc.OperationalError):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(SMALL_INTENTS), lambda _: None)
    full = Installation(sqlite_app.config["RECOLLECT"], sessions)
    run, live = full.run(run_id), full.live()
    assert run.status == "failed"
    assert "database or disk is full" in failure_of(run)
    assert "start the training again" in failure_of(run)
    assert full.stored() == 1
    assert live
    assert live.id == before


def _leave_little_room(connection: sqlite3.Connection, _record: object) -> None:
    """Room for progress and a sentence, but not for a model."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 16}")
