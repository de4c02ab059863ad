"""Writing back into files of any dialect: the rest of the file stays, byte by byte."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.errors import WriteBackError
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.write_back import plan_write_back
from tests.chatbot.intents.dialects.documents import SHAPES
from tests.chatbot.intents.test_write_back import is_within

NEW = Intent("new", ("something new",), ("New.",))
KEPT = [
    {"tag": "bye", "patterns": ["bye"], "responses": ["Bye."]},
    {"tag": "fallback", "patterns": [], "responses": ["?"]},
]
QUESTIONS = [
    {"question": "Where are you?", "answer": "Here."},
    {"question": "When?", "answer": "Now."},
]


def written(path: Path, document: Any, additions: Additions) -> tuple[bytes, bytes]:
    """Bytes of the document before and after writing back."""
    before = (document if isinstance(document, str) else json.dumps(document, indent=1)).encode()
    path.write_bytes(before)
    plan_write_back(path, additions).write()
    return before, path.read_bytes()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pattern_and_an_intent_go_into_any_file(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    additions = Additions((("greet", 'good "day"'), ("bye", "see you")), (NEW,))
    before, after = written(path, SHAPES[shape], additions)
    intents = {intent.tag: intent for intent in IntentSet.load(path)}
    assert set(intents["greet"].patterns) == {"hello there", 'good "day"'}
    assert set(intents["bye"].patterns) == {"bye bye", "see you"}
    assert (intents["new"].patterns, intents["new"].responses) == (NEW.patterns, NEW.responses)
    assert is_within(before, after)


def test_the_names_of_the_file_are_used(tmp_path: Path) -> None:
    _, after = written(tmp_path / "bot.json", SHAPES["Spanish"], Additions((), (NEW,)))
    added = json.loads(after)["intenciones"]
    assert {"etiqueta": "new", "patrones": ["something new"], "respuestas": ["New."]} in added


@pytest.mark.parametrize("question", ["hi there", ["hi there", "hi"]])
def test_an_intent_goes_among_answers_without_tags(question: Any, tmp_path: Path) -> None:
    document = {"rules": [{"keywords": question, "response": "Hi."}]}
    path = tmp_path / "bot.json"
    written(path, document, Additions((), (NEW,)))
    assert {intent.tag for intent in IntentSet.load(path)} == {"hi_there", "new"}
    written(
        path,
        path.read_text(),
        Additions((("new", "news"),), (replace(NEW, tag="more", patterns=("more",)),)),
    )
    assert {intent.tag for intent in IntentSet.load(path)} == {"hi_there", "new", "more"}


@pytest.mark.parametrize("indent", [1, 2, "\t"])
def test_an_intent_by_name_is_laid_out_like_the_others(tmp_path: Path, indent: int | str) -> None:
    document = {item["tag"]: {"patterns": ["p"], "responses": ["R."]} for item in KEPT}
    before = json.dumps(document, indent=indent)
    _, after = written(tmp_path / "bot.json", before, Additions((), (NEW,)))
    new = {"patterns": list(NEW.patterns), "responses": list(NEW.responses)}
    assert after.decode() == json.dumps({**document, "new": new}, indent=indent)


@pytest.mark.parametrize(
    "groups", [{"negative": ["no"], "good": ["hello there"]}, {"negative": ["no"]}]
)
def test_no_pattern_goes_to_those_that_are_not_meant(
    tmp_path: Path, groups: dict[str, list[str]]
) -> None:
    path = tmp_path / "bot.json"
    intents = [{"tag": "greet", "patterns": groups, "responses": ["Hi."]}, *KEPT]
    _, after = written(path, intents, Additions((("greet", "good day"),), ()))
    patterns = IntentSet.load(path).intents[0].patterns
    assert patterns == (*groups.get("good", []), "good day")
    assert json.loads(after)[0]["patterns"]["negative"] == ["no"]


def test_questions_keep_their_tags(tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    additions = Additions((("where_are_you", "address"),), (NEW,))
    before, after = written(path, QUESTIONS, additions)
    intents = {intent.tag: intent.patterns for intent in IntentSet.load(path)}
    assert intents == {
        "where_are_you": ("Where are you?", "address"),
        "when": ("When?",),
        "new": ("something new",),
    }
    assert is_within(before, after)


def rasa(*examples: tuple[str, str]) -> dict[str, Any]:
    items = [{"text": text, "intent": tag} for tag, text in examples]
    return {"rasa_nlu_data": {"common_examples": items}}


def test_a_pattern_becomes_an_example_of_rasa(tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    document = rasa(("greet", "hello"), ("bye", "bye"))
    written(path, document, Additions((("greet", "hi"),)))
    assert {"text": "hi", "intent": "greet"} in json.loads(path.read_bytes())["rasa_nlu_data"][
        "common_examples"
    ]


def test_responses_have_no_place_among_examples_of_rasa(tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    with pytest.raises(WriteBackError, match="no place for responses"):
        written(path, rasa(("greet", "hello")), Additions((), (NEW,)))
    assert b"new" not in path.read_bytes()


def test_a_joined_intent_gets_a_pattern_once(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        entry = {"tag": "greet", "patterns": [f"hello {name}"], "responses": ["Hi."]}
        (tmp_path / name).write_text(json.dumps({"intents": [entry]}), encoding="utf-8")
    plan_write_back(tmp_path, Additions((("greet", "good day"),))).write()
    texts = [(tmp_path / name).read_text(encoding="utf-8") for name in ("a.json", "b.json")]
    assert ["good day" in text for text in texts] == [True, False]


def test_a_fallback_by_tag_is_converted_first(tmp_path: Path) -> None:
    path = tmp_path / "bot.json"
    document = {"patterns": {"greet": ["hi"]}, "responses": {"greet": ["ho"], "noanswer": ["?"]}}
    with pytest.raises(WriteBackError, match="Convert the file first"):
        written(path, document, Additions((("fallback", "asdf"),)))
    assert b"asdf" not in path.read_bytes()
