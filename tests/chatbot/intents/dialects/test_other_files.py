"""Files of other kinds are called by their names."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.sources.errors import ImportSourceError
from tests.chatbot.intents.dialects.documents import read
from tests.chatbot.intents.formats.reading import read_files

HOURS = {"name": "HoursIntent", "samples": ["when are you open"]}
ALEXA = {"interactionModel": {"languageModel": {"invocationName": "bot", "intents": [HOURS]}}}
ANSWERS = [{"text": "We", "answer_start": 3}]
PARAGRAPH = {"context": "We won.", "qas": [{"question": "Who won?", "answers": ANSWERS}]}
SQUAD = {"version": "1.1", "data": [{"title": "Cup", "paragraphs": [PARAGRAPH]}]}
PACKAGE = {"name": "bot", "version": "1.0.0", "keywords": ["chat", "bot"]}
PHRASES = {"displayName": "greet", "trainingPhrases": [{"parts": [{"text": "hello"}]}]}
ASKED = {"question": "The capital of France?"}
QUIZZES = {
    "the place of the right answer": {**ASKED, "answers": ["Rome", "Paris"], "correct": 1},
    "marked answers": {**ASKED, "answers": [{"text": "Paris", "isCorrect": True}]},
    "options": {**ASKED, "options": ["Rome", "Paris"], "answer": "Paris"},
    "options by letter": {**ASKED, "options": {"A": "Rome", "B": "Paris"}, "answer": "B"},
    "choices": {**ASKED, "choices": ["Rome", "Paris"], "answer": 1},
    "the right answer": {**ASKED, "answers": ["Rome", "Paris"], "correctAnswer": "Paris"},
    "others": {**ASKED, "answer": "Paris", "distractors": ["Rome"]},
    "letters": {**ASKED, "A": "Rome", "B": "Paris", "answer": "B"},
    "wrong answers": {**ASKED, "correct_answer": "Paris", "incorrect_answers": ["Rome"]},
}
THINGS = {
    "translations": [{"key": "home.title", "text": "Welcome"}, {"key": "home.end", "text": "Bye"}],
    "pages": [{"slug": "about-us", "text": "We are."}],
    "files": [{"path": "/about", "text": "We are."}],
    "to do": [{"id": 1, "text": "Buy milk"}],
    "a chat": [{"type": "message", "user": "U1", "text": "hi", "time": "1.2"}],
    "comments": [{"name": "Bob", "text": "hi", "replies": []}, {"name": "Eve", "text": "yo"}],
    "songs": [{"title": "A Song", "phrases": ["la la la"], "artist": "Eve"}],
    "products": [{"id": 1, "name": "Lamp", "keywords": ["light"], "colour": "red"}],
    "a product": {"name": "Lamp", "keywords": ["light"]},
    "a glossary": [{"title": "run", "examples": ["I run."], "definition": "to go fast"}],
    "a survey": [{"id": 1, "question": "How are you?", "kind": "free"}],
}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (ALEXA, "an interaction model of Alexa"),
        (SQUAD, "in the form of SQuAD"),
        ({"nbformat": 4, "cells": []}, "a Jupyter notebook"),
        ({"messages": [{"role": "user", "content": "hi"}]}, "a chat for a language model"),
        ({"luis_schema_version": "7", "utterances": []}, "flask intents import reads it"),
        ({"nlu": [{"intent": "a", "examples": "- hi\n- hey\n"}]}, "flask intents import reads it"),
        ({"qnas": [{"id": "a", "data": {}}]}, "flask intents import reads it"),
        ({"intents": [{**PHRASES, "messages": [{"text": {"text": ["Hi."]}}]}]}, "Dialogflow ES"),
        ({"intents": [PHRASES]}, "Dialogflow CX"),
        (PACKAGE, "the description of a package"),
        ({"name": "a/b", "type": "library", "keywords": ["chat"], "require": {}}, "of a package"),
        ([{"name": "Lamp", "keywords": ["light"], "price": 3}], "a catalogue of products"),
        ([{"instruction": "Sum", "input": "1, 2", "output": "3"}], "tasks for a language model"),
        ([{"type": "message", "user": "U1", "ts": "1", "text": "x", "replies": [{}]}], "of Slack"),
        ({"type": "FeatureCollection", "features": [{"type": "F", "geometry": {}}]}, "GeoJSON"),
    ],
)
def test_a_file_of_another_kind_is_named(document: Any, name: str) -> None:
    with pytest.raises(IntentsError, match=name):
        read(document)


@pytest.mark.parametrize(("document", "name"), [(ALEXA, "Alexa"), (SQUAD, "SQuAD")])
def test_an_import_names_it_too(tmp_path: Path, document: Any, name: str) -> None:
    with pytest.raises(ImportSourceError, match=name):
        read_files(tmp_path, {"a.json": document})


@pytest.mark.parametrize("quiz", QUIZZES)
@pytest.mark.parametrize("around", ["list", "questions", "by subject"])
def test_a_quiz_is_no_questions_with_answers(quiz: str, around: str) -> None:
    item = QUIZZES[quiz]
    documents = {"list": [item], "questions": {"title": "Quiz", "questions": [item]}}
    with pytest.raises(IntentsError, match="This is a quiz"):
        read(documents.get(around, {"quiz": {"towns": {"q1": item}}}))


def test_choices_beside_a_sentence_and_within_intents_are_no_quiz() -> None:
    button = {"question": "Which size?", "options": ["S", "L"], "answer": "Tell us your size."}
    assert len(read([button])) == 1
    response = {"text": "Which?", "question": "Which?", "options": ["S", "L"]}
    assert len(read([{"tag": "size", "patterns": ["sizes"], "responses": [response]}])) == 1


@pytest.mark.parametrize("name", THINGS)
def test_things_with_a_name_and_texts_are_no_intents(name: str) -> None:
    with pytest.raises(IntentsError, match=r"none is an intent|has no intents"):
        read(THINGS[name])


@pytest.mark.parametrize("tag", ["intent", "tag", "label", "category"])
def test_texts_by_the_name_of_an_intent_are_intents(tag: str) -> None:
    assert len(read([{tag: "greet", "text": "hello"}, {tag: "bye", "text": "bye bye"}])) == 2


@pytest.mark.parametrize("key", ["key", "slug", "path", "name"])
def test_a_name_of_any_thing_is_a_tag_beside_responses_or_in_a_list_of_intents(key: str) -> None:
    item = {key: "greet", "text": ["hello"]}
    assert read({"intents": [item]}).get("greet")
    assert read([{**item, "reply": "Hi."}]).get("greet")
    assert read([{key: "greet", "patterns": ["hello"]}]).get("greet")


@pytest.mark.parametrize("document", [PACKAGE, [QUIZZES["choices"]]])
def test_an_import_does_not_say_that_a_file_of_another_kind_is_read(
    tmp_path: Path, document: Any
) -> None:
    with pytest.raises(ImportSourceError) as caught:
        read_files(tmp_path, {"a.json": document})
    assert "already reads" not in str(caught.value)
