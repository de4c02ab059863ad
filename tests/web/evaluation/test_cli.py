"""`flask evaluate` in processes of its own."""

import json
import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from rich.console import Console

from chatbot.evaluation.intent_tests import CheckedTests
from tests.conftest import MakeSettings
from tests.support.evaluations import made_up_evaluation
from tests.support.programs import Program, run, running, wait_until
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.core.processes import flask_command
from web.core.settings import Settings
from web.evaluation.cli_view import print_evaluation

pytestmark = pytest.mark.timeout(400)

SMALL = Path(__file__).parents[2] / "chatbot" / "small"
HOSTILE = "<script>alert(1)</script>"
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"


@dataclass(frozen=True)
class Evaluated:
    """Files and output of a run of `flask evaluate`."""

    folder: Path
    output: str

    @property
    def figures(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "figures.json").read_text(encoding="utf-8")))


OPTIONS = ("--folds", "2", "--epochs", "3", "--architecture", "bow", "--json", "figures.json")


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    folder = tmp_path_factory.mktemp("evaluated")
    intents = folder / "intents"
    shutil.copytree(SMALL, intents)
    hostile = {"tag": "odd", "patterns": [HOSTILE, "odd things", "oddly"], "responses": ["Odd."]}
    (intents / "odd.json").write_text(json.dumps({"intents": [hostile]}), encoding="utf-8")
    command = flask_command("evaluate", *OPTIONS, "--html", "report.html")
    environ = program_environ(folder / "instance", intents, DATABASE_URL=NO_DATABASE)
    done = run(command, environ | {"COLUMNS": "80"}, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return Evaluated(folder, done.stdout + done.stderr)


@pytest.fixture
def evaluate_here(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Result]:
    """Run `flask evaluate` in this process, where Keras is loaded already."""
    monkeypatch.chdir(tmp_path)
    no_encoder = str(tmp_path / "no-encoder")

    def evaluate(intents: Path, *options: str) -> Result:
        settings = make_settings(
            DATABASE_URL=sqlite_url, RECOLLECT_INTENTS=str(intents), RECOLLECT_ENCODER=no_encoder
        )
        result = make_app(settings).test_cli_runner().invoke(args=["evaluate", *options])
        assert result.exit_code == 0, result.output
        return result

    return evaluate


def test_it_prints_the_figures_that_it_writes(evaluated: Evaluated) -> None:
    accuracy, scope = evaluated.figures["accuracy"], evaluated.figures["scope"]
    output = " ".join(evaluated.output.split())
    assert f"Accuracy: {accuracy['value']:.1%}" in output
    assert f"of {scope['questions']} messages" in output
    assert f"Off topic: {scope['off_topic_refused']:.1%} of 700 messages refused" in output
    assert "of 5 pass" in output
    assert "2-fold cross-validation, seed 1" in output
    assert "oneDNN" not in output
    for heading in ("Weakest intents", "Most confused"):
        assert heading in evaluated.output


def test_it_fits_80_columns(evaluated: Evaluated) -> None:
    assert max(map(len, evaluated.output.splitlines())) <= 80


def test_the_same_seed_gives_the_same_figures(
    evaluated: Evaluated, evaluate_here: Callable[..., Result], tmp_path: Path
) -> None:
    """The other figures are those of another process, with other hashes."""
    result = evaluate_here(evaluated.folder / "intents", *OPTIONS)
    assert Evaluated(tmp_path, result.output).figures == evaluated.figures


def test_the_report_holds_the_figures_and_runs_nothing_of_an_author(evaluated: Evaluated) -> None:
    report = (evaluated.folder / "report.html").read_text(encoding="utf-8")
    assert f"{evaluated.figures['accuracy']['value']:.1%}" in report
    assert HOSTILE not in report
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*https?:", report)


def test_without_tests_it_says_so() -> None:
    console = Console(file=StringIO(), width=80)
    print_evaluation(console, replace(made_up_evaluation(), tests=CheckedTests(0, ())))
    assert isinstance(console.file, StringIO)
    assert "Tests:        none are written\n" in console.file.getvalue()


def test_an_unknown_network_is_a_sentence(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["evaluate", "--architecture", "gpt"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no network “gpt”. Choose one of: ")


def test_the_pretrained_network_without_its_encoder_is_a_sentence(tmp_path: Path) -> None:
    command = flask_command("evaluate", "--architecture", "pretrained", "--epochs", "1")
    done = run(command, program_environ(tmp_path / "instance", SMALL_INTENTS), tmp_path)
    assert done.returncode == 1
    assert "Get it with: flask encoder install" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_stored(evaluated: Evaluated) -> None:
    assert not list((evaluated.folder / "instance").glob("*.db"))


def test_messages_of_a_file_are_asked(evaluate_here: Callable[..., Result], tmp_path: Path) -> None:
    pairs = [["hello", "greeting"], ["may I borrow a book", "borrow"], ["qqq www", "oos"]]
    (tmp_path / "asked.json").write_text(json.dumps(pairs), encoding="utf-8")
    options = ("--test", "asked.json", "--epochs", "3", "--architecture", "bow")
    output = evaluate_here(SMALL_INTENTS, *options).output
    assert "Network:      bow, for you asked for it." in output
    assert "3 messages of a file" in output
    assert "of 1 message refused" in output


def test_wrong_messages_of_a_file_are_named(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    file.write_text('[["hello", "no_such_intent"]]', encoding="utf-8")
    result = sqlite_app.test_cli_runner().invoke(args=["evaluate", "--test", str(file)])
    assert result.exit_code == 1
    assert f"{file}:1:12: /0/1: No intent with patterns has the tag" in result.output


@pytest.mark.parametrize("option", [["--folds", "3"], ["--learning-curve"]])
def test_a_file_and_folds_exclude_each_other(
    sqlite_app: Flask, tmp_path: Path, option: list[str]
) -> None:
    file = tmp_path / "asked.json"
    file.write_text("[]", encoding="utf-8")
    result = sqlite_app.test_cli_runner().invoke(args=["evaluate", "--test", str(file), *option])
    assert result.exit_code == 2
    assert "leave out one or the other" in result.output


def test_too_little_to_learn_is_a_sentence(tmp_path: Path) -> None:
    intents = tmp_path / "one.json"
    intents.write_text('{"intents": [{"tag": "a", "patterns": ["a"], "responses": ["A"]}]}')
    done = run(flask_command("evaluate"), program_environ(tmp_path / "instance", intents), tmp_path)
    assert done.returncode == 1
    network = "Network:      wide_deep, for the sentence encoder is not installed."
    assert done.stdout.splitlines()[0] == network
    assert "Error: Training needs at least 2 intents" in done.stderr
    assert "Traceback" not in done.stderr


def loads(program: Program) -> bool:
    (process,) = program.family()
    return any("tensorflow" in part.path for part in process.memory_maps())


def trains(program: Program) -> bool:
    return "Training 1/" in program.output


@pytest.mark.parametrize("moment", [loads, trains])
def test_ctrl_c_ends_it_with_a_sentence(tmp_path: Path, moment: Callable[[Program], bool]) -> None:
    options = ("--epochs", "1000", "--architecture", "bow", "--json", "figures.json")
    environ = program_environ(tmp_path / "instance", SMALL_INTENTS, FORCE_COLOR="1")
    command = flask_command("evaluate", *options)
    with running(command, environ, tmp_path / "log") as program:
        wait_until(lambda: moment(program), "it does not train", program)
        assert program.stop(signal.SIGINT) == 130
        assert "Cancelled: nothing was written." in program.output
        assert "Traceback" not in program.output
    assert not (tmp_path / "figures.json").exists()
