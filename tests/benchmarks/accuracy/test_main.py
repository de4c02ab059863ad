"""Accuracy benchmark as a command, on a few sentences."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.figures import NAMES
from benchmarks.accuracy.registry import REFERENCES
from chatbot.home import HOME
from tests.support.markdown import read
from tests.support.programs import clean_environ, run

pytestmark = pytest.mark.timeout(400)

ACCURACY = [sys.executable, "-m", "benchmarks.accuracy"]
TEMPLATES = {
    "Track Order": "where is my {}|track the {} please|has my {} been sent|when does the {} arrive",
    "fallback": "the {} is broken|my {} has a crack|the {} fell apart|a part of the {} is missing",
    "café/opening": "when do you sell a {}|do you have a {} on sunday|how late is a {} on sale|"
    "at what time can I buy a {}",
}
QUESTION = ["is a part of the rope missing", "Track Order"]
"""Question with the words of a statement, for a figure about pairs."""

THINGS = ("tent", "kayak", "lamp", "stove")


def sentences(*things: str) -> list[list[str]]:
    return [
        [text.format(thing), label]
        for label, texts in TEMPLATES.items()
        for text in texts.split("|")
        for thing in things
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with an odd message of each kind."""
    data = tmp_path / "shop"
    data.mkdir()
    files = {
        "train": [*sentences(*THINGS), ["", "fallback"], ["where is my tent", "Track Order"]],
        "test": [*sentences("rope", "tent"), QUESTION, ["who was Cleopatra", "oos"]],
        "oos_test": [["what is the capital of France", "oos"], ["sing me a song", "oos"]],
    }
    for name, content in files.items():
        (data / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return data


def run_benchmark(tmp_path: Path, folder: Path, *options: str) -> tuple[str, dict[str, Any]]:
    output = tmp_path / "figures.json"
    command = [*ACCURACY, "--data", str(folder), "--json", str(output), *options]
    process = run(command, clean_environ() | {"COLUMNS": "200"}, HOME)
    assert process.returncode == 0, process.stdout + process.stderr
    figures = json.loads(output.read_text(encoding="utf-8"))
    return process.stdout, {system["system"]: system for system in figures["systems"]}


@pytest.mark.slow
def test_our_bot_is_measured_beside_the_references(tmp_path: Path, folder: Path) -> None:
    options = ("--architecture", "wide_deep", "--seeds", "1", "--epochs", "3", "--typos")
    printed, systems = run_benchmark(tmp_path, folder, *options)
    assert list(systems) == ["wide_deep", "linear_svc", "linear_svc_names", "tutorial_lstm"]
    for name, system in systems.items():
        assert set(system) == {"system", "seeds", "settings", *NAMES}
        assert system["seeds"] == [1]
        for figure in NAMES:
            (value,) = system[figure]
            assert value >= 0, (name, figure)
        assert 0 < system["p50_ms"][0] <= system["p99_ms"][0]
        assert system["train_cpu_s"][0] > 0
        assert system["bundle_mb"][0] > 0
        assert system["accuracy_typos"][0] <= 100
    assert systems["wide_deep"]["accuracy"][0] > 80
    assert systems["linear_svc"]["accuracy"][0] > 80
    assert systems["wide_deep"]["settings"]["epochs"] <= 3
    assert systems["tutorial_lstm"]["settings"]["epochs"] == 3
    assert systems["tutorial_lstm"]["peak_mb"][0] > 2 * systems["linear_svc"]["peak_mb"][0]
    assert systems["tutorial_lstm"]["p50_ms"][0] > systems["wide_deep"]["p50_ms"][0]
    assert "tutorial's LSTM" in printed
    assert "49 messages of 3 intents learnt; 25 in scope and 3 out of scope asked" in printed
    assert "1 message left out of train, being blank or out of scope." in printed
    assert "12 messages of test that train holds, too." in printed
    assert "Seeds: 1. Last, the difference (of percentages) or ratio to" in printed


def test_without_references_recollect_is_alone_and_figures_without_data_are_null(
    tmp_path: Path, folder: Path
) -> None:
    (folder / "oos_test.json").unlink()
    (folder / "test.json").write_text(json.dumps(sentences("rope")), encoding="utf-8")
    options = ("--architecture", "bow", "--epochs", "1", "--seeds", "1", "--no-references")
    printed, systems = run_benchmark(tmp_path, folder, *options, "--limit-test", "5")
    (system,) = systems.values()
    nulls = {name for name in NAMES if system[name] is None}
    assert nulls == {"pairs_right", "oos_recall", "oos_recall_at_95", "auroc", "accuracy_typos"}
    assert "5 in scope and 0 out of scope asked" in printed
    assert "difference" not in printed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--train", "few.json"], "few.json is missing: expected is a JSON list of [text, label]"),
        (["--json", "{folder}/none/figures.json"], "There is no folder {folder}/none"),
        (["--architecture", "nonsense"], "nonsense, seed 1, ended without an answer:\n"),
    ],
    ids=["train", "json", "architecture"],
)
def test_wrong_options_are_refused_with_a_sentence(
    folder: Path, options: list[str], message: str
) -> None:
    arguments = [option.format(folder=folder) for option in options]
    command = [*ACCURACY, "--data", str(folder), *arguments]
    process = run(command, clean_environ(), HOME)
    assert process.returncode == 1
    assert message.format(folder=folder) in process.stderr
    assert "Traceback" not in process.stderr


def test_every_option_figure_and_reference_is_explained() -> None:
    page = read("docs/benchmarks/README.md")
    for option in main.params:
        assert f"| `{option.opts[0]}" in page, option.name
    for name in (*NAMES, *REFERENCES):
        assert f"`{name}`" in page, name
