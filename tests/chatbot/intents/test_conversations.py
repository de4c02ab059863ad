"""Conversation tests in intent files."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.conversations.turn import ExpectedTurn
from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.layout import formatted

INTENTS = [{"tag": "hi", "patterns": ["hello"], "responses": ["Hello! What is it?", "Hi."]}]
HELLO = {"user": "hello", "bot": "hi"}


def load(folder: Path, conversations: Any) -> IntentSet:
    """The set in a file with these conversations."""
    text = json.dumps({"intents": INTENTS, "conversations": conversations}, indent=1)
    (folder / "x.json").write_text(text, "utf-8")
    return IntentSet.load(folder / "x.json")


def test_turns_have_their_places(tmp_path: Path) -> None:
    intents = load(tmp_path, [[HELLO, {"user": "?"}], [{"user": "hm", "bot": "What is it"}]])
    first, second = intents.conversations
    assert first == (ExpectedTurn("hello", "hi"), ExpectedTurn("?"))
    assert second == (ExpectedTurn("hm", "What is it"),)
    lines = (tmp_path / "x.json").read_text().splitlines()
    assert [turn.place.rpartition(":")[2] for turn in (*first, *second)] == [
        str(number) for number, line in enumerate(lines, 1) if line == "   {"
    ]


def test_one_conversation_needs_no_list_around_it(tmp_path: Path) -> None:
    assert (
        load(tmp_path, [HELLO, HELLO]).conversations == load(tmp_path, [[HELLO] * 2]).conversations
    )


def test_conversations_survive_a_snapshot_and_an_export(tmp_path: Path) -> None:
    intents = load(tmp_path, [[HELLO]])
    assert IntentSet.from_json(intents.to_json()) == intents
    (tmp_path / "y.json").write_bytes(own_file(intents))
    assert IntentSet.load(tmp_path / "y.json") == intents
    assert intents.fingerprint == load(tmp_path, []).fingerprint


def test_a_turn_is_laid_out_on_a_line() -> None:
    text = formatted(json.dumps({"conversations": [[HELLO]], "intents": INTENTS}))
    assert text.index("intents") < text.index('      {"user": "hello", "bot": "hi"}\n')
    assert formatted(text) == text


@pytest.mark.parametrize("foreign", [[["hi", "hello"]], [{"id": 3}], {"a": []}, "none", []])
def test_conversations_of_other_programs_are_left_alone(foreign: Any, tmp_path: Path) -> None:
    assert load(tmp_path, foreign).conversations == ()


@pytest.mark.parametrize(
    ("conversations", "problem"),
    [
        ([[HELLO, {"usr": "x", "bot": "hi"}]], '/conversations/0/1: A turn .* here is {"usr"'),
        ([[{"user": ["x"], "bot": "hi"}]], r'/conversations/0/0/user: .* here is \["x"\]'),
        ([[{"user": " ", "bot": "hi"}]], "/conversations/0/0/user: A turn"),
        ([["hello", HELLO]], '/conversations/0/0: A turn .* here is "hello"'),
        ([HELLO, {"user": "x", "bot": "bye"}], '/1/bot: No intent has the tag "bye", and no resp'),
    ],
)
def test_what_is_no_turn_gets_a_sentence(conversations: Any, problem: str, tmp_path: Path) -> None:
    with pytest.raises(IntentsError, match=problem):
        load(tmp_path, conversations)
