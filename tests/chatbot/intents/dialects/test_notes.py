"""Notes of departures from our own dialect, with their places."""

import json
from typing import Any, get_args

import pytest

from chatbot.intents.dialects.note import NoteKind
from tests.chatbot.intents.dialects.documents import (
    KEYED,
    OURS,
    SHAPES,
    joined,
    notes_of,
    read,
    renamed,
)


def test_our_own_shape_needs_no_note() -> None:
    assert notes_of(OURS) == []


def test_a_note_stands_for_all_alike_at_the_first_place() -> None:
    text = json.dumps({"intents": renamed("tag", "paterns", "responses")}, indent=2)
    (placed,) = joined(text).notes
    assert (placed.note.kind, placed.note.key, placed.note.meaning) == (
        *("misspelt_key", "paterns", "patterns"),
    )
    assert placed.note.count == 2
    assert str(placed.place) == "a.json:5:18"


NOTED: dict[str, Any] = {
    "wildcard": {"tag": "x", "patterns": ["*"], "responses": ["X."]},
    "number": {"tag": 7, "patterns": ["seven"], "responses": ["7."]},
    "other_key": {"tag": "x", "patterns": ["x"], "answers": ["X."]},
    "blank_context": {"tag": "x", "patterns": ["x"], "context_set": None},
    "old_context": {"tag": "x", "patterns": ["x"], "context": "y"},
    "context_object": {"tag": "x", "patterns": ["x"], "context": {"in": "y"}},
    "fallback_by_name": {"tag": "unknown", "patterns": [], "responses": ["?"]},
    "fallback_by_shape": {"tag": "x", "patterns": [], "responses": ["?"]},
    "empty_intent": {"tag": "x", "patterns": [], "responses": []},
    "unread_key": {"tag": "x", "patterns": ["x"], "text": "X!", "responses": ["X."]},
    "unread_texts": {"tag": "x", "phase": ["x"], "responses": ["X."]},
    "unread_condition": {"tag": "x", "patterns": ["x"], "responses": [{"text": "X.", "if": "y"}]},
    "negative_group": {"tag": "x", "patterns": {"good": ["x"], "negative": ["y"]}},
    "unread_context": {"tag": "x", "patterns": ["x"], "contexte_suivant": "y"},
    "nested_intents": {"tag": "x", "patterns": ["x"], "children": [OURS["intents"][0]]},
}


def test_answers_among_the_patterns_are_noted() -> None:
    pairs = [{"question": "who?", "answer": "Me."}, {"question": "why?", "answer": "So."}]
    item = {"tag": "x", "patterns": pairs, "responses": ["X."]}
    assert ("unread_key", "answer", "question", 2) in notes_of([item])


@pytest.mark.parametrize("key", ["children", "followups", "next"])
@pytest.mark.parametrize("inner", [OURS["intents"], OURS["intents"][0], KEYED])
def test_intents_in_an_intent_are_noted(key: str, inner: Any) -> None:
    item = {"tag": "x", "patterns": ["x"], "responses": ["X."], key: inner}
    assert [intent.tag for intent in read([item])] == ["x"]
    assert notes_of([item]) == [("nested_intents", key, "", 1)]


@pytest.mark.parametrize("inner", [OURS["intents"], KEYED, {"more": KEYED}])
def test_intents_in_an_intent_by_name_do_not_hide_the_others(inner: Any) -> None:
    document = {**KEYED, "more": {**KEYED["bye"], "children": inner}}
    assert [intent.tag for intent in read(document)] == ["greet", "bye", "more"]


def test_an_intent_around_the_list_is_noted_at_the_list() -> None:
    text = json.dumps({"tag": "x", "patterns": ["x"], "responses": ["X."], **OURS}, indent=1)
    (placed,) = joined(text).notes
    assert (placed.note.kind, placed.note.key, placed.place.line) == ("outer_intent", "intents", 9)


@pytest.mark.parametrize("kind", NOTED)
def test_a_departure_is_noted(kind: str) -> None:
    kinds = [note[0] for note in notes_of({"intents": [*OURS["intents"], NOTED[kind]]})]
    assert kind in kinds


def test_every_kind_of_note_is_met_here() -> None:
    kinds = {note[0] for shape in SHAPES.values() for note in notes_of(shape)}
    kinds |= {*NOTED, "question_tag", "no_intent", "outer_intent", "outer_fallback", "outer_texts"}
    kinds |= {"fallback_beside"}
    literals = {kind for part in get_args(NoteKind) for kind in get_args(part)}
    assert literals - kinds <= {"constant", "space"}


def test_an_image_among_the_responses_is_its_address_and_the_rest_is_left_out_with_a_count() -> (
    None
):
    responses = ["Look.", {"image": "https://a.example/b.png"}, {"payload": {}}, {"payload": {}}]
    document = {"intents": [{"tag": "x", "patterns": ["x"], "responses": responses}]}
    assert read(document).intents[0].responses == ("Look.", "https://a.example/b.png")
    assert notes_of(document) == [
        ("object_for_text", "image", "", 1),
        ("unread_object", "", "", 2),
    ]


@pytest.mark.parametrize("responses", [[{"tag": "greet", "responses": ["Hi."]}], {"other": "Hi."}])
def test_responses_beside_the_intents_that_are_not_read_are_noted(responses: Any) -> None:
    intents = [{"tag": "greet", "patterns": ["hi"]}]
    kinds = [kind for kind, *_ in notes_of({"intents": intents, "responses": responses})]
    assert "outer_texts" in kinds


@pytest.mark.parametrize("name", ["intents", "training_data", "examples"])
def test_responses_by_tag_belong_to_the_intents_whatever_stands_beside(name: str) -> None:
    intents = [{"intent": "greet", "patterns": ["hi", "hello"]}]
    document = {"name": "Max", name: intents, "responses": {"greet": ["Hi."]}}
    assert [intent.responses for intent in read(document)] == [("Hi.",)]
    assert notes_of(document) == [("outer_responses", "responses", "", 1)]


def test_a_subject_of_questions_is_no_fallback_beside_the_others() -> None:
    document = {name: [{"question": f"{name}?", "answer": "Yes."}] for name in ("Ship", "Other")}
    assert "outer_fallback" not in {kind for kind, *_ in notes_of(document)}
