"""`flask intents …`."""

import json
from pathlib import Path

import pytest
from flask import Flask

from chatbot.intents.intent_set import Intent, IntentSet
from tests.conftest import MakeSettings
from tests.web.conftest import SMALL_INTENTS
from web import create_app
from web.intents.wording import describe


def test_a_valid_set_is_summed_up(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "check", str(SMALL_INTENTS)])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "4 intents, 24 patterns, 4 responses, 3 tests in 1 file: no problems.",
        "Dialect: Recollect's own.",
    ]


def test_a_set_is_described_in_one_line() -> None:
    patterns = ("where is my parcel", "track order")
    order = Intent("order", patterns, ("On its way!",), tests=("wheres my order",))
    assert describe(IntentSet((order,)), 1) == "1 intent, 2 patterns, 1 response, 1 test in 1 file"
    many = Intent("many", patterns=tuple(map(str, range(1812))))
    assert describe(IntentSet((order, many)), 10) == (
        "2 intents, 1,814 patterns, 1 response, 1 test in 10 files"
    )


def test_what_is_seldom_meant_is_noted(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "misspelt.json"
    file.write_text(
        json.dumps(
            {
                "intents": [
                    {"tag": "hi", "patterns": ["hi"], "responses": ["Hello."]},
                    {"tag": "bye", "paterns": ["bye"], "responses": ["Bye.", ""]},
                    {"tag": "noon", "patterns": ["when"]},
                ]
            }
        )
    )
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "check", str(file)])
    assert result.exit_code == 0
    assert result.output.splitlines()[1:] == [
        "Dialect: Recollect's own.",
        f'Note: {file}:1:100: "paterns" is read as "patterns": is this a slip?',
        f"Note: {file}:1:131: A blank response is left out.",
        f'Warning: {file}:1:145: "noon" has no responses, so those of the fallback are given.'
        ' Write them under "responses".',
        'Warning: There is no intent "fallback" to answer what nothing fits, so a general'
        ' sentence does. Write an intent with the tag "fallback" and responses.',
    ]


IN_GERMAN = {
    "intents": [
        {
            "tag": "zeiten",
            "patterns": ["wann ist der Laden offen", "wie kann ich euch sehen"],
            "responses": ["Von acht bis acht."],
        },
        {"tag": "fallback", "responses": ["Das weiß ich nicht."]},
    ]
}


@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_file_in_german_is_not_to_be_trained_as_english(
    make_settings: MakeSettings, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "german.json"
    file.write_text(json.dumps(IN_GERMAN))
    args = ["intents", command, str(file)]
    sentence = (
        "The patterns look like German, and the language is set to English: their words are"
        " stemmed and understood as words of that. Set RECOLLECT_LANGUAGE=german."
    )
    english = create_app(make_settings(RECOLLECT_LANGUAGE="english"))
    assert sentence in english.test_cli_runner().invoke(args=args).output
    for language in ("german", "auto"):
        other = create_app(make_settings(RECOLLECT_LANGUAGE=language))
        assert "RECOLLECT_LANGUAGE" not in other.test_cli_runner().invoke(args=args).output


def test_an_indonesian_file_is_told_with_the_setting(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    file = tmp_path / "indonesian.json"
    patterns = ["apa yang bisa saya tanya", "kapan toko ini buka", "di mana saya bisa bayar"]
    file.write_text(json.dumps([{"tag": "tanya", "patterns": patterns, "responses": ["Ya."]}]))
    app = create_app(make_settings(RECOLLECT_LANGUAGE="english"))
    result = app.test_cli_runner().invoke(args=["intents", "check", str(file)])
    assert "Note: The patterns look like Indonesian" in result.output
    assert "Set RECOLLECT_LANGUAGE=indonesian." in result.output


def test_the_bundled_intents_are_checked_without_a_path(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "check"])
    assert result.exit_code == 0, result.output
    assert "no problems" in result.output


def test_an_action_that_is_never_called_is_told(
    make_settings: MakeSettings, sqlite_url: str, tmp_path: Path
) -> None:
    intent = {"tag": "a", "patterns": ["b"], "action": {"url": "https://shop.example.com/orders"}}
    (tmp_path / "a.json").write_text(json.dumps({"intents": [intent]}))
    for hosts, is_told in (("", True), ("shop.example.com", False)):
        app = create_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_ACTION_HOSTS=hosts))
        result = app.test_cli_runner().invoke(args=["intents", "check", str(tmp_path)])
        assert result.exit_code == 0
        sentence = "The action https://shop.example.com/orders is never called"
        assert (sentence in result.output) == is_told


def test_an_image_that_is_not_shown_is_told(
    make_settings: MakeSettings, sqlite_url: str, tmp_path: Path
) -> None:
    images = ["https://img.example.org/a.png", "/b.png"]
    responses = [{"image": {"url": url, "alt": "A."}} for url in images]
    intent = {"tag": "a", "patterns": ["b"], "responses": responses}
    (tmp_path / "a.json").write_text(json.dumps({"intents": [intent]}))
    for hosts, count in (("", 1), ("img.example.org:443", 0), ("example.org", 1)):
        app = create_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_IMAGE_HOSTS=hosts))
        result = app.test_cli_runner().invoke(args=["intents", "check", str(tmp_path)])
        assert result.output.count("is not shown, as RECOLLECT_IMAGE_HOSTS") == count


def test_every_problem_is_printed(sqlite_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"intents": [{"tag": "a", "patterns": [true]}]}')
    (tmp_path / "b.json").write_text('{"intents": [}')
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert "a.json:1:" in result.output
    assert "b.json:1:" in result.output
    assert "in 2 files" in result.output


@pytest.mark.parametrize("name", ["nowhere", "nowhere.json"])
def test_a_path_that_is_not_there_is_a_problem(
    sqlite_app: Flask, tmp_path: Path, name: str
) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "check", str(tmp_path / name)])
    assert result.exit_code == 1
    assert name in result.output
    assert "Traceback" not in result.output


def test_the_schema_is_printed(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["intents", "schema"])
    assert result.exit_code == 0
    assert "intents" in json.loads(result.output)["properties"]
