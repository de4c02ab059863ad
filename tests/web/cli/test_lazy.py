"""Commands that are imported when they are run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from chatbot.home import HOME
from tests.support.programs import run
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.cli.lazy import LazyCommand
from web.commands import COMMANDS, INTENT_COMMANDS


@pytest.fixture
def runner(sqlite_app: Flask) -> FlaskCliRunner:
    return sqlite_app.test_cli_runner()


@pytest.mark.parametrize("command", [*COMMANDS, *INTENT_COMMANDS], ids=lambda command: command.name)
def test_the_list_has_the_first_sentence_of_a_command(command: LazyCommand) -> None:
    loaded = command.load()
    assert loaded.name == command.name
    assert loaded.get_short_help_str(120) == command.get_short_help_str(120)


def test_a_command_is_listed_and_answers_for_itself(runner: FlaskCliRunner) -> None:
    listed = runner.invoke(args=["--help"]).output
    assert re.search(r"^  intents +Look after the intent files\.$", listed, re.MULTILINE)
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
    modules = set(printed(tmp_path, code).split())
    assert "web.commands" in modules
    assert not {"rich", "alembic", "huey", "web.models.cli", "web.training.cli"} & modules


def printed(tmp_path: Path, code: str) -> str:
    """Return the output of a program."""
    environ = program_environ(tmp_path, SMALL_INTENTS)
    done = run([sys.executable, "-c", code], environ, HOME)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_flask(tmp_path: Path, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(HOME / "app.py"), *args],
        cwd=tmp_path,
        env=program_environ(tmp_path / "instance", SMALL_INTENTS, SECRET_KEY="") | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("args", "absent"),
    [
        (["--help"], {"sqlalchemy", "pydantic", "web.application", "web.core.settings"}),
        (["intents", "check"], {"flask_security", "alembic", "onnxruntime", "web.application"}),
    ],
    ids=["help", "check"],
)
def test_a_command_imports_what_it_needs(tmp_path: Path, args: list[str], absent: set[str]) -> None:
    code = (
        f"import sys; from web import program; sys.argv[1:] = {args!r}\n"
        "try: program.main()\n"
        "finally: print('modules', *sys.modules)"
    )
    modules = {*printed(tmp_path, code).partition("modules")[2].split()}
    assert "web.commands" in modules
    assert not absent & modules


def test_commands_on_files_leave_no_instance_folder(tmp_path: Path) -> None:
    for args in (["intents", "check"], ["intents", "export", "csv", "--output", "-"], ["--help"]):
        done = run_flask(tmp_path, *args)
        assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())


def test_help_makes_nothing(tmp_path: Path) -> None:
    for args in (["train", "--help"], ["db", "upgrade", "--help"]):
        done = run_flask(tmp_path, *args)
        assert "Usage:" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_bot_begins_while_the_intents_of_the_settings_are_missing(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    done = run_flask(tmp_path, "init", "bot", RECOLLECT_INTENTS=missing)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bot"]
    done = run_flask(tmp_path, "models", "list", RECOLLECT_INTENTS=missing)
    assert done.returncode == 1
    assert f"Error: RECOLLECT_INTENTS is '{missing}': There is no such folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bot"]


def test_the_key_of_a_command_with_a_database_is_kept(tmp_path: Path) -> None:
    run_flask(tmp_path, "db", "upgrade")
    key = (tmp_path / "instance" / "secret_key").read_text()
    assert len(key) >= 32
    assert run_flask(tmp_path, "models", "list").returncode == 0
    assert (tmp_path / "instance" / "secret_key").read_text() == key
