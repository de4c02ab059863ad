"""Fallback of an intent file, by its name or its shape."""

from typing import Any

import pytest

from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.dialects.documents import (
    OURS,
    notes_of,
    read,
)


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


@pytest.mark.parametrize("key", ["default_answer", "padrão", "fallback", "failure_phrases"])
@pytest.mark.parametrize("value", ["Pardon?", ["Pardon?"]])
def test_the_responses_of_a_fallback_beside_the_list_are_noted(key: str, value: Any) -> None:
    assert notes_of({**OURS, key: value}) == [("outer_fallback", key, "", 1)]
    assert notes_of({**OURS, key: 0.3, "author": "A"}) == []
