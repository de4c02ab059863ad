import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from web.conversations.tables import Conversation, Feedback
from web.core.database import db, reading, writing


def add_conversation(session: Session, state: str = "0") -> Conversation:
    conversation = Conversation(visitor_id=uuid4(), state=state)
    with writing(session):
        session.add(conversation)
    return conversation


def test_times_are_utc_and_aware(session: Session) -> None:
    paris = datetime(2025, 7, 1, 12, 0, 0, 123456, timezone(timedelta(hours=2)))
    conversation = Conversation(visitor_id=uuid4(), state="", created_at=paris)
    with writing(session):
        session.add(conversation)
    session.expunge_all()
    with reading(session):
        (stored,) = session.scalars(sa.select(Conversation.created_at))
    assert stored == paris
    assert stored.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    naive = datetime(2025, 7, 1)  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="no time zone"), writing(session):
        session.add(Conversation(visitor_id=uuid4(), state="", created_at=naive))


def test_a_reference_to_nothing_is_refused(session: Session) -> None:
    with pytest.raises(sa.exc.IntegrityError), writing(session):
        session.add(Feedback(message_id=uuid4(), value=1))


def test_an_exception_undoes_what_was_written(session: Session) -> None:
    def fail() -> None:
        with writing(session):
            session.add(Conversation(visitor_id=uuid4(), state=""))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(session):
        assert session.scalars(sa.select(Conversation)).all() == []


def test_a_reader_and_a_writer_do_not_wait_for_each_other(app: Flask, session: Session) -> None:
    add_conversation(session)
    with app.app_context():
        others: sessionmaker[Session] = db.sessionmaker
    with others() as reader, others() as writer, reading(reader):
        before = time.monotonic()
        assert len(reader.scalars(sa.select(Conversation.state)).all()) == 1
        with writing(writer):
            writer.add(Conversation(visitor_id=uuid4(), state=""))
            writer.flush()
            with others() as third, reading(third):
                assert len(third.scalars(sa.select(Conversation.state)).all()) == 1
        assert time.monotonic() - before < 2


def test_writers_that_read_first_lose_no_update(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        conversation_id = add_conversation(db.session).id
        make_session = db.sessionmaker

    def count_up(_number: int) -> None:
        with make_session() as session, writing(session):
            conversation = session.get_one(Conversation, conversation_id)
            conversation.state = str(int(conversation.state) + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(100)))
    with make_session() as session:
        assert session.get_one(Conversation, conversation_id).state == "100"


def test_sqlite_writes_ahead_and_waits_for_locks(sqlite_app: Flask) -> None:
    expected = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}
    with sqlite_app.app_context(), db.engine.connect() as connection:
        for pragma, value in expected.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_postgresql_refuses_to_write_in_a_reading(
    make_app: Callable[..., Flask], make_settings: Callable[..., object], postgres_url: str
) -> None:
    app = make_app(make_settings(DATABASE_URL=postgres_url))
    with app.app_context():
        session = db.session
        insert = sa.insert(Conversation).values(visitor_id=uuid4(), state="")
        with pytest.raises(sa.exc.InternalError, match="read-only"), reading(session):
            session.execute(insert)
        add_conversation(session)


def test_a_failed_statement_does_not_show_what_was_written(session: Session) -> None:
    conversation = add_conversation(session)
    twin = Conversation(id=conversation.id, visitor_id=uuid4(), state="my secret diary")
    with pytest.raises(sa.exc.IntegrityError) as raised, writing(session):
        session.execute(sa.insert(Conversation).values(**_columns(twin)))
    assert "my secret diary" not in str(raised.value)


def _columns(conversation: Conversation) -> dict[str, object]:
    names = ("id", "visitor_id", "state")
    return {name: getattr(conversation, name) for name in names}


def test_a_request_starts_no_thread(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    response = sqlite_app.test_client().get("/api/v1/status")
    assert response.status_code == 200
    assert started == []
