"""`flask init`: a bot to start from, in every language that is offered."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from chatbot.intents.files import read_file
from chatbot.intents.formatting import plan_formatting
from chatbot.intents.intent_set import FALLBACK_TAG, RESERVED_TAGS, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from tests.conftest import MakeSettings
from web.core.settings import Settings
from web.intents.starter import STARTER_LANGUAGES

STARTERS = Path(__file__).parents[3] / "web" / "intents" / "starters"


def init(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["init", *map(str, words)])


@pytest.mark.parametrize("language", STARTER_LANGUAGES)
def test_the_intents_are_whole_and_without_faults(language: str) -> None:
    path = STARTERS / f"{language}.json"
    intents = IntentSet.load(path)
    assert [intent.tag for intent in intents] == [
        *("greeting", "goodbye", "thanks", "help", "person", "fallback", "clarification")
    ]
    assert lint(intents) == ()
    assert join([read_file(path)]).notes == ()
    for intent in intents:
        assert intent.responses
        if intent.tag not in RESERVED_TAGS:
            assert len(intent.patterns) >= 15
            assert len(intent.tests) == 3
    assert not plan_formatting([path]).changed


@pytest.mark.parametrize("language", STARTER_LANGUAGES)
def test_hello_is_not_answered_by_what_the_bot_said_first(
    make_settings: MakeSettings, language: str
) -> None:
    path = STARTERS / f"{language}.json"
    settings = make_settings(RECOLLECT_INTENTS=str(path), RECOLLECT_LANGUAGE=language)
    greeting = IntentSet.load(path).get("greeting")
    assert greeting
    assert set(settings.bot_greeting).isdisjoint(greeting.responses)


def test_six_languages_are_offered() -> None:
    offered = "english french german indonesian portuguese spanish"
    assert " ".join(STARTER_LANGUAGES) == offered


def test_no_two_languages_share_a_fallback() -> None:
    bots = [IntentSet.load(STARTERS / f"{language}.json") for language in STARTER_LANGUAGES]
    fallbacks = {intent.responses for bot in bots if (intent := bot.get(FALLBACK_TAG))}
    assert len(fallbacks) == len(STARTER_LANGUAGES)


def test_a_new_folder_is_made_and_the_next_commands_are_named(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = init(sqlite_app, "my bot", "--language", "Spanish")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "my bot/intents.json: 7 intents, 85 patterns, 13 responses, 15 tests in 1 file.",
        "Name the bot's folder, and another one for its database:",
        "  export RECOLLECT_INTENTS='my bot' RECOLLECT_INSTANCE='my bot-instance'"
        " RECOLLECT_LANGUAGE=spanish",
        "Write your own intents into the file, then check, train and chat:",
        "  flask intents check",
        "  flask train",
        "  flask chat",
    ]
    assert IntentSet.load("my bot") == IntentSet.load(STARTERS / "spanish.json")
    assert (tmp_path / "my bot" / "intents.schema.json").exists()


def test_an_empty_folder_will_do_and_hidden_files_are_no_harm(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bot"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    result = init(sqlite_app)
    assert result.exit_code == 0, result.output
    assert f"RECOLLECT_INTENTS={folder} RECOLLECT_INSTANCE={folder}-instance" in result.output
    assert IntentSet.load(folder) == IntentSet.load(STARTERS / "english.json")


def test_the_instance_folder_of_an_installed_package_is_no_harm(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    instance = tmp_path / "bot" / "instance"
    settings = make_settings(DATABASE_URL=sqlite_url, RECOLLECT_INSTANCE=str(instance))
    assert init(make_app(settings), tmp_path / "bot").exit_code == 0
    assert len(IntentSet.load(tmp_path / "bot")) == 7


def test_a_language_without_a_stemmer_is_set_like_the_others(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    result = init(sqlite_app, tmp_path / "bot", "--language", "indonesian")
    assert "  flask train\n" in result.output
    assert "RECOLLECT_LANGUAGE=indonesian" in result.output


def test_a_folder_with_files_is_left_alone(sqlite_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "notes.txt").write_text("mine")
    result = init(sqlite_app, tmp_path / "bot")
    assert result.exit_code == 1
    assert re.search(r"files in the folder .* already, such as notes\.txt", result.output)
    assert [path.name for path in (tmp_path / "bot").iterdir()] == ["notes.txt"]


def test_another_language_is_refused(sqlite_app: Flask, tmp_path: Path) -> None:
    result = init(sqlite_app, tmp_path / "bot", "--language", "latin")
    assert result.exit_code == 2
    assert "indonesian" in result.output
    assert not (tmp_path / "bot").exists()
