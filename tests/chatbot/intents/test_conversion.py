"""Conversion of every dialect to our own, with the same intents."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.conversion import convert
from chatbot.intents.errors import IntentsError
from chatbot.intents.formatting import foreign_place
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.layout import formatted
from chatbot.located_json.source import JsonSource
from tests.chatbot.intents.dialects.documents import SHAPES


def checked(document: Any) -> CheckedFile:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return check_file(JsonSource.from_bytes("a.json", text.encode()))


def converted(document: Any) -> Any:
    return json.loads(convert(checked(document)).text)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_becomes_our_own_with_the_same_intents(shape: str) -> None:
    file = checked(SHAPES[shape])
    conversion = convert(file)
    own = checked(conversion.text)
    assert foreign_place(own) is None
    assert IntentSet.from_files([own]) == IntentSet.from_files([file]) == conversion.intents
    assert formatted(conversion.text) == conversion.text


def test_keys_of_other_meanings_stay_where_there_is_a_place() -> None:
    document = {
        "version": 2,
        "data": [
            {"intent": "greet", "image": "a.png", "text": ["hello"], "answers": ["Hi."], "no": [1]},
            {"intent": "bye", "text": ["bye"], "answers": ["Bye."], "no": {"x": None}},
        ],
    }
    assert converted(document) == {
        "version": 2,
        "intents": [
            {"tag": "greet", "patterns": ["hello"], "responses": ["Hi."], "image": "a.png",
             "no": [1]},
            {"tag": "bye", "patterns": ["bye"], "responses": ["Bye."], "no": {"x": None}},
        ],
    }  # fmt: skip
    assert convert(checked(document)).left_out == ()


def test_a_second_name_stays_while_ours_comes_first() -> None:
    document = [{"tag": "hi", "id": 7, "patterns": ["hi"], "text": ["hello"], "responses": ["Hi."]}]
    assert converted(document)["intents"] == [
        {"tag": "hi", "patterns": ["hi"], "responses": ["Hi."], "id": 7, "text": ["hello"]}
    ]


RASA = {
    "rasa_nlu_data": {
        "regex_features": [],
        "common_examples": [
            {"text": "hello", "intent": "greet", "entities": []},
            {"text": "bye", "intent": "bye", "entities": []},
        ],
    }
}


@pytest.mark.parametrize(
    ("document", "left_out"),
    [
        (RASA, [("regex_features", 1), ("entities", 2)]),
        ({"greet": {"tag": "hi", "patterns": ["hello"], "responses": ["Hi."]}}, [("tag", 1)]),
        (
            [{"note": 1, "intents": [{"tag": "a", "patterns": ["a"]}]},
             {"note": 2, "intents": [{"tag": "b", "patterns": ["b"]}]}],
            [("note", 2)],
        ),
        (
            [{"tag": "a", "patterns": ["a"], "x": 1}, {"tag": "a", "patterns": ["b"], "x": 2}],
            [("x", 1)],
        ),
        (
            [{"tag": "a", "patterns": {"good": "a", "all": ["b"]}, "responses": {"en": "A."}},
             {"tag": "b", "patterns": [{"text": "b", "lang": 1}], "responses":
              [[{"text": "B.", "buttons": ["C"]}, {"text": "D.", "buttons": []}], "E."]}],
            [("lang", 1), ("buttons", 2)],
        ),
    ],
    ids=["Rasa", "a tag under a name", "keys around several lists", "two values of a key",
         "keys beside a text"],
)  # fmt: skip
def test_a_key_without_a_place_is_counted(document: Any, left_out: list[tuple[str, int]]) -> None:
    conversion = convert(checked(document))
    assert [(key.key, key.count) for key in conversion.left_out] == left_out


def test_the_fallback_and_the_contexts_have_our_names() -> None:
    document = {
        "intents": [
            {"tag": "noanswer", "patterns": [""], "responses": ["Sorry?"]},
            {"tag": "a", "patterns": ["a"], "responses": ["A"], "context": ["more"]},
            {"tag": "b", "patterns": ["b"], "responses": "B", "contextFilter": ["more", "most"]},
        ]
    }
    assert converted(document)["intents"] == [
        {"tag": "fallback", "responses": ["Sorry?"]},
        {"tag": "a", "patterns": ["a"], "responses": ["A"], "context_set": "more"},
        {"tag": "b", "patterns": ["b"], "responses": ["B"], "context_filter": ["more", "most"]},
    ]


def test_a_file_with_problems_is_refused() -> None:
    with pytest.raises(IntentsError):
        convert(checked('{"intents": [}'))
    with pytest.raises(IntentsError):
        convert(checked({"intents": [{"tag": "a", "responses": ["A"]}]}))


TEXTS = st.text("abcé 1?", min_size=1, max_size=6).filter(str.strip)
KEYS = {
    "tag": ("tag", "intent", "Nombre", "id"),
    "patterns": ("patterns", "text", "paterns", "Beispiele", "Patterns"),
    "responses": ("responses", "answer", "réponses", "bot_says"),
    "context_set": ("context_set", "context", "contextOut"),
    "description": ("description", "descripción"),
    "tests": ("tests",),
}
OTHER_KEYS = ("name", "questions", "a", "context", "contexts", "image", "respones", "label", "type")


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """An intent under any names, with other members, some of them under names of ours."""
    texts = TEXTS | st.sampled_from(["", "*", " "]) | st.none() | st.integers(0, 9)
    values: dict[str, st.SearchStrategy[Any]] = {
        "tag": st.sampled_from(["a", "b", "noanswer", "fallback"]) | TEXTS,
        "patterns": st.lists(texts, max_size=3) | TEXTS,
        "responses": st.lists(texts, min_size=1, max_size=2) | TEXTS,
        "context_set": TEXTS | st.lists(TEXTS, max_size=2),
        "description": TEXTS,
        "tests": st.lists(TEXTS.map("zz {}".format), max_size=1),
    }
    optional = ("context_set", "description", "tests")
    roles = [role for role in KEYS if role not in optional or draw(st.booleans())]
    item: dict[str, Any] = {}
    for role in roles:
        item[draw(st.sampled_from(KEYS[role]))] = draw(values[role])
    for key in draw(st.lists(st.sampled_from(OTHER_KEYS), max_size=2)):
        item.setdefault(key, draw(TEXTS | st.lists(TEXTS, max_size=2) | st.just({"x": 1})))
    return {key: item[key] for key in draw(st.permutations(sorted(item)))}


SHAPED: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "bare": lambda intents: intents,
    "ours": lambda intents: {"intents": intents},
    "another name": lambda intents: {"v": 1, "objetivos": intents},
    "around": lambda intents: [{"intents": [intent]} for intent in intents],
    "by name": lambda intents: {f"n{number}": intent for number, intent in enumerate(intents)},
    "by name, below": lambda intents: {"intents": {"g": {"one": intents[0]}}, "more": 1},
    "lines": lambda intents: "\n".join(json.dumps(intent) for intent in intents),
}


@given(st.lists(items(), min_size=1, max_size=4), st.sampled_from(sorted(SHAPED)))
def test_whatever_loads_is_the_same_after_conversion(
    intents: list[dict[str, Any]], shape: str
) -> None:
    file = checked(SHAPED[shape](intents))
    try:
        before = IntentSet.from_files([file])
    except IntentsError:
        return
    conversion = convert(file)
    assert IntentSet.from_files([checked(conversion.text)]) == before
    assert foreign_place(checked(conversion.text)) is None
