"""Commands of README.md and docs/api.md, typed in a copy of the repository."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from chatbot.home import HOME
from tests.support import markdown
from tests.support.programs import SERVER, clean_environ, running, wait_until

pytestmark = pytest.mark.timeout(700)

PARTS = ("app.py", "chatbot", "intents", "migrations", "web")
ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Tour:
    """The folder in which the tour was made, and what its steps printed."""

    folder: Path
    printed: tuple[str, ...]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """The README's tour, step by step in one shell."""
    folder = tmp_path_factory.mktemp("tour")
    for part in map(HOME.joinpath, PARTS):
        if part.is_dir():
            # Compiled modules, too, but for those that are being written.
            ignored = shutil.ignore_patterns("*.pyc.*")
            shutil.copytree(part, folder / part.name, ignore=ignored)
        else:
            shutil.copy(part, folder)
    (folder / ".venv").symlink_to(sys.prefix)
    steps = markdown.blocks("README.md", "sh", tested=True)
    return Tour(folder, tuple(_typed(folder, steps)))


def _typed(folder: Path, steps: list[str], **environ: str) -> list[str]:
    """Output of each step; a step that fails ends the test with its output."""
    line = "----- next step -----"
    done = subprocess.run(
        ["bash", "-e", "-c", f"\necho {line!r}\n".join(steps)],
        cwd=folder,
        # What the tour says holds with the sentence encoder, too; it is quicker without.
        env=clean_environ() | {"COLUMNS": "200", "RECOLLECT_ENCODER": "no-encoder"} | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split(f"{line}\n")


def test_the_readme_marks_all_that_can_be_typed_here() -> None:
    unmarked = markdown.blocks("README.md", "sh", tested=False)
    assert all(block.rstrip().endswith(("make run", "make test")) for block in unmarked)


def test_the_intents_of_the_tour_are_right(tour: Tour) -> None:
    assert tour.printed[1] == markdown.blocks("README.md", "text")[0]


def test_the_bot_of_the_tour_passes_its_tests(tour: Tour) -> None:
    assert "Tests:    6 of 6 pass.\n" in tour.printed[2]
    assert "Version 1 is live.\n" in tour.printed[2]


def test_the_bot_of_the_tour_answers_and_knows_its_limits(tour: Tour) -> None:
    lines = [line for line in tour.printed[3].splitlines() if not line.startswith("  ")]
    assert lines == [
        "> hi, is my flat tire expensive?",
        "A new tube is 12, fitted while you wait.",
        "> what is the capital of France?",
        "I only know about opening hours, punctures and rental bikes.",
    ]
    assert re.search(r"\?\n +\d+\.\d%  puncture\n", tour.printed[3])


def test_nothing_of_the_tour_is_left_outside_its_folders(tour: Tour) -> None:
    made = {path.name for path in tour.folder.iterdir()} - {*PARTS, ".venv", "__pycache__"}
    assert made == {"my-bot", "my-instance"}


@pytest.fixture
def address(tour: Tour, tmp_path: Path) -> Iterator[str]:
    """Where the bot of the tour is served."""
    port = _free_port()
    environ = {
        "PORT": str(port),
        "RECOLLECT_ENCODER": str(tour.folder / "no-encoder"),
        "RECOLLECT_INTENTS": str(tour.folder / "my-bot"),
        "RECOLLECT_INSTANCE": str(tour.folder / "my-instance"),
        "RECOLLECT_BOT_OPENINGS": "When are you open?",
    }
    url = f"http://127.0.0.1:{port}"
    with running(SERVER, environ, tmp_path / "log") as server:
        wait_until(lambda: _answers(f"{url}/readyz"), "the server does not answer", server)
        yield url


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=1).ok
    except requests.RequestException:
        return False


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is missing: install it")
def test_the_examples_of_the_api_answer_as_documented(address: str, tmp_path: Path) -> None:
    commands = markdown.blocks("docs/api.md", "sh", tested=True)
    begin, send, *others = (command.replace(ADDRESS, address) for command in commands)
    begun = _typed(tmp_path, [begin])[0]
    sent = _typed(tmp_path, [send], CONVERSATION=json.loads(begun)["id"])[0]
    ids = {"CONVERSATION": json.loads(begun)["id"], "REPLY": json.loads(sent)["reply"]["id"]}
    printed = [begun, sent, *_typed(tmp_path, others, **ids)]
    answered = [json.loads(text) for text in printed if text.strip()]
    documented = [json.loads(text) for text in markdown.blocks("docs/api.md", "json")]
    assert [_shape(answer) for answer in answered] == [_shape(answer) for answer in documented]
    assert answered[1]["message"] == documented[1]["message"] | _time(answered[1]["message"])
    (exported,) = tmp_path.glob("conversation-*.json")
    assert [m["role"] for m in json.loads(exported.read_text())["messages"]] == ["user", "bot"]


def _time(message: dict[str, Any]) -> dict[str, Any]:
    return {"created_at": message["created_at"]}


def _shape(value: Any) -> Any:
    """The keys and the kinds of a JSON value; of a list, those of its first item."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value[:1]]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__
