"""Fallback of an intent file, by its name or its shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.conversion import convert
from chatbot.intents.errors import WriteBackError
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import Intent
from chatbot.intents.write_back import plan_write_back
from tests.chatbot.intents.dialects.documents import (
    OURS,
    notes_of,
    read,
)

SILENT = {"tag": "noanswer", "patterns": [], "responses": ["No."]}


@pytest.mark.parametrize(
    "tag", ["noanswer", "no_reconocido", "NotUnderstood", "não entendi", "autre"]
)
@pytest.mark.parametrize("patterns", [[], [""], ["*"], None])
def test_the_fallback_is_known_by_its_name(tag: str, patterns: Any) -> None:
    silent = {"tag": tag, "patterns": patterns, "responses": ["Pardon?"]}
    intents = read({"intents": [*OURS["intents"], silent]})
    assert intents.get("fallback") == Intent("fallback", (), ("Pardon?",))
    assert intents.get(tag) is None


@pytest.mark.parametrize(
    "tag",
    [
        "default_fallback_response",
        "chat_noanswer_normal",
        "unknownQuestion",
        "bilinmeyen",
        "Noanswers",
    ],
)
def test_words_around_the_name_of_a_fallback_change_nothing(tag: str) -> None:
    silent = {"tag": tag, "patterns": [], "responses": ["Pardon?"]}
    other = {"tag": "payment_error", "patterns": [], "responses": ["Try again."]}
    assert read({"intents": [*OURS["intents"], other, silent]}).get("fallback")


@pytest.mark.parametrize("tag", ["Fallback", "no-answer", "nlu_fallback", "no entiendo"])
def test_a_fallback_by_name_may_have_patterns(tag: str) -> None:
    silent = {"tag": "other", "patterns": [], "responses": ["More?"]}
    named = {"tag": tag, "patterns": ["asdf"], "responses": ["Pardon?"]}
    intents = read({"intents": [silent, named, *OURS["intents"]]})
    assert intents.get("fallback") == Intent("fallback", ("asdf",), ("Pardon?",))


def test_the_fallback_is_known_by_its_shape() -> None:
    silent = {"tag": "autre", "patterns": ["*"], "responses": ["Pardon ?"]}
    assert read({"intents": [*OURS["intents"], silent]}).get("fallback")


@pytest.mark.parametrize(
    "others",
    [
        [
            {"tag": "a", "patterns": [], "responses": ["A."]},
            {"tag": "b", "patterns": [], "responses": ["B."]},
        ],
        [{"tag": "a", "patterns": [], "responses": ["A."], "context_filter": "x"}],
        [
            {"tag": "a", "patterns": [], "responses": ["A."]},
            {"tag": "c", "patterns": ["c"], "responses": ["C."], "context": ["a"]},
        ],
        [{"tag": "a", "responses": ["A."]}],
        [{"tag": "error", "patterns": ["I get an error"], "responses": ["Which?"]}],
        [{"tag": "payment_error", "responses": ["Try again."]}],
        [{"tag": "noanswer", "patterns": ["a"], "responses": ["A."], "context_filter": "x"}],
        [{"tag": "clarification", "patterns": [], "responses": ["Which?"]}],
    ],
    ids=[
        "two",
        "awaited",
        "led to",
        "no patterns at all",
        "a topic",
        "its error",
        "a closed one",
        "clarification",
    ],
)
def test_no_other_intent_is_taken_for_the_fallback(others: list[dict[str, Any]]) -> None:
    assert read({"intents": [*OURS["intents"], *others]}).get("fallback") is None


def test_a_fallback_leaves_no_place_for_another() -> None:
    fallback = {"tag": "fallback", "responses": ["Pardon?"]}
    silent = {"tag": "noanswer", "patterns": [], "responses": ["What?"]}
    intents = read({"intents": [*OURS["intents"], silent, fallback]})
    assert {"fallback", "noanswer"} <= {intent.tag for intent in intents}


@pytest.mark.parametrize("key", ["default_answer", "respostaPadrão", "fallback", "failure_phrases"])
@pytest.mark.parametrize("value", ["Pardon?", ["Pardon?"]])
def test_the_answers_of_a_fallback_beside_the_list_are_read(key: str, value: Any) -> None:
    document = {**OURS, key: value}
    assert read(document).get("fallback") == Intent("fallback", (), ("Pardon?",))
    assert ("fallback_beside", key, "", 1) in notes_of(document)
    assert notes_of({**OURS, key: 0.3, "author": "A"}) == []


@pytest.mark.parametrize(
    "others",
    [
        {"default": "Pardon?"},
        {"fallback": "no_answer"},
        {"default_response": "Pardon?", "fallback": ["What?"]},
        {"fallback": "Pardon?", "intents": [*OURS["intents"], SILENT]},
        {"default_message": {"en": "Pardon?"}},
        {"error_message": "The file is not there."},
    ],
    ids=["no answer", "a tag", "two", "beside one of the intents", "by language", "an error"],
)
def test_other_texts_beside_the_list_are_noted(others: dict[str, Any]) -> None:
    document = {**OURS, **others}
    fallback = read(document).get("fallback")
    assert fallback is None or fallback.responses == ("No.",)
    assert "outer_fallback" in {kind for kind, *_ in notes_of(document)}


def test_a_fallback_beside_the_list_is_converted_and_takes_no_messages(tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    path.write_text(json.dumps({**OURS, "fallback": ["Pardon?"]}))
    assert json.loads(convert(read_file(path)).text)["intents"][-1] == {
        "tag": "fallback",
        "responses": ["Pardon?"],
    }
    with pytest.raises(WriteBackError, match=r"beside the intents.*Convert the file first"):
        plan_write_back(path, Additions((("fallback", "asdf"),), ()))
    plan_write_back(path, Additions((("greet", "hey"),), ())).write()
    assert json.loads(path.read_text())["fallback"] == ["Pardon?"]
