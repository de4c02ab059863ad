"""Damaged values in the database: pages, API and answers go on, and the log tells of each."""

import logging
import re
from datetime import datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.dialects import sqlite

from chatbot.model.bundle import Bundle
from tests.support.form_browser import Browser, make_user
from tests.support.inbox_messages import ask
from tests.support.sign_in import SignIn
from tests.support.trainings import WHO, deploy, reject, request_run
from tests.web.conftest import SMALL_INTENTS
from web.accounts.tables import User
from web.conversations.tables import Conversation, Message
from web.core.database import Base, db, reading, writing
from web.core.stored_values import JSON
from web.curation import service as curated
from web.inbox import decisions, new_intents
from web.inbox.decisions import LabelDecision

COLUMNS = (
    "messages.alternatives",
    "messages.candidates",
    "messages.quick_replies",
    "messages.slots",
    "messages.bubbles",
    "training_runs.config",
    "training_runs.reasons",
    "training_runs.report",
    "training_runs.failure",
    "training_log.note",
    "version_records.rejected",
    "version_records.figures",
    "curated_intents.further_responses",
    "audit_entries.details",
    "users.mf_recovery_codes",
    "conversations.state",
)
ADDRESS = re.compile(r'href="(/admin/[^"#]*)"')

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


@pytest.fixture
def filled(app: Flask, bundle: Bundle) -> None:
    """A database with something on every page."""
    live = deploy(app, bundle)
    reject(app, request_run(app, epochs=1), bundle, live)
    with app.app_context():
        session = db.session
        (seq,) = ask(session, "any wifi")
        choice = LabelDecision("new_intent", (seq,), "wifi", "It is open.")
        with writing(session):
            decisions.decide(session, WHO, choice, SMALL_INTENTS)
        with reading(session):
            number = curated.waiting_intents(session)[0].id
        with writing(session):
            new_intents.edit(session, WHO, number, "wifi", ("Yes.", "No."), SMALL_INTENTS)


def damage(app: Flask, value: str) -> None:
    """Put a value into every column with a form of its own; no trigger keeps the audit log."""
    with app.app_context(), db.engine.begin() as connection:
        without_triggers(connection)
        for column in COLUMNS:
            table, name = column.split(".")
            is_text = isinstance(Base.metadata.tables[table].columns[name].type, sa.Text)
            is_jsonb = connection.dialect.name == "postgresql" and not is_text
            cast = "CAST(:value AS jsonb)" if is_jsonb else ":value"
            connection.execute(sa.text(f"UPDATE {table} SET {name} = {cast}"), {"value": value})


def damage_times(app: Flask) -> None:
    """Put a time that Python does not have into every column of times."""
    value = "infinity" if app.config["RECOLLECT"].database_url.startswith("postgresql") else "x"
    with app.app_context(), db.engine.begin() as connection:
        without_triggers(connection)
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.type.python_type is datetime:
                    statement = f"UPDATE {table.name} SET {column.name} = '{value}'"
                    connection.exec_driver_sql(statement)


def without_triggers(connection: sa.Connection) -> None:
    """Leave out triggers, such as the one that keeps the audit log."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")
        return
    for name in connection.scalars(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def test_all_columns_with_a_form_of_their_own_are_tried() -> None:
    """A column of JSON that is added later is damaged here, too."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type in (dict, list) or "JSON" in type(column.type).__name__
    }
    assert columns - {*COLUMNS} == {"model_versions.metadata"}


def test_every_page_is_shown(app: Flask, filled: None, sign_in: SignIn, database_url: str) -> None:
    admin = sign_in("admin")
    damage(app, "{" if database_url.startswith("sqlite") else '[{"x": [7]}, 8]')
    pages, failures = followed(admin)
    assert failures == []
    assert {"/admin/models/2", "/admin/runs/1", "/admin/audit", "/admin/account"} <= {*pages}
    damage_times(app)
    assert [page for page in pages if admin.get(page, buffered=True).status_code >= 500] == []


