"""Log injection: nothing that a stranger sends makes a line of its own or commands a terminal."""

import json
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from tests.conftest import MakeSettings
from web.core.settings import Settings

MakeApp = Callable[[str], Flask]

ATTACKS = {
    "a line": "x\n2026-01-01 [info] forged admin signed in",
    "a return": "x\rforged",
    "colours of a terminal": "x\x1b[2J\x1b[31mforged",
    "title of a terminal": "x\x1b]0;forged\x07",
    "C1 control": "x\x9b31mforged",
    "lines of Unicode": "x\u2028forged\u2029forged\x85forged",
    "the other way": "x\u202eforged",
    "a backspace": "x\x08\x08\x08forged",
}


@pytest.fixture
def make_logging_app(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> MakeApp:
    def make(log_format: str) -> Flask:
        return make_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_LOG_FORMAT=log_format))

    return make


def assert_one_harmless_line(output: str, log_format: str) -> None:
    assert output.count("\n") == 1
    assert output.endswith("\n")
    assert all(char.isprintable() for char in output[:-1])
    if log_format == "json":
        assert json.loads(output)


@pytest.mark.parametrize("log_format", ["console", "json"])
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_a_path_is_one_harmless_line(
    make_logging_app: MakeApp, capsys: pytest.CaptureFixture[str], log_format: str, text: str
) -> None:
    client = make_logging_app(log_format).test_client()
    client.get(f"/{quote(text)}")
    assert_one_harmless_line(capsys.readouterr().err, log_format)


@pytest.mark.parametrize("log_format", ["console", "json"])
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_a_message_of_a_library_is_one_harmless_line(
    make_logging_app: MakeApp, capsys: pytest.CaptureFixture[str], log_format: str, text: str
) -> None:
    make_logging_app(log_format)
    logging.getLogger("library").warning("cannot read %s", text)
    assert_one_harmless_line(capsys.readouterr().err, log_format)


@pytest.mark.parametrize("log_format", ["console", "json"])
@pytest.mark.parametrize("header", ["User-Agent", "X-Forwarded-For", "X-Request-ID", "Host"])
def test_a_header_is_no_part_of_a_line(
    make_logging_app: MakeApp, capsys: pytest.CaptureFixture[str], log_format: str, header: str
) -> None:
    client = make_logging_app(log_format).test_client()
    client.get("/", headers={header: "x\x1b[31mforged"})
    output = capsys.readouterr().err
    assert_one_harmless_line(output, log_format)
    assert "forged" not in output
