from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import SimpleQueue
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.support import visits
from web.conversations.answering.locking import CONVERSATIONS
from web.conversations.full_text import holds, parse
from web.conversations.messages import MESSAGES, StoredMessage
from web.conversations.tables import Message
from web.core.database import db, reading, utc_now, writing
from web.core.settings import current_settings
from web.events import service as events
from web.events.tables import Event, EventKind
from web.live.writing import append
from web.server import server

TABLES = {
    "alembic_version",
    "api_tokens",
    "canned_answers",
    "audit_entries",
    "conversations",
    "curated_examples",
    "corrected_answers",
    "curated_intents",
    "decided_messages",
    "decisions",
    "deployments",
    "feedback",
    "events",
    "hand_overs",
    "messages",
    "model_versions",
    "setup_links",
    "training_epochs",
    "training_log",
    "training_runs",
    "users",
    "version_records",
}


def tables(app: Flask) -> set[str]:
    with app.app_context():
        names = set(sa.inspect(db.engine).get_table_names())
    # SQLite keeps the words of messages in tables; PostgreSQL in a column.
    return {name for name in names if not name.startswith("message_words")}


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str]:
    result = runner.invoke(args=["db", *arguments])
    return result.exit_code, result.output


def test_the_tables_come_and_go_and_agree_with_the_models(empty_app: Flask) -> None:
    runner = empty_app.test_cli_runner()

    assert run(runner, "check") == (1, "Changes detected.\n")
    assert run(runner, "upgrade") == (0, "")
    assert tables(empty_app) == TABLES
    assert run(runner, "check") == (0, "No changes detected.\n")
    assert run(runner, "upgrade") == (0, "")
    assert run(runner, "downgrade", "base") == (0, "")
    assert tables(empty_app) == {"alembic_version"}
    assert run(runner, "upgrade") == (0, "")
    assert run(runner, "check") == (0, "No changes detected.\n")


@pytest.mark.parametrize(
    "drift",
    [
        "ALTER TABLE messages DROP COLUMN latency_ms",
        "ALTER TABLE messages ADD COLUMN mood TEXT",
        "DROP INDEX ix_conversations_visitor_id",
        "DROP TABLE feedback",
    ],
)
def test_the_check_finds_a_difference(empty_app: Flask, drift: str) -> None:
    runner = empty_app.test_cli_runner()
    run(runner, "upgrade")
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text(drift))
    assert run(runner, "check") == (1, "Changes detected.\n")


def test_a_migration_that_fails_changes_nothing(empty_app: Flask) -> None:
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE messages (id INTEGER)"))
    assert run(empty_app.test_cli_runner(), "upgrade")[0] != 0
    assert tables(empty_app) <= {"messages", "alembic_version"}


def test_an_answer_from_before_there_were_candidates_is_kept(empty_app: Flask) -> None:
    runner, visitor = empty_app.test_cli_runner(), uuid4()
    assert run(runner, "upgrade", "0001") == (0, "")
    with empty_app.app_context():
        at, conversation_id = datetime(2026, 1, 2, tzinfo=UTC), uuid4()
        begun = {"id": conversation_id, "visitor_id": visitor, "state": "{}"}
        begun |= {"created_at": at, "updated_at": at}
        answer = {"seq": 1, "id": uuid4(), "conversation_id": conversation_id, "role": "bot"}
        answer |= {"text": "Hi.", "created_at": at}
        with db.engine.begin() as connection:
            for table, row in ((CONVERSATIONS, begun), (MESSAGES, answer)):
                old = (sa.column(name, table.columns[name].type) for name in row)
                connection.execute(sa.table(table.name, *old).insert(), [row])
    assert run(runner, "upgrade") == (0, "")
    with empty_app.app_context():
        (message,) = visits.history(db.session, visitor, conversation_id).messages
        assert (message.text, message.candidates, message.coverage) == ("Hi.", (), None)
        with reading(db.session):
            assert db.session.scalar(sa.select(CONVERSATIONS.columns.length)) == 1
    assert run(runner, "downgrade") == (0, "")
    with empty_app.app_context(), db.engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT text FROM messages")) == "Hi."


