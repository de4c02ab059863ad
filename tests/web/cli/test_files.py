"""Commands with files that cannot be written."""

from errno import ENOSPC
from pathlib import Path

import pytest
from click import ClickException
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.web.conftest import FirstTraining
from web.cli.errors import reports_errors


@pytest.fixture
def runner(sqlite_app: Flask) -> FlaskCliRunner:
    return sqlite_app.test_cli_runner()


@pytest.mark.parametrize("command", ["train", "evaluate", "compare"])
def test_a_seed_that_no_training_takes_is_told_before_the_work(
    command: str, runner: FlaskCliRunner
) -> None:
    result = runner.invoke(args=[command, "--seed", str(2**32)])
    assert result.exit_code == 2
    assert "is not in the range" in result.output


@pytest.mark.parametrize(
    "command", [("evaluate", "--json"), ("train", "--output"), ("models", "export", "1")]
)
def test_a_dash_makes_no_file_of_that_name(
    command: tuple[str, ...], runner: FlaskCliRunner
) -> None:
    result = runner.invoke(args=[*command, "-"])
    assert result.exit_code == 2
    assert "- is no file: name one." in result.output


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", "--html"),
        ("evaluate", "--json"),
        ("compare", "--json"),
        ("explain", "hello", "--json"),
        ("explain", "hello", "--html"),
        ("models", "export", "1"),
        ("train", "--output"),
    ],
)
def test_a_folder_that_is_not_there_is_told_before_the_work(
    command: tuple[str, ...], runner: FlaskCliRunner, tmp_path: Path
) -> None:
    result = runner.invoke(args=[*command, str(tmp_path / "nowhere" / "file")])
    assert result.exit_code == 2
    assert f"There is no folder {tmp_path / 'nowhere'}: make it" in result.output


def test_a_full_disk_is_a_sentence_that_names_the_file(
    runner: FlaskCliRunner, first_training: FirstTraining
) -> None:
    for option in ("--json", "--html"):
        args = ["explain", "hello", "--bundle", str(first_training.bundle), option, "/dev/full"]
        result = runner.invoke(args=args)
        assert result.exit_code == 1
        assert "Error: /dev/full cannot be written: No space left on device." in result.output


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(ENOSPC, "No space left on device"), "No space left on device."),
        (OSError(ENOSPC, "No space left on device", "a.json"), "a.json: No space left on device."),
        (OSError("the pipe is closed"), "the pipe is closed"),
    ],
)
def test_what_the_system_says_is_a_sentence(error: OSError, sentence: str) -> None:
    @reports_errors
    def command() -> None:
        raise error

    with pytest.raises(ClickException) as refused:
        command()
    assert refused.value.message == sentence
