"""Commands that are imported when they are run."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from chatbot.home import HOME
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.cli.lazy import LazyCommand
from web.commands import COMMANDS


@pytest.fixture
def runner(sqlite_app: Flask) -> FlaskCliRunner:
    return sqlite_app.test_cli_runner()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_list_has_the_first_sentence_of_a_command(command: LazyCommand) -> None:
    loaded = command.load()
    assert loaded.name == command.name
    assert loaded.get_short_help_str(120) == command.get_short_help_str(120)


def test_a_command_is_listed_and_answers_for_itself(runner: FlaskCliRunner) -> None:
    assert "intents   Look after the intent files." in runner.invoke(args=["--help"]).output
    for args in (["intents", "--help"], ["intents", "pull", "--help"]):
        result = runner.invoke(args=args)
        assert result.exit_code == 0
        assert "pull" in result.output


def test_a_list_of_commands_imports_none_of_them(tmp_path: Path) -> None:
    code = (
        "import sys; from web import create_app;"
        "done = create_app().test_cli_runner().invoke(args=['--help']);"
        "assert done.exit_code == 0, done.output;"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOME,
        env=program_environ(tmp_path, SMALL_INTENTS),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules = set(done.stdout.split())
    assert "web.commands" in modules
    assert not {"rich", "alembic", "huey", "web.models.cli", "web.training.cli"} & modules