def test_kinds_of_events_come_and_go_with_their_rows(empty_app: Flask) -> None:
    runner = empty_app.test_cli_runner()

    def note(kind: EventKind) -> None:
        with empty_app.app_context(), writing(db.session):
            events.note(db.session.connection(), kind, conversation_id, utc_now())

    assert run(runner, "upgrade") == (0, "")
    with empty_app.app_context():
        conversation_id = visits.start(db.session, uuid4())
    note("handover.taken")
    note("handover.requested")
    assert run(runner, "downgrade", "0013") == (0, "")
    with pytest.raises(sa.exc.IntegrityError):
        note("handover.closed")
    assert run(runner, "upgrade") == (0, "")
    note("handover.closed")
    with empty_app.app_context(), reading(db.session):
        kinds = db.session.scalars(sa.select(Event.kind).order_by(Event.kind)).all()
    assert kinds == ["handover.closed", "handover.requested"]


def test_on_the_way_back_persons_are_silent_and_the_search_goes_on(empty_app: Flask) -> None:
    runner, visitor = empty_app.test_cli_runner(), uuid4()
    assert run(runner, "upgrade") == (0, "")
    message = StoredMessage(id=uuid4(), role="person", text="Ada here", created_at=utc_now())
    with empty_app.app_context():
        conversation_id = visits.start(db.session, visitor)
        with writing(db.session):
            append(db.session, conversation_id, message)
            append(db.session, conversation_id, replace(message, id=uuid4(), role="user"))
    assert run(runner, "downgrade", "0011") == (0, "")
    assert run(runner, "upgrade") == (0, "")
    with empty_app.app_context():
        (kept,) = visits.history(db.session, visitor, conversation_id).messages
        assert (kept.role, kept.text) == ("user", "Ada here")
        with writing(db.session):
            append(db.session, conversation_id, replace(message, text="Ada again"))
        with reading(db.session):
            hit = sa.select(Message.text).where(holds(db.session, parse("again"), Message))
            assert db.session.scalars(hit).all() == ["Ada again"]


def test_the_way_back_is_as_long_as_it_is_said_to_be(empty_app: Flask) -> None:
    runner = empty_app.test_cli_runner()
    assert run(runner, "upgrade") == (0, "")
    assert run(runner, "downgrade", "0005") == (0, "")
    assert run(runner, "current")[1].startswith("0004 -> 0005")
    assert run(runner, "downgrade", "2") == (0, "")
    assert run(runner, "current")[1].startswith("0002 -> 0003")
    for command in ("downgrade", "upgrade"):
        code, output = run(runner, command, "0099")
        assert code == 1
        assert "Traceback" not in output
        assert "`flask db log` prints the revisions." in output


def test_newer_tables_are_left_alone_with_a_sentence(
    empty_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(empty_app.test_cli_runner(), "upgrade") == (0, "")
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
        settings = current_settings()
    trained = empty_app.test_cli_runner().invoke(args=["train"])
    assert trained.exit_code == 1
    assert "Error: The tables of the database are of a newer version" in trained.output
    with pytest.raises(SystemExit):
        server._prepare(settings, SimpleQueue())
    assert capsys.readouterr().err.startswith("The tables of the database are of a newer version")


def test_the_commands_are_listed(empty_app: Flask) -> None:
    exit_code, output = run(empty_app.test_cli_runner(), "--help")
    assert exit_code == 0
    for command in ("upgrade", "downgrade", "check", "revision"):
        assert command in output


def test_nothing_stands_behind_the_archive(sqlite_app: Flask) -> None:
    # To reach a column behind the archive, SQLite reads 27 MB with each message.
    with sqlite_app.app_context():
        columns = sa.inspect(db.engine).get_columns("model_versions")
    assert columns[-1]["name"] == "archive"
