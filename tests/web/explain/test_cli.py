"""`flask explain`, on a model from a file and on the live one."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from chatbot.home import HOME
from chatbot.model.bundle import Bundle
from tests.support.programs import run
from tests.web.conftest import SMALL_INTENTS, FirstTraining, program_environ
from web.core.processes import flask_command


@pytest.fixture
def runner(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskCliRunner:
    monkeypatch.setenv("COLUMNS", "80")
    return sqlite_app.test_cli_runner()


@pytest.fixture
def bundle(first_training: FirstTraining) -> str:
    return str(first_training.bundle)


def test_it_shows_each_stage_in_80_columns(runner: FlaskCliRunner, bundle: str) -> None:
    text = "heloo, may I borrow incomprehensibilities today please"
    result = runner.invoke(args=["explain", text, "--bundle", bundle])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith(("Answered: ", "Asked back: ", "Fallback: "))
    assert max(map(len, lines)) <= 80
    for heading in ("Words", "Ranking", "Nearest patterns", "The LSTM's gates"):
        assert heading in lines
    assert any(line.split()[:3] == ["heloo", "→", "hello"] and "yes" in line for line in lines)
    assert any(line.split()[:1] == ["borrow"] and "yes" in line for line in lines)
    assert {"→forget", "←cell"} <= set(result.output.split())


def test_the_figures_are_those_that_are_shown(
    runner: FlaskCliRunner, bundle: str, tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    result = runner.invoke(args=["explain", "hello", "--bundle", bundle, "--json", str(file)])
    facts = json.loads(file.read_text(encoding="utf-8"))
    assert " ".join(result.output.split()).startswith(facts["decision"]["sentence"])
    assert facts["answer"]["text"] in result.output
    assert f"{facts['decision']['ranking'][0]['calibrated']:.1%}" in result.output
    assert f"The figures are in {file}." in result.output


def test_a_bot_of_which_nothing_was_held_out_tells_no_shares(
    runner: FlaskCliRunner, first_training: FirstTraining, tmp_path: Path
) -> None:
    whole = Bundle.load(first_training.bundle)
    files = [tmp_path / name for name in ("whole.recollect", "other.recollect")]
    whole.save(files[0])
    metrics = replace(whole.metadata.metrics, held_out_messages=0, held_out_accuracy=None)
    replace(whole, metadata=replace(whole.metadata, metrics=metrics)).save(files[1])
    texts = [explained(runner, file, tmp_path) for file in files]
    for shown, claim in zip(texts[0], ("at a coverage of", "80 in 100", "coverage"), strict=True):
        assert claim in shown
    terminal, page, figures = texts[1]
    assert "80 in 100" not in page
    assert "have the right one among" not in page
    assert json.loads(figures)["decision"]["coverage"] is None
    for shown in (terminal, page):
        assert "coverage" not in shown
        assert "How often the bot is right is not known" in " ".join(shown.split())


def explained(runner: FlaskCliRunner, file: Path, folder: Path) -> tuple[str, str, str]:
    """Output, page and figures of an explanation."""
    page, figures = folder / "page.html", folder / "figures.json"
    files = ["--html", str(page), "--json", str(figures)]
    result = runner.invoke(args=["explain", "when do you open", "--bundle", str(file), *files])
    assert result.exit_code == 0, result.output
    return result.output, page.read_text("utf-8"), figures.read_text("utf-8")


def test_half_a_character_and_other_bytes_are_explained_too(
    runner: FlaskCliRunner, bundle: str, tmp_path: Path
) -> None:
    for text in ("hello \udcff", "\ud800", "\0"):
        files = ["--json", str(tmp_path / "a.json"), "--html", str(tmp_path / "a.html")]
        result = runner.invoke(args=["explain", text, "--bundle", bundle, *files])
        assert result.exit_code == 0, result.output
        assert (tmp_path / "a.html").stat().st_size > 0


def test_a_dash_prints_json_and_nothing_else(
    runner: FlaskCliRunner, bundle: str, tmp_path: Path
) -> None:
    page = str(tmp_path / "page.html")
    options = ["--bundle", bundle, "--json", "-", "--html", page]
    result = runner.invoke(args=["explain", "hello", *options])
    assert json.loads(result.stdout)["text"] == "hello"
    assert result.stderr == f"The page is in {page}: open it in a browser.\n"
    assert Path(page).read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("text", ["", "🦉", "[bold]x[/bold] \x1b"])
def test_what_means_nothing_is_explained_too(
    runner: FlaskCliRunner, bundle: str, text: str
) -> None:
    result = runner.invoke(args=["explain", text, "--bundle", bundle])
    assert result.exit_code == 0, result.output
    assert "I did not understand that." in result.output


def test_an_unknown_context_is_a_sentence(runner: FlaskCliRunner, bundle: str) -> None:
    result = runner.invoke(args=["explain", "hi", "--bundle", bundle, "--context", "door"])
    assert result.exit_code == 2
    assert "No intent of this model waits for a context 'door'. There are none." in result.output


def test_no_model_is_a_sentence(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["explain", "hello"])
    assert result.exit_code == 1
    assert result.output == "Error: There is no trained model yet. Train one with: flask train\n"


def test_the_live_model_is_explained_without_keras(trained_instance: Path, tmp_path: Path) -> None:
    environ = program_environ(trained_instance, SMALL_INTENTS)
    done = run(flask_command("explain", "hello"), environ, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Ranking" in done.stdout
    code = (
        "import sys; from web import create_app;"
        "done = create_app().test_cli_runner().invoke(args=['explain', 'hello']);"
        "assert done.exit_code == 0, done.output;"
        "print(sorted({'keras', 'tensorflow', 'onnx', 'sklearn', 'scipy'} & set(sys.modules)))"
    )
    done = run([sys.executable, "-c", code], environ | {"PYTHONPATH": str(HOME)}, tmp_path)
    assert done.stdout == "[]\n", done.stderr
