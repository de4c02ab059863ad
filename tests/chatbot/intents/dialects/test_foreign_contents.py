"""Files whose names are those of intents, and whose content is none: tests, records, dialogues."""

from typing import Any

import pytest

from chatbot.intents.errors import IntentsError
from tests.chatbot.intents.dialects.documents import read

COMMENT = {"id": 1, "author": "Bob", "text": "Nice post", "likes": 3}
PORT = {"name": "x", "data_type": "FP32"}
TASK = {"title": "Two Sum", "examples": [{"input": "nums = [2,7]", "output": "[0,1]"}]}
FOREIGN: dict[str, tuple[Any, str]] = {
    "cases of a program": ([{"input": "3\n1 2 3", "output": "6"}], "data of a program"),
    "numbers": ({"train": [{"input": [[0, 7]], "output": [[7]]}]}, "data of a program"),
    "an interface": ([{"name": "pay", "inputs": [PORT], "outputs": [PORT]}], "data of a program"),
    "ports of a network": ({"name": "net", "input": [PORT], "output": [PORT]}, "data of a program"),
    "a grammar": ({"name": "Foo", "patterns": [{"include": "#key"}]}, "data of a program"),
    "triggers of a house": ([{"id": "1", "trigger": [{"platform": "sun"}]}], "data of a program"),
    "words of a test": (
        {"tests": [{"name": "reverse", "input": "abc", "output": "cba"}]},
        "inputs and outputs",
    ),
    "opposites": ({"examples": [{"input": "tall", "output": "short"}]}, "inputs and outputs"),
    "a contest": (
        {"name": "A", "tests": [{"input": "8", "output": "YES"}], "input": {"type": "stdin"}},
        "data of a program",
    ),
    "streams": (
        {"name": "A", "input": {"type": "stdin"}, "output": {"type": "stdout"}},
        "inputs and outputs",
    ),
    "a configuration": ({"input": "src/main.js", "output": "main.js"}, "inputs and outputs"),
    "a task with examples": ([TASK], "inputs and outputs"),
    "a log of a bot": (
        [{"input": "hi", "response": "Hello!", "timestamp": "2024"}],
        "a record of messages",
    ),
    "tickets": (
        [{"id": 1, "query": "It broke.", "response": "Sorry.", "created_at": "2024"}],
        "a record of messages",
    ),
    "reviews": ([{"id": 1, "text": "Great", "reply": "Thanks!", "rating": 5}], "a record"),
    "reviews of a place": (
        [{"name": "Joe's", "reviews": [{"text": "Loud", "reply": "Sorry.", "rating": 2}]}],
        "a record",
    ),
    "guesses": ([{"text": "hi", "intent": "greet", "confidence": 0.9}], "a record"),
    "quotes": ([{"text": "Be yourself", "author": "Wilde", "tag": "life"}], "a record"),
    "news": ([{"category": "POLITICS", "text": "A story", "date": "2018"}], "a record"),
    "comments": ([{**COMMENT, "replies": [{**COMMENT, "id": 2}]}], "a thread of comments"),
    "comments without ids": (
        [{"author": "A", "text": "First!", "replies": [{"author": "B", "text": "No."}]}],
        "a thread of comments",
    ),
    "a poll": (
        [{"question": "Colour?", "answers": [{"text": "Red", "votes": 3}]}],
        "a poll",
    ),
    "a poll by answer": ({"id": 1, "question": "Colour?", "answers": {"Red": 3}}, "without an"),
    "a survey": ([{"id": 1, "question": "Your age?", "responses": [23, 34]}], "without an answer"),
    "questions to fill in": ({"faq": [{"question": "How?", "answer": None}]}, "without an answer"),
    "a dialogue of a game": (
        {"start": {"text": "Hello", "responses": [{"text": "Go away", "next": "end"}]}},
        "answers to choose from",
    ),
    "questions about a text": (
        [{"context": "The tower is in Paris.", "question": "Where?", "answer": "Paris"}],
        "questions about texts",
    ),
    "moods": ([{"text": "I love it", "label": "positive"}], "texts with grades"),
    "numbered labels": ([{"id": 7, "text": "you again", "label": 1}], "texts with grades"),
    "labels of a page": (
        {"title": "Chat", "input": "Type", "response": "Reply", "send": "Go"},
        "labels of a page",
    ),
    "products with questions": (
        [{"sku": "L1", "price": 9, "questions": [{"question": "Bright?", "answer": "Yes."}]}],
        "a catalogue of products",
    ),
    "a task for a model": ([{"instruction": "Sum", "response": "3"}], "tasks for a language model"),
    "exams": ([{"question": "Define mass.", "marks": 2, "answer": "Matter."}], "This is a quiz"),
    "riddles": ([{"question": "What has keys?", "hint": "Music", "answer": "A piano"}], "a quiz"),
    "named choices": (
        [{"question": "2+2?", "optionA": "3", "optionB": "4", "answer": "B"}],
        "quiz",
    ),
    "tweets": ([{"id": 1, "text": "Hello world", "replies": 3}], "none is an intent"),
    "places": ([{"name": "Ritz", "tags": ["spa"], "phrases": ["grand"]}], "none is an intent"),
    "a page of a site": (
        {"nav": {"home": "Home"}, "faq": {"question": "A?", "answer": "B."}, "foot": {"text": "C"}},
        "has no intents",
    ),
    "a notebook": (
        {"nbformat": 3, "worksheets": [{"cells": [{"input": ["print 1"], "outputs": []}]}]},
        "a Jupyter notebook",
    ),
}
GREET = {"patterns": ["hi"], "responses": ["Hello"]}
INTENTS: dict[str, Any] = {
    "by the name of intents": {"intents": [{"id": "a", "text": "hi", "reply": "Yo.", "date": "1"}]},
    "with an author and a date": [{"tag": "greet", **GREET, "author": "Bob", "created_at": "1"}],
    "questions with a date": [{"question": "When?", "answer": "Monday.", "date": "1", "likes": 3}],
    "a reply of a bot": [{"trigger": "hi", "response": "Hi!", "author": "Bob", "created_at": "1"}],
    "steps of ours": [{"tag": "a", "patterns": ["a"], "responses": [{"text": "B", "next": "c"}]}],
    "numbers of a menu": {"menu": [{"tag": "one", "patterns": ["1"], "responses": ["First"]}]},
    "a number for an answer": [
        {"question": "How old?", "answer": 3},
        {"question": "Where?", "answer": "Oslo"},
    ],
    "answers with a date": [{"consulta": "Hola", "respuesta": "Buenas", "fecha": "2024-01-01"}],
    "tagged answers with an hour": [
        {"tag": "greet", "input": "hi", "responses": ["Hello!"], "created_at": "2024-01-01"}
    ],
    "words of one": [{"input": "hi", "output": "Hello"}, {"input": "bye", "output": "Goodbye"}],
    "a context in words in a single question": [
        {"question": "Where?", "answer": "In Oslo."},
        {"question": "When?", "answer": "At ten.", "context": "Used in the shop app only"},
    ],
    "a menu": [{"keyword": "1", "response": "Shipping takes 3 days."}],
    "moods of several words": [
        {"intent": "positive", "utterances": ["yes", "sure"]},
        {"intent": "negative", "utterances": ["no", "never"]},
    ],
    "answers with a number": [
        {"id": 1, "text": "hi", "answers": [{"id": 1, "text": "Hello!", "score": 1.0}]}
    ],
    "a tag with a mood": {"tag": "greet", "pattern": "hi", "response": "Hello", "emotion": "joy"},
    "intents beside settings": {
        "shipping": {"patterns": ["ship"], "responses": ["3 days."]},
        "settings": {"colour": {"name": "blue"}},
        "theme": {"font": {"name": "Arial"}},
    },
    "a short pair": [{"input": "hi", "output": "hello"}, {"input": "you", "output": "I am fine"}],
    "pairs in Chinese": [{"input": "你好", "output": "您好"}],
    "an emoji": [{"input": "👍", "output": "👍"}],
    "a context by name": [{"question": "And the price?", "answer": "10", "context": "tours"}],
    "moods that are answered": [{"label": "joy", "text": "I am happy", "reply": "Good!"}],
    "a price of a service": [{"intent": "cut", "examples": ["hair"], "reply": "20 €", "price": 20}],
    "settings beside a name": {"title": "Bot", "version": {"no": 2}, "greet": GREET},
    "by tag": {"inputs": {"greet": ["hello"]}, "outputs": {"greet": ["Hi there!"]}},
    "a forum": [{"question": "Where?", "answers": [{"text": "In Oslo.", "id": 1}]}],
    "flat": {"intent": "greet", "utterance": "hi", "answer": "Hello"},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_only_looks_like_intents_is_refused_by_its_kind(name: str) -> None:
    document, words = FOREIGN[name]
    with pytest.raises(IntentsError) as caught:
        read(document)
    (problem,) = caught.value.problems
    assert words in problem.message


@pytest.mark.parametrize("name", INTENTS)
def test_intents_with_such_names_are_read(name: str) -> None:
    assert len(read(INTENTS[name]))


def test_the_remedy_makes_intents_of_what_looked_like_others() -> None:
    record = {"tag": "greet", "text": "hello", "author": "Bob"}
    with pytest.raises(IntentsError, match=r'write {"intents": \[ … \]} around them'):
        read([record])
    assert read({"intents": [record]}).get("greet")
