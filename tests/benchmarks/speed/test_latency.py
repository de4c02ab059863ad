"""Latency benchmark as a command, with few messages and a small bot."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.speed.programs import PROGRAMS
from chatbot.home import HOME
from tests.support.programs import clean_environ, run
from tests.web.conftest import SMALL_INTENTS, program_environ

pytestmark = pytest.mark.timeout(400)

LATENCY = [sys.executable, "-m", "benchmarks.speed.latency"]


def three_intents(folder: Path) -> Path:
    """Write a file with three of the small intents, which are learnt soon; return its path."""
    content = json.loads(SMALL_INTENTS.read_text(encoding="utf-8"))
    path = folder / "three_intents.json"
    path.write_text(json.dumps({"intents": content["intents"][:3]}), encoding="utf-8")
    return path


@pytest.mark.slow
def test_every_program_is_measured_with_a_model_trained_for_it(tmp_path: Path) -> None:
    command = [*LATENCY, "--messages", "50", "--json", str(tmp_path / "figures.json")]
    environ = program_environ(tmp_path / "instance", three_intents(tmp_path), COLUMNS="200")
    process = run(command, clean_environ() | environ, HOME)
    assert process.returncode == 0, process.stdout + process.stderr
    assert "No model is live" in process.stdout
    assert "Bot.reply: " in process.stdout
    assert "met     imported beside the bot: no TensorFlow" in process.stdout

    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    results = {result["name"]: result for result in figures["results"]}
    assert list(results) == list(PROGRAMS)
    for result in results.values():
        assert 0 < result["p50_ms"] <= result["p99_ms"]
        assert 0 < result["uss"] <= result["rss"]
        assert 0 < result["messages"] <= 50
    assert results["keras_predict"]["p50_ms"] > results["bot"]["p50_ms"]
    assert results["keras_call"]["rss"] > results["bot"]["rss"]
    assert results["bot"]["heavy_modules"] == results["web"]["heavy_modules"] == []
    assert "tensorflow" in results["keras_call"]["heavy_modules"]
    assert [target["met"] for target in figures["targets"]][-1] is True


def test_a_file_that_is_no_bundle_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.bundle").write_bytes(b"PK")
    command = [*LATENCY, "--bundle", str(tmp_path / "broken.bundle")]
    process = run(command, clean_environ(), HOME)
    assert process.returncode == 1
    assert process.stderr.startswith("Error: This model archive is damaged")
