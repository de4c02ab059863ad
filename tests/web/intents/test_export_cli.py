"""`flask intents export`."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from chatbot.intents.formats.exports.export import EXPORT_NAMES
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import IntentSet
from web.core.settings import current_settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(app: Flask, *arguments: object) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(args=["intents", "export", *map(str, arguments)])


def current_intents(app: Flask) -> IntentSet:
    """The intents of the settings."""
    with app.app_context():
        return IntentSet.load(current_settings().intents)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("recollect", "intents.json"),
        ("rasa", "rasa-bot"),
        ("dialogflow", "dialogflow.zip"),
        ("csv", "intents.csv"),
        ("jsonl", "intents.jsonl"),
    ],
)
def test_the_usual_place(sqlite_app: Flask, here: Path, name: str, place: str) -> None:
    result = run(sqlite_app, name)
    assert result.exit_code == 0, result.output
    assert f"written to {place}." in result.output
    assert [path.name for path in here.iterdir()] == [place]
    intents = current_intents(sqlite_app)
    if name == "recollect":
        assert IntentSet.load(here / place) == intents
    else:
        assert import_intents(here / place).intents == intents.intents


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_what_exists_stays_unless_it_may_go(sqlite_app: Flask, here: Path, name: str) -> None:
    assert run(sqlite_app, name, "--output", "out").exit_code == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    changed = next(iter(before))
    changed.write_text("mine")
    refused = run(sqlite_app, name, "--output", "out")
    assert refused.exit_code == 1
    assert "exists already" in refused.output
    assert changed.read_text() == "mine"
    assert run(sqlite_app, name, "--output", "out", "--replace").exit_code == 0
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_other_files_of_a_rasa_bot_stay(sqlite_app: Flask, here: Path) -> None:
    (here / "rasa-bot" / "actions").mkdir(parents=True)
    (here / "rasa-bot" / "actions" / "actions.py").write_text("mine")
    assert run(sqlite_app, "rasa").exit_code == 0
    assert (here / "rasa-bot" / "actions" / "actions.py").read_text() == "mine"


def test_a_file_is_printed(sqlite_app: Flask, here: Path) -> None:
    result = run(sqlite_app, "csv", "--output", "-")
    rows = list(csv.reader(result.output.lstrip("\ufeff").splitlines()))
    assert rows[0] == ["tag", "field", "text"]
    assert not list(here.iterdir())


def test_a_folder_is_not_printed(sqlite_app: Flask) -> None:
    result = run(sqlite_app, "rasa", "--output", "-")
    assert result.exit_code == 1
    assert "several files" in result.output


def test_the_agent_has_a_language(sqlite_app: Flask, here: Path) -> None:
    assert run(sqlite_app, "dialogflow", "--language", "pt-br").exit_code == 0
    with zipfile.ZipFile(here / "dialogflow.zip") as archive:
        assert json.loads(archive.read("agent.json"))["language"] == "pt-br"
    assert import_intents(here / "dialogflow.zip").intents == current_intents(sqlite_app).intents


@pytest.mark.parametrize("language", ["../x", "english", "en/us", "e", "en-"])
def test_no_code_of_a_language_is_refused(sqlite_app: Flask, here: Path, language: str) -> None:
    result = run(sqlite_app, "dialogflow", "--language", language)
    assert result.exit_code == 2
    assert f"{language} is no code of a language: write en or pt-br." in result.output
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    ("obstacle", "sentence"),
    [
        ("rasa-bot/domain.yml/mine.txt", "rasa-bot/domain.yml is no file"),
        ("rasa-bot/data", "rasa-bot/data is a file, and a folder is needed there"),
    ],
)
def test_something_in_the_way_of_a_file_is_told_before_the_first_is_written(
    sqlite_app: Flask, here: Path, obstacle: str, sentence: str
) -> None:
    (here / obstacle).parent.mkdir(parents=True)
    (here / obstacle).write_text("mine")
    result = run(sqlite_app, "rasa", "--replace")
    assert result.exit_code == 1
    assert sentence in result.output
    assert [path for path in here.rglob("*") if path.is_file()] == [here / obstacle]


def test_a_write_that_fails_leaves_the_old_files(
    sqlite_app: Flask, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(sqlite_app, "rasa").exit_code == 0
    files = [path for path in here.rglob("*") if path.is_file()]
    for file in files:
        file.write_text("old")

    def copy_mode(_source: Path, target: str) -> None:
        if "stories" in target:
            raise OSError(28, "No space left on device", target)

    monkeypatch.setattr("shutil.copymode", copy_mode)
    assert run(sqlite_app, "rasa", "--replace").exit_code == 1
    assert [file.read_text() for file in here.rglob("*") if file.is_file()] == ["old"] * len(files)


TABLES_AND_ROOMS = {
    "entities": {
        "room": {"values": {"single": [], "double": []}},
        "town": {"values": {"Oslo": []}, "learn": True},
        "day": {"values": {"Friday": []}, "learn": True},
        "bed": {"values": {"soft": []}, "fuzzy": False},
    },
    "intents": [
        {"tag": "travel", "patterns": ["to [Oslo](town)", "away"], "responses": ["Go."]},
        {
            "tag": "book",
            "patterns": ["a room on [Friday](day)"],
            "responses": ["Booked."],
            "form": {
                "slots": [
                    {"name": "room", "entity": "room", "prompts": ["Which?"]},
                    {"name": "day", "entity": "day", "prompts": ["When?"]},
                ],
                "cancelled": ["All right."],
            },
        },
    ],
}
SHOP = {
    "page": {"contexts": ["checkout"], "slots": {"product": "text"}},
    "intents": [
        {
            "tag": "stock",
            "patterns": ["in stock"],
            "responses": ["Let me see: {{ product }}.", "Which?"],
            "action": {"url": "https://shop.example/stock", "error": ["Later."]},
        },
        {
            "tag": "pay",
            "patterns": ["pay later"],
            "context_filter": "checkout",
            "responses": "Yes.",
        },
    ],
    "conversations": [[{"user": "in stock", "bot": "stock"}]],
}
TWO_ENTITIES = "Not written: 2 entities (town, …)."
TWO_MARKS = "Written: 2 patterns without their marks (to Oslo, …)."
ELSEWHERE = "`flask intents export recollect` has all."


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, path: Path, document: object) -> Path:
    """Let the application read intents of a new file; returns its path."""
    path.write_text(json.dumps(document))
    settings = app.config["RECOLLECT"].model_copy(update={"intents": path})
    monkeypatch.setitem(app.config, "RECOLLECT", settings)
    return path


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("recollect", []),
        ("rasa", [TWO_ENTITIES, "Written: 1 pattern without its marks (to Oslo)."]),
        ("dialogflow", [TWO_ENTITIES, "Written: 1 learnt entity as a list (day).", TWO_MARKS]),
        ("csv", ["Not written: 1 form (book).", "Not written: 4 entities (room, …).", TWO_MARKS]),
    ],
)
def test_parts_without_a_place_are_noted(
    sqlite_app: Flask, here: Path, monkeypatch: pytest.MonkeyPatch, name: str, notes: list[str]
) -> None:
    path = use(sqlite_app, monkeypatch, here / "bot.json", TABLES_AND_ROOMS)
    lines = run(sqlite_app, name, "--output", "out").output.splitlines()
    assert lines[1:] == [f"{note} {ELSEWHERE}" for note in notes]
    if name == "recollect":
        assert IntentSet.load(here / "out") == IntentSet.load(path)
        assert json.loads((here / "out").read_text())["entities"].keys() == {
            "room",
            "town",
            "bed",
            "day",
        }


@pytest.mark.parametrize("name", ["recollect", "rasa", "dialogflow", "csv", "jsonl"])
def test_actions_conversations_and_the_page_are_noted(
    sqlite_app: Flask, here: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = use(sqlite_app, monkeypatch, here / "bot.json", SHOP)
    lines = run(sqlite_app, name, "--output", "out").output.splitlines()
    if name == "recollect":
        assert lines[1:] == []
        assert IntentSet.load(here / "out") == IntentSet.load(path)
        return
    assert lines[1:] == [
        f"Not written: {part} {ELSEWHERE}"
        for part in (
            "1 action (stock).",
            "1 conversation (in stock).",
            "2 contexts or slots of a page (checkout, …).",
        )
    ]
