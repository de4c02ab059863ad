"""The library by itself, as its documentation shows it."""

import re
import subprocess
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

import chatbot
from chatbot.dialogue.state import DialogueState
from chatbot.errors import ExplainedError
from chatbot.model.bundle import Bundle
from tests.chatbot.conftest import SMALL
from tests.support import markdown
from tests.support.programs import clean_environ

ROOT = Path(__file__).parents[2]
PAGE = "docs/library.md"


def run_python(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=clean_environ() | {"PYTHONPATH": str(ROOT), "RECOLLECT_ENCODER": "no-encoder"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def documented_example() -> str:
    """Return the code of the package's docstring."""
    block = re.search(r"(?:^    .*\n|^\n)+", chatbot.__doc__ or "", re.MULTILINE)
    assert block
    return dedent(block[0]).strip("\n") + "\n"


def test_every_page_shows_the_example_of_the_package() -> None:
    assert markdown.blocks("README.md", "python") == [documented_example()]
    assert markdown.blocks(PAGE, "python")[0] == documented_example()


@pytest.mark.timeout(400)
def test_the_documented_examples_run(tmp_path: Path) -> None:
    example, *others = markdown.blocks(PAGE, "python")
    assert "train(intents)\n" in example
    (tmp_path / "intents").symlink_to(SMALL)
    quick = "train(intents, chatbot.TrainingConfig(epochs=2))\n"
    code = f"import chatbot\n{example.replace('train(intents)', quick.strip())}"
    checks = "assert reply.text and reply.state.last_responses"
    process = run_python("\n".join([code, checks, *others]), tmp_path)
    assert process.returncode == 0, process.stderr
    assert Bundle.load(tmp_path / "bot.zip").metadata.metrics.epochs == 2
    text, intent, confidence = re.match(r"(.+) (\S+) (\S+)\n", process.stdout).groups()  # type: ignore[union-attr]
    assert text
    assert intent
    assert 0 <= float(confidence) <= 1


def test_the_documented_fields_of_a_configuration_have_their_defaults() -> None:
    documented = {row[0].strip("`"): row[1].strip("`") for row in markdown.table(PAGE, "Configure")}
    config = chatbot.TrainingConfig()
    values = {field.name: repr(getattr(config, field.name)) for field in fields(config)}
    written = {name: value.replace("'", '"') for name, value in values.items()}
    assert documented == written | {"options": "NetworkOptions()"}


def test_the_documented_errors_are_where_the_page_says() -> None:
    for name, module, *_ in markdown.table(PAGE, "Errors"):
        error = getattr(import_module(module.strip("`")), name.strip("`"))
        assert issubclass(error, ExplainedError)


def test_a_reply_without_a_state_begins_a_conversation(bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(str(tmp_path / "bot.zip"))
    bot = chatbot.Bot.load(str(tmp_path / "bot.zip"))
    first, begun = bot.reply("hello"), bot.reply("hello", DialogueState())
    assert (first.intent, first.state.contexts) == (begun.intent, begun.state.contexts)
    assert first.state.last_responses


def test_training_has_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    from chatbot.training import train as training

    arguments: list[object] = []
    monkeypatch.setattr(training, "train", lambda *values: arguments.extend(values))
    intents = chatbot.IntentSet.load(str(SMALL))
    chatbot.train(intents)
    assert arguments[:2] == [intents, chatbot.TrainingConfig()]


def test_without_keras_there_is_a_sentence(tmp_path: Path) -> None:
    code = "import sys\nsys.modules['keras'] = None\nimport chatbot\nchatbot.train(None)"
    process = run_python(code, tmp_path)
    assert (
        "TrainingUnavailableError: Training needs keras, which is not installed" in process.stderr
    )


def test_the_package_has_its_public_names_and_no_others() -> None:
    for name in chatbot.__all__:
        assert getattr(chatbot, name).__name__ == name
    assert "Bot" in chatbot.__all__
    with pytest.raises(AttributeError, match="module 'chatbot' has no attribute 'Robot'"):
        chatbot.Robot  # noqa: B018
