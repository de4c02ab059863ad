"""`flask chat`, with lines piped in and in a terminal."""

import os
import pty
import re
import select
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from chatbot.dialogue.action_calls import ActionCall
from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.intents.actions.action import Action
from chatbot.text.markup.response import response_spans
from tests.support.programs import clean_environ
from tests.web.conftest import SMALL_INTENTS, FirstTraining, program_environ
from web.core.processes import flask_command


@pytest.fixture
def runner(sqlite_app: Flask) -> FlaskCliRunner:
    return sqlite_app.test_cli_runner()


def test_each_message_is_shown_with_its_answer(
    runner: FlaskCliRunner, first_training: FirstTraining
) -> None:
    arguments = ["chat", "--bundle", str(first_training.bundle)]
    result = runner.invoke(args=arguments, input="\n🦉\n  \nhello there\n/quit\nnever read\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "> 🦉",
        "I did not understand that.",
        "> hello there",
        "Hello!",
    ]


def test_a_link_is_shown_with_its_address(
    runner: FlaskCliRunner, first_training: FirstTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "<b>See</b> [the chart](https://shop.example).<br><HUMAN>"
    monkeypatch.setattr(Reply, "spans", response_spans(text))
    arguments = ["chat", "--bundle", str(first_training.bundle)]
    result = runner.invoke(args=arguments, input="hello there")
    assert result.output.splitlines()[1:] == ["See the chart (https://shop.example).", "<HUMAN>"]


def test_an_action_that_is_not_called_is_told(
    runner: FlaskCliRunner, first_training: FirstTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = Bot.reply
    action = Action("https://shop.example.com/orders")
    call = ActionCall(action, "order", "hello", (), (), "english")
    monkeypatch.setattr(Bot, "reply", lambda *given: replace(reply(*given), call=call))
    arguments = ["chat", "--bundle", str(first_training.bundle)]
    lines = runner.invoke(args=arguments, input="hello there").output.splitlines()
    assert lines[-1].strip().startswith("https://shop.example.com/orders is not called here")


def test_the_ranking_shows_the_intents(
    runner: FlaskCliRunner, first_training: FirstTraining
) -> None:
    arguments = ["chat", "--verbose", "--bundle", str(first_training.bundle)]
    result = runner.invoke(args=arguments, input="hello to everybody")
    assert result.exit_code == 0
    message, *ranked, reason, answer = result.output.splitlines()
    assert message == "> hello to everybody"
    shares = {name: float(share[:-1]) for share, name in map(str.split, ranked)}
    assert next(iter(shares)) == "greeting"
    assert {"opening_hours", "borrow"} < set(shares)
    assert sum(shares.values()) == pytest.approx(100, abs=0.5)
    assert re.fullmatch(r"  Answered: .* reaches the -\d.* only greeting is likely\.", reason)
    assert answer == "Hello!"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("who won the football in 1966", r"Fallback: .* is below the -\d.* this is off topic\."),
        ("🦉", r"Fallback: nothing in this message resembles a word of any pattern\."),
    ],
    ids=["off topic", "unknown"],
)
def test_a_fallback_says_why(
    runner: FlaskCliRunner, first_training: FirstTraining, message: str, reason: str
) -> None:
    arguments = ["chat", "--verbose", "--bundle", str(first_training.bundle)]
    lines = runner.invoke(args=arguments, input=message).output.splitlines()
    assert re.fullmatch(f"  {reason}", lines[-2])
    assert lines[-1] == "I did not understand that."


def test_no_model_is_a_sentence(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["chat"], input="hello")
    assert result.exit_code == 1
    assert result.output == ("Error: There is no trained model yet. Train one with: flask train\n")


def test_a_file_that_is_no_bundle_is_a_sentence(runner: FlaskCliRunner, tmp_path: Path) -> None:
    (tmp_path / "no.bundle").write_text("hello")
    result = runner.invoke(args=["chat", "--bundle", str(tmp_path / "no.bundle")], input="hello")
    assert result.exit_code == 1
    assert result.output.startswith("Error: This model archive is damaged")


@pytest.mark.parametrize("descriptor", [0, 1], ids=["stdin", "stdout"])
def test_without_input_or_output_there_is_no_chat(
    first_training: FirstTraining, tmp_path: Path, descriptor: int
) -> None:
    done = subprocess.run(
        flask_command("chat", "--bundle", str(first_training.bundle)),
        env=clean_environ() | program_environ(tmp_path, SMALL_INTENTS),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.close(descriptor),
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Error: A chat needs an open standard input and standard output.\n"


@pytest.mark.parametrize("end", ["/quit\n", "\x04", "\x03"], ids=["quit", "ctrl-d", "ctrl-c"])
def test_the_terminal_says_goodbye(trained_instance: Path, tmp_path: Path, end: str) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        flask_command("chat"),
        env=clean_environ() | program_environ(trained_instance, SMALL_INTENTS),
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(theirs)
    with process:
        seen = _read_until(ours, "> ")
        os.write(ours, b"hello there\n")
        seen += _read_until(ours, "> ")
        seen += _press_until(ours, end.encode(), "Goodbye.")
        assert process.wait(20) == 0
    os.close(ours)
    assert "Hello!" in seen or "did not understand" in seen
    assert "Traceback" not in seen


def _own_terminal() -> None:
    """Make the standard input the controlling terminal, so that Ctrl-C is a signal."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _press_until(terminal: int, key: bytes, end: str) -> str:
    """As a person does: the first Ctrl-C may come before the program listens again."""
    seen = ""
    while end not in seen:
        os.write(terminal, key)
        while end not in seen and select.select([terminal], [], [], 2)[0]:
            seen += os.read(terminal, 1000).decode()
    return seen


def _read_until(terminal: int, end: str) -> str:
    seen = ""
    while end not in seen:
        seen += os.read(terminal, 1000).decode()
    return seen
