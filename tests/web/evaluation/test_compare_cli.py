"""`flask compare` in processes of its own."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import run
from tests.web.conftest import SMALL_INTENTS, program_environ
from tests.web.evaluation.test_cli import NO_DATABASE
from web.core.processes import flask_command

pytestmark = pytest.mark.timeout(400)


def compare(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environ = program_environ(folder / "instance", SMALL_INTENTS, DATABASE_URL=NO_DATABASE)
    return run(flask_command("compare", *options), environ | {"COLUMNS": "80"}, folder)


def test_architectures_are_compared(tmp_path: Path) -> None:
    refused = compare(tmp_path, "no_such_network")
    assert refused.returncode == 2
    choice = re.search(r"Choose from: (\w+)", " ".join(refused.stderr.split()))
    assert choice
    name = choice[1]
    done = compare(tmp_path, name, "--folds", "2", "--epochs", "2", "--json", "compared.json")
    assert done.returncode == 0, done.stderr
    (result,) = json.loads((tmp_path / "compared.json").read_text(encoding="utf-8"))["contestants"]
    row = next(line for line in done.stdout.splitlines() if line.startswith(name))
    assert f"{result['accuracy']['value']:.1%} ±" in row
    assert f"{result['bundle_bytes'] / 1e6:.1f} MB" in row
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_pretrained_network_is_left_out_where_it_cannot_run(tmp_path: Path) -> None:
    intents = tmp_path / "one.json"
    intents.write_text('{"intents": [{"tag": "a", "patterns": ["a"], "responses": ["A"]}]}')
    done = run(
        flask_command("compare"),
        program_environ(tmp_path / "instance", intents, DATABASE_URL=NO_DATABASE),
        tmp_path,
    )
    left_out = "Left out: distilled and pretrained, for the sentence encoder is not installed."
    assert done.stdout.splitlines()[0] == left_out
    assert "Error: Training needs at least 2 intents" in done.stderr
    assert "Traceback" not in done.stderr