def followed(admin: FlaskClient) -> tuple[list[str], list[str]]:
    """Pages behind links of the admin pages, and those of them that fail."""
    paths, failures = ["/admin/"], []
    for path in paths:  # grows
        answer = admin.get(path, buffered=True)
        if answer.status_code >= 500:
            failures.append(path)
        if answer.mimetype == "text/html" and "?" not in path:
            links = (link for link in ADDRESS.findall(answer.text) if "?" not in link)
            paths += [link for link in dict.fromkeys(links) if link not in paths]
    return paths, failures


def test_a_conversation_without_times_goes_on(
    app: Flask,
    client: FlaskClient,
    answering: object,
    conversation: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    damage_times(app)
    with caplog.at_level(logging.WARNING, "web"):
        answer = client.post(f"{conversation}/messages", json={"text": "hello again"})
    assert answer.status_code == 201
    assert "damaged in the database: a time" in caplog.text
    for path in ("messages", "export", "transcript"):
        assert client.get(f"{conversation}/{path}").status_code == 200
    assert client.post("/api/v1/conversations", json={}).status_code == 201


def test_half_a_character_is_damage_and_a_whole_one_is_read() -> None:
    read = JSON(list[str]).result_processor(sqlite.dialect(), None)
    assert read
    assert read('["\\ud800"]') is None
    assert read('["\\ud83d\\ude00"]') == ["😀"]


@pytest.mark.parametrize("state", ["{", "[]", '{"slots": [7]}', '{"form": {"intent": 7}}', ""])
def test_a_damaged_state_is_logged_and_the_message_answered(
    app: Flask,
    client: FlaskClient,
    answering: object,
    conversation: str,
    state: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with app.app_context(), writing(db.session) as session:
        session.execute(sa.update(Conversation).values(state=state))
    messages = f"{conversation}/messages"
    with caplog.at_level(logging.WARNING, "web"):
        first = client.post(messages, json={"id": str(uuid4()), "text": "hello"})
    assert first.status_code == 201
    assert any(conversation.rpartition("/")[2] in line for line in caplog.messages)
    assert client.post(messages, json={"text": "hello again"}).status_code == 201
    assert [record.name for record in caplog.records].count("web.core.stored_values") == 1
    with app.app_context(), writing(db.session) as session:
        session.execute(sa.update(Conversation).values(state=state))
    assert client.post("/api/v1/conversations", json={}).status_code == 201
    assert len(client.get(messages).json["messages"]) == 4  # type: ignore[index]


def test_an_answer_without_its_values_is_shown(
    app: Flask, client: FlaskClient, answering: object, conversation: str
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    lost = dict.fromkeys(("intent", "confidence", "fallback", "reply_to", "coverage"))
    with app.app_context(), writing(db.session) as session:
        session.execute(sa.update(Message).values(lost))
    for path in ("messages", "export", "transcript"):
        answer = client.get(f"{conversation}/{path}")
        assert answer.status_code == 200
        assert "You said: hello" in answer.text


@pytest.mark.parametrize("password", ["x", "", "$argon2id$x"])
def test_no_password_fits_a_damaged_hash(sqlite_app: Flask, password: str) -> None:
    make_user(sqlite_app, WHO)
    with sqlite_app.app_context(), writing(db.session) as session:
        session.execute(sa.update(User).values(password=password))
    answer = Browser(sqlite_app.test_client()).sign_in(WHO)
    assert answer.status_code == 200
    assert "Sign in" in answer.text


@pytest.mark.parametrize("secret", ["{", '{"enckey": 7}', "x"])
def test_no_code_fits_a_damaged_second_factor(sqlite_app: Flask, secret: str) -> None:
    make_user(sqlite_app, WHO)
    with sqlite_app.app_context(), writing(db.session) as session:
        factor = {"tf_primary_method": "authenticator", "tf_totp_secret": secret}
        session.execute(sa.update(User).values(**factor))
    browser = Browser(sqlite_app.test_client())
    assert browser.sign_in(WHO).headers["Location"].startswith("/admin/tf-validate")
    assert browser.send("/admin/tf-validate", code="123456").status_code == 200
    assert not browser.is_signed_in
