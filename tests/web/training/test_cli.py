"""`flask train` in processes of its own."""

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from chatbot.model.architectures import NetworkOptions
from chatbot.model.bundle import Bundle
from tests.support.programs import Program, run, running, wait_until
from tests.web.conftest import SMALL_INTENTS, FirstTraining, program_environ
from web.core.processes import flask_command
from web.core.settings import Settings

pytestmark = pytest.mark.timeout(400)


def rows(instance: Path, query: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(f"sqlite:///{instance}/recollect.db")
    with engine.connect() as connection:
        values = [tuple(row) for row in connection.execute(sa.text(query))]
    engine.dispose()
    return values


def is_training(instance: Path, moment: str = "status = 'running'") -> bool:
    try:
        return rows(instance, f"SELECT 1 FROM training_runs WHERE {moment}") == [(1,)]
    except sa.exc.OperationalError:
        return False  # the tables are not there yet


def test_it_ends_with_what_it_learnt(first_training: FirstTraining) -> None:
    lines = [line for line in first_training.output.splitlines() if line.strip()]
    output = "\n".join(lines)
    assert re.search(r"Accuracy: \d+\.\d% of \d+ held-out messages, of \d+ intents\.", output)
    assert re.search(r"Fallback: \d+\.\d% of them\.", output)
    assert "of 3 pass." in output
    assert "“xylophone quartz” → fallback instead of borrow" in output
    assert "Version 1 is live." in output
    assert "oneDNN" not in output


def test_it_leaves_a_run_a_version_and_a_bundle(first_training: FirstTraining) -> None:
    instance = first_training.instance
    ((status, epoch, version),) = rows(
        instance, "SELECT status, epoch, model_version_id FROM training_runs"
    )
    assert (status, version) == ("succeeded", 1)
    assert isinstance(epoch, int)
    ((archive,),) = rows(instance, "SELECT archive FROM model_versions")
    assert archive == first_training.bundle.read_bytes()
    assert Bundle.load(first_training.bundle).metadata.metrics.tests == 3


def test_invalid_intents_are_printed_and_nothing_is_trained(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"intents": [{"tag": "a", "patterns": [true]}, {"tag": "a"}]}')
    environ = program_environ(tmp_path / "instance", bad)
    done = run(flask_command("train"), environ, tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("bad.json:1:40: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "instance" / "recollect.db").exists()


@pytest.fixture(scope="module")
def weak_training(tmp_path_factory: pytest.TempPathFactory) -> FirstTraining:
    """Results of a training of another network, by name and options, on four patterns."""
    folder = tmp_path_factory.mktemp("weak")
    intents = [
        {"tag": "hours", "patterns": ["a qué hora abren", "cuál es el horario"]},
        {"tag": "price", "patterns": ["cuánto cuesta", "qué precio tiene la entrada"]},
    ]
    (folder / "weak.json").write_text(json.dumps({"intents": intents}))
    environ = program_environ(
        folder / "instance", folder / "weak.json", COLUMNS="300", RECOLLECT_LANGUAGE="english"
    )
    chosen = ("--architecture", "lstm", "--units", "8", "--embedding", "one_hot")
    options = ("--epochs", "2", "--override", "--output", "other.bundle", *chosen)
    done = run(flask_command("train", *options), environ, folder)
    assert done.returncode == 0, done.stderr
    return FirstTraining(folder / "instance", folder / "other.bundle", done.stdout)


def test_a_weak_bot_ends_with_a_warning_and_three_remedies(weak_training: FirstTraining) -> None:
    live, empty, warning, *remedies, bundle = weak_training.output.splitlines()[-7:]
    assert (live.startswith("Version 1 is live"), empty) == (True, "")
    assert bundle == f"The bundle is in {weak_training.bundle.name}."
    assert warning.startswith("Warning: This bot is weak: ")
    assert "it has 2.0 patterns an intent" in warning
    assert warning.endswith("its language Spanish. To help it most:")
    assert [remedy[:5] for remedy in remedies] == ["  1. ", "  2. ", "  3. "]
    assert "RECOLLECT_LANGUAGE=spanish" in remedies[1]


def test_another_language_is_told_before_the_training(weak_training: FirstTraining) -> None:
    before = weak_training.output.partition("Accuracy:")[0]
    assert "Warning: The patterns look like Spanish, and the language is set to English" in before
    assert "Set RECOLLECT_LANGUAGE=spanish." in before


def test_a_good_bot_ends_without_a_warning(first_training: FirstTraining) -> None:
    assert "Warning:" not in first_training.output


def test_too_little_to_train_on_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text('{"intents": [{"tag": "a", "patterns": ["a"], "responses": ["A"]}]}')
    done = run(flask_command("train"), program_environ(tmp_path / "instance", file), tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert rows(tmp_path / "instance", "SELECT status FROM training_runs") == [("failed",)]


@pytest.mark.parametrize("moment", ["status = 'running'", "epoch > 1"], ids=["early", "late"])
def test_ctrl_c_cancels_and_stores_nothing(tmp_path: Path, moment: str) -> None:
    instance = tmp_path / "instance"
    command = flask_command("train", "--epochs", "1000", "--architecture", "bow")
    with running(command, program_environ(instance, SMALL_INTENTS), tmp_path / "log") as program:
        wait_until(lambda: is_training(instance, moment), "it does not train", program)
        assert interrupted(program) == 130
        assert "Cancelled: nothing was stored" in program.output
        assert "Traceback" not in program.output
    assert rows(instance, "SELECT status FROM training_runs") == [("cancelled",)]
    assert rows(instance, "SELECT id FROM model_versions") == []


def test_ctrl_c_is_not_lost_while_tensorflow_is_loaded(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    command = flask_command("train", "--epochs", "1000")
    with running(command, program_environ(instance, SMALL_INTENTS), tmp_path / "log") as program:
        (process,) = program.family()
        wait_until(
            lambda: any("tensorflow" in part.path for part in process.memory_maps()),
            "it does not load TensorFlow",
            program,
        )
        assert interrupted(program) == 130
        assert "Cancelled: nothing was stored" in program.output
    assert rows(instance, "SELECT status FROM training_runs") == [("cancelled",)]


def test_a_second_training_waits_for_the_first(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    environ = program_environ(instance, SMALL_INTENTS)
    command = flask_command("train", "--epochs", "1000")
    with running(command, environ, tmp_path / "first") as first:
        wait_until(lambda: is_training(instance), "it does not train", first)
        with running(command, environ, tmp_path / "second") as second:
            wait_until(lambda: "Another training" in second.output, "it does not wait", second)
            assert interrupted(second) == 130
        assert rows(instance, "SELECT status FROM training_runs") == [("running",)]


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    environ = program_environ(tmp_path, tmp_path / "nowhere")
    done = run(flask_command("train"), environ, tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: RECOLLECT_INTENTS is ")


def interrupted(program: Program) -> int:
    """Exit code after Ctrl-C."""
    return program.stop(signal.SIGINT)


def test_another_network_is_trained_by_name(weak_training: FirstTraining) -> None:
    metadata = Bundle.load(weak_training.bundle).metadata
    assert metadata.architecture == "lstm"
    assert metadata.options == NetworkOptions(8, None, 0.5, "one_hot")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--architecture", "gru"), "Error: There is no network “gru”. Choose one of: bow, rnn"),
        (("--architecture", "bow", "--layers", "2"), "Error: The network bow has no use for "),
        (("--embedding", "one_hot"), "Error: The network wide_deep has no use for "),
        (("--dropout", "1"), "Error: A dropout of 1.0 cannot be learnt with: choose 0 to 0.9."),
    ],
)
def test_what_does_not_go_together_is_a_sentence(
    make_app: Callable[[Settings], Flask],
    tmp_path: Path,
    options: tuple[str, ...],
    sentence: str,
) -> None:
    environ = program_environ(tmp_path / "instance", SMALL_INTENTS)
    runner = make_app(Settings.from_environ(environ)).test_cli_runner()
    done = runner.invoke(args=["train", *options])
    assert done.exit_code == 1
    assert done.stderr.startswith(sentence)
    assert not (tmp_path / "instance" / "recollect.db").exists()
