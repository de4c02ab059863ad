import json
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from chatbot.model.bundle import OLDEST_FORMAT, Bundle
from tests.conftest import MakeSettings, store_live_bot
from tests.support.deployments import store_live
from tests.support.fakes import FakeBot
from web.core import database
from web.core.database import db, writing
from web.core.settings import Settings
from web.http.problems import OUTAGE


def test_a_process_without_a_model_lives_but_is_not_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json == {
        "status": "unavailable",
        "reason": "There is no trained model yet.",
    }


def test_with_a_model_the_process_is_ready(client: FlaskClient, answering: FakeBot) -> None:
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (200, {"status": "ready", "reason": None})


def test_a_damaged_model_is_a_reason(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        store_live_bot(db.session)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "damaged" in json.loads(ready.data)["reason"]

    begun = client.post("/api/v1/conversations").json
    assert begun
    answer = client.post(f"/api/v1/conversations/{begun['id']}/messages", json={"text": "hello"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": OLDEST_FORMAT - 1}, "its model is from an older version of Recollect"),
        ({"encoder": "0" * 64}, "the sentence encoder that its model needs is not there"),
    ],
    ids=["outdated", "encoder"],
)
def test_a_model_that_cannot_be_used_here_is_a_reason(
    app: Flask,
    client: FlaskClient,
    bundle: Bundle,
    change: dict[str, Any],
    reason: str,
    tmp_path: Path,
    no_bot_loaded: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RECOLLECT_ENCODER", str(tmp_path / "none"))
    metadata = replace(bundle.metadata, **change)
    with app.app_context(), writing(db.session) as session:
        store_live(session, replace(bundle, metadata=metadata))
    begun = json.loads(client.post("/api/v1/conversations").data)

    answer = client.post(f"/api/v1/conversations/{begun['id']}/messages", json={"text": "hello"})

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert reason in json.loads(answer.data)["detail"]
    assert reason in json.loads(client.get("/readyz").data)["reason"]
    assert "flask " in capsys.readouterr().err  # the log says what to do, visitors cannot do it


@pytest.mark.parametrize("broken", ["no tables", "nobody there"])
def test_a_database_that_cannot_be_used_is_a_reason(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, broken: str
) -> None:
    url = {"no tables": "sqlite:///new.db", "nobody there": "postgresql://x:hunter2@127.0.0.1:1/x"}
    app = make_app(make_settings(DATABASE_URL=url[broken]))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json
    assert ready.json["reason"] == "The database cannot be used; the log says more."


def test_without_a_database_the_api_asks_for_patience(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client = make_app(
        make_settings(DATABASE_URL="postgresql://x:hunter2@127.0.0.1:1/x")
    ).test_client()
    for answer in (client.get("/api/v1/status"), client.post("/api/v1/conversations")):
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    log = capsys.readouterr().err
    assert len(log.splitlines()) == 4  # of each, the request and its reason
    assert log.count("the database cannot be used") == 2
    assert "hunter2" not in log


def test_a_full_disk_is_no_mistake_of_the_program(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> None:
    app = make_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_RATE_LIMIT="9999 per minute"))
    with app.app_context():

        @sa.event.listens_for(db.engine, "begin")
        def be_full(connection: sa.Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")  # as many as there are now

    client = app.test_client()
    answers = {client.post("/api/v1/conversations").status_code for _ in range(300)}
    assert answers == {201, 503}


def test_a_read_only_disk_refuses_messages_and_shows_the_earlier_ones(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    fake_bot: FakeBot,
) -> None:
    app = make_app(make_settings(DATABASE_URL=sqlite_url))
    client, connections = app.test_client(), list[sqlite3.Connection]()
    with app.app_context():
        event.listen(db.engine, "connect", lambda connection, _: connections.append(connection))
        store_live_bot(db.session)

    def make_read_only(value: str) -> None:
        for connection in connections:
            connection.execute(f"PRAGMA query_only = {value}")

    begun = json.loads(client.post("/api/v1/conversations").data)
    address = f"/api/v1/conversations/{begun['id']}/messages"
    assert client.post(address, json={"text": "hello"}).status_code == 201
    make_read_only("ON")
    refused = client.post(address, json={"text": "hello"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert json.loads(refused.data)["detail"] == OUTAGE
    assert len(json.loads(client.get(address).data)["messages"]) == 2
    make_read_only("OFF")
    assert client.post(address, json={"text": "hello"}).status_code == 201


def test_a_lock_that_outlasts_the_patience_is_an_outage(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 50)
    client = make_app(make_settings(DATABASE_URL=sqlite_url)).test_client()
    file = sa.make_url(sqlite_url).database
    assert file
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = client.post("/api/v1/conversations")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        other.execute("ROLLBACK")
    assert client.post("/api/v1/conversations").status_code == 201


def test_a_postgresql_that_never_answers_is_given_up(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(database.POSTGRESQL_PATIENCE, "connect_timeout", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://x@127.0.0.1:{silent.getsockname()[1]}/x"
        client = make_app(make_settings(DATABASE_URL=url)).test_client()
        started = time.monotonic()
        assert client.post("/api/v1/conversations").status_code == 503
        assert time.monotonic() - started < 60


def test_a_lost_connection_to_postgresql_is_replaced(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, postgres_url: str
) -> None:
    app = make_app(make_settings(DATABASE_URL=postgres_url))
    client = app.test_client()
    assert client.get("/api/v1/status").status_code == 200
    with app.app_context():
        engine = sa.create_engine(db.engine.url)
    kill = sa.text(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        connection.execute(kill)
    engine.dispose()
    assert client.get("/api/v1/status").status_code == 200
