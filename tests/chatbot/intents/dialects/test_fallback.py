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
        [{"tag": "clarification", "patterns": [], "responses": ["Which?"]}],
    ],
    ids=["two", "awaited", "led to", "no patterns at all", "a topic", "clarification"],
)
def test_no_other_intent_is_taken_for_the_fallback(others: list[dict[str, Any]]) -> None:
    assert read({"intents": [*OURS["intents"], *others]}).get("fallback") is None


def test_a_fallback_leaves_no_place_for_another() -> None:
    fallback = {"tag": "fallback", "responses": ["Pardon?"]}
    silent = {"tag": "noanswer", "patterns": [], "responses": ["What?"]}
    intents = read({"intents": [*OURS["intents"], silent, fallback]})
    assert {"fallback", "noanswer"} <= {intent.tag for intent in intents}


@pytest.mark.parametrize("key", ["default_answer", "padrão", "fallback"])
@pytest.mark.parametrize("value", ["Pardon?", ["Pardon?"]])
def test_the_responses_of_a_fallback_beside_the_list_are_noted(key: str, value: Any) -> None:
    assert notes_of({**OURS, key: value}) == [("outer_fallback", key, "", 1)]
    assert notes_of({**OURS, key: 0.3, "author": "A"}) == []
