import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from structlog.stdlib import ProcessorFormatter

from tests.conftest import MakeSettings, store_live_bot
from tests.support.fakes import BrokenBot, FakeBot
from web.core.database import db
from web.core.settings import Settings
from web.http.logging import configure_logging

SECRETS = ("my secret diary", "0123456789" * 4)


@pytest.fixture
def make_logging_app(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> Callable[[str], Flask]:
    def make(log_format: str) -> Flask:
        return make_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_LOG_FORMAT=log_format))

    return make


def test_a_request_is_one_line_for_machines(
    make_logging_app: Callable[[str], Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_logging_app("json").test_client()
    response = client.get("/api/v1/status?token=secret", headers={"X-Request-ID": "abc-123"})
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert response.headers["X-Request-ID"] == "abc-123"
    assert entry["request_id"] == "abc-123"
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/api/v1/status", 200)
    assert entry["milliseconds"] > 0
    assert entry["level"] == "info"
    assert entry["timestamp"].endswith("Z")


def test_the_line_of_a_message_has_the_ids(
    make_logging_app: Callable[[str], Flask], fake_bot: FakeBot, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_logging_app("json")
    with app.app_context():
        version = store_live_bot(db.session).version_id
    client = app.test_client()
    begun = client.post("/api/v1/conversations").json
    assert begun
    address = f"/api/v1/conversations/{begun['id']}/messages"
    sent = client.post(address, json={"text": "my secret diary"}).json
    client.get("/api/v1/status")

    *_, line, last = map(json.loads, capsys.readouterr().err.splitlines())
    assert sent
    assert line["conversation_id"] == begun["id"]
    assert line["message_id"] == sent["message"]["id"]
    assert line["model_version"] == version
    assert "diary" not in str(line)
    assert "message_id" not in last


def test_libraries_write_the_same_lines(
    make_logging_app: Callable[[str], Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    make_logging_app("json")
    logging.getLogger("somewhere.else").warning("the %s", "pipe leaks")
    entry = json.loads(capsys.readouterr().err)
    assert (entry["event"], entry["logger"], entry["level"]) == (
        "the pipe leaks",
        "somewhere.else",
        "warning",
    )


def test_health_checks_are_not_worth_a_line(
    make_logging_app: Callable[[str], Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    make_logging_app("json").test_client().get("/healthz")
    assert capsys.readouterr().err == ""


def test_a_request_id_that_could_forge_lines_is_replaced(
    make_logging_app: Callable[[str], Flask],
) -> None:
    client = make_logging_app("console").test_client()
    for forged in ("a b", "x" * 65, "é"):
        response = client.get("/healthz", headers={"X-Request-ID": forged})
        assert len(response.headers["X-Request-ID"]) == 32


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_an_error_is_logged_without_what_the_visitor_wrote(
    make_logging_app: Callable[[str], Flask],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    log_format: str,
) -> None:
    app = make_logging_app(log_format)
    with app.app_context():
        live = store_live_bot(db.session)
    broken = replace(live, bot=BrokenBot())
    monkeypatch.setattr("web.conversations.api.last_bot", lambda: broken)
    client = app.test_client()
    begun = client.post("/api/v1/conversations").json
    assert begun

    address = f"/api/v1/conversations/{begun['id']}/messages"
    response = client.post(address, json={"text": "my secret diary"})

    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert response.json
    assert response.json["request_id"] == response.headers["X-Request-ID"]
    log = capsys.readouterr().err
    assert response.json["request_id"] in log
    assert "RuntimeError" in log
    for secret in SECRETS:
        assert secret not in response.text
        assert secret not in log


@pytest.mark.parametrize(
    "entry",
    [
        {"method": "POST", "path": "/a b", "status": 201, "milliseconds": 1.5},
        {"path": "/a\nb\x1b[31m", "reason": 'it\'s "so"', "none": None, "list": [1, "a b"]},
        {
            "event": "a sentence of more than thirty characters, ending in a space ",
            "level": "error",
        },
        {"empty": "", "equal": "a=b", "zone": "Zürich 😀", "tab": "a\tb"},
        {"event": "x", "exception": "Traceback"},
    ],
    ids=["request", "escapes", "sentence", "quotes", "traceback"],
)
def test_a_plain_line_is_the_one_that_structlog_writes(
    make_settings: MakeSettings, entry: dict[str, Any]
) -> None:
    configure_logging(make_settings())
    formatter = logging.getLogger().handlers[-1].formatter
    assert isinstance(formatter, ProcessorFormatter)
    assert type(formatter) is not ProcessorFormatter
    head = {"event": "request", "level": "info", "logger": "web", "timestamp": "2026-11-30T08:00Z"}
    record = logging.makeLogRecord({"msg": head | entry, "_logger": None, "_name": "info"})
    line = formatter.format(record)
    assert line == ProcessorFormatter.format(formatter, record)
