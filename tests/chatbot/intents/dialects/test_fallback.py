"""Fallback of an intent file, by its name or its shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.conversion import convert
from chatbot.intents.errors import WriteBackError
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import Intent, IntentSet
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


@pytest.mark.parametrize(
    ("tag", "pattern"),
    [
        *(("Fallback", "asdf"), ("nlu_fallback", "asdf"), ("no entiendo", "asdf")),
        *(("no-answer", "No idea"), ("keine_antwort", "Keine Ahnung")),
    ],
)
def test_a_fallback_by_name_may_have_patterns(tag: str, pattern: str) -> None:
    silent = {"tag": "more", "patterns": [], "responses": ["More?"]}
    named = {"tag": tag, "patterns": [pattern], "responses": ["Pardon?"]}
    intents = read({"intents": [silent, named, *OURS["intents"]]})
    assert intents.get("fallback") == Intent("fallback", (pattern,), ("Pardon?",))


@pytest.mark.parametrize("tag", ["offtopic", "no_answer", "unsupported", "fallback_topics"])
@pytest.mark.parametrize("other", ["default", "noanswer"])
def test_an_intent_without_patterns_is_the_fallback_before_one_with_them(
    tag: str, other: str
) -> None:
    topic = {"tag": tag, "patterns": ["nobody picks up the phone"], "responses": ["It is busy."]}
    silent = {"tag": other, "patterns": [], "responses": ["Pardon?"]}
    intents = read({"intents": [topic, *OURS["intents"], silent]})
    assert intents.get("fallback") == Intent("fallback", (), ("Pardon?",))
    assert intents.get(tag)


@pytest.mark.parametrize(
    "tag", ["no_answer", "no_match", "unsupported", "not_supported", "sans_réponse"]
)
def test_a_topic_is_not_the_fallback_by_a_name_that_topics_have(tag: str) -> None:
    topic = {"tag": tag, "patterns": ["my mail got no answer"], "responses": ["It will."]}
    assert read({"intents": [topic, *OURS["intents"]]}).get("fallback") is None


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
        [{"tag": "error", "patterns": [], "responses": ["A."], "context_filter": "x"}],
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
        "a silent closed one",
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
    deeper = {key: value, "intents": {"data": OURS["intents"]}}
    assert read(deeper) == read(document)
    assert ("fallback_beside", key, "", 1) in notes_of(deeper)
    assert notes_of({**OURS, key: 0.3, "author": "A"}) == []


@pytest.mark.parametrize("key", ["fallback", "default", "fallback_intent"])
def test_a_fallback_in_an_object_beside_the_list_is_read(key: str, tmp_path: Path) -> None:
    document = {**OURS, key: {"response": "Pardon me?", "threshold": 0.3}}
    assert read(document).get("fallback") == Intent("fallback", (), ("Pardon me?",))
    assert ("fallback_beside", key, "", 1) in notes_of(document)
    path = tmp_path / "bot.json"
    path.write_text(json.dumps(document))
    assert json.loads(convert(read_file(path)).text)["intents"][-1] == {
        "tag": "fallback",
        "responses": ["Pardon me?"],
        "threshold": 0.3,
    }
    plan_write_back(path, Additions((("fallback", "asdf"),), ())).write()
    plan_write_back(path, Additions((("fallback", "qwer"),), ())).write()
    assert json.loads(path.read_text())[key] == {
        "response": "Pardon me?",
        "threshold": 0.3,
        "patterns": ["asdf", "qwer"],
    }


@pytest.mark.parametrize(
    "others",
    [
        {"error": {"response": "Pardon me?"}},
        {"fallback": {"response": "no_answer"}},
        {"fallback": [{"tag": "fallback", "responses": ["Pardon me?"]}]},
        {"default": "Pardon?"},
        {"fallback": "no_answer"},
        {"default_response": "Pardon?", "fallback": ["What?"]},
        {"fallback": "Pardon?", "intents": [*OURS["intents"], SILENT]},
        {"default_message": {"en": "Pardon?"}},
        {"error_message": "The file is not there."},
        {"default_system_message": "You are a helpful bot."},
        {"default_user_message": "Hello, dear bot!"},
        {"default_input_text": "Type a message, please."},
        {"default_text": "#333333"},
        {"default_message": "Hi! What can I do for you?"},
        {"fallback": "support@example.org"},
        {"fallback": "https://example.org/a?b=1"},
        {"fallback": "#333333"},
        {"fallback": ["Pardon me?", "support@example.org"]},
    ],
    ids=[
        *("an error in an object", "a tag in an object", "a list", "no answer", "a tag", "two"),
        *("beside one of the intents", "by language", "an error"),
        *("a system's", "a user's", "an input", "a colour", "a greeting"),
        *("a mail address", "an address", "a colour by a better name", "an address as well"),
    ],
)
def test_other_texts_beside_the_list_are_noted(others: dict[str, Any]) -> None:
    document = {**OURS, **others}
    fallback = read(document).get("fallback")
    assert fallback is None or fallback.responses == ("No.",)
    assert "outer_fallback" in {kind for kind, *_ in notes_of(document)}


@pytest.mark.parametrize("value", ["Sorry, please write to us@example.org.", "わかりません"])
def test_an_answer_may_hold_an_address_or_no_space(value: str) -> None:
    assert read({**OURS, "fallback": value}).get("fallback") == Intent("fallback", (), (value,))


@pytest.mark.parametrize(
    "other",
    [
        {"tag": "fallback", "patterns": ["asdf"], "responses": ["No."]},
        SILENT,
        {"tag": "x", "patterns": [], "responses": ["No."]},
    ],
    ids=["by tag", "by name", "by shape"],
)
def test_answers_beside_the_intents_count_where_no_file_has_a_fallback(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**OURS, "fallback": "How can I help?"}))
    (tmp_path / "b.json").write_text(json.dumps({"intents": [*OURS["intents"], other]}))
    fallback = IntentSet.load(tmp_path).get("fallback")
    assert fallback
    assert fallback.responses == ("No.",)


@pytest.mark.parametrize(("second", "count"), [("Pardon me?", 1), ("Try again.", 0)])
def test_answers_beside_the_intents_of_two_files_are_read_if_they_are_the_same(
    tmp_path: Path, second: str, count: int
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**OURS, "fallback": "Pardon me?"}))
    (tmp_path / "b.json").write_text(json.dumps({**OURS, "no_answer": second}))
    fallbacks = [intent for intent in IntentSet.load(tmp_path) if intent.tag == "fallback"]
    assert [fallback.responses for fallback in fallbacks] == [("Pardon me?",)] * count


def test_a_new_intent_does_not_take_the_place_of_answers_beside_the_intents(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bot.json"
    path.write_text(json.dumps({**OURS, "fallback": "Pardon me?"}))
    new = Intent("unknown", (), ("No.",))
    with pytest.raises(WriteBackError, match=r'"unknown" would be read .* Convert that file'):
        plan_write_back(path, Additions(intents=(new,)))


def test_a_fallback_beside_the_list_is_converted_and_stays_where_no_message_is_added(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bot.json"
    path.write_text(json.dumps({**OURS, "fallback": ["Pardon?"]}))
    assert json.loads(convert(read_file(path)).text)["intents"][-1] == {
        "tag": "fallback",
        "responses": ["Pardon?"],
    }
    plan_write_back(path, Additions((("greet", "hey"),), ())).write()
    assert json.loads(path.read_text())["fallback"] == ["Pardon?"]
