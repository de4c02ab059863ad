"""The JSON Schema of intent files."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from chatbot.intents.schema import SCHEMA_NAME, IntentEntry, schema_text

INTENTS = Path(__file__).parents[3] / "intents"
SCHEMA = json.loads(schema_text())
RIGHT = {"tag": "greeting", "patterns": ["hello"], "responses": ["Hello!"]}


def test_the_committed_schema_is_current() -> None:
    committed = (INTENTS / SCHEMA_NAME).read_text(encoding="utf-8")
    assert committed == schema_text(), "Run python -m chatbot.intents.schema and commit the file."


def test_the_schema_is_one() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.Draft202012Validator(SCHEMA)
    jsonschema_rs.meta.validate(SCHEMA)


@pytest.mark.parametrize(
    ("turns", "is_valid"),
    [([[{"user": "hi", "bot": "x"}]], True), ([{"user": "hi"}], True), ([[{"usr": "hi"}]], False)],
)
def test_editors_know_conversations(turns: Any, is_valid: bool) -> None:
    document = {"intents": [RIGHT], "conversations": turns}
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(document) is is_valid


def test_every_key_is_explained_and_exemplified() -> None:
    properties = SCHEMA["$defs"]["IntentEntry"]["properties"]
    assert set(properties) == set(IntentEntry.model_fields)
    for described in [*properties.values(), *SCHEMA["properties"].values()]:
        assert described["title"]
        assert described["description"]
    assert all(described["examples"] for described in properties.values())


@pytest.mark.parametrize("path", sorted(INTENTS.glob("*.json")), ids=lambda path: str(path.name))
def test_the_bundled_files_keep_to_the_schema(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    if path.name != SCHEMA_NAME:
        jsonschema_rs.Draft202012Validator(SCHEMA).validate(document)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"context_set": "order", "context_filter": ["order"]},
        {"context_set": {"order": 10, "": 0}, "context_filter": {"all": ["a", "b"]}},
        {"responses": ["Hi", {"text": "Yes?", "quick_replies": ["A"], "when": {"context": "x"}}]},
        {"responses": [{"text": "Back!", "when": {"first_visit": False, "slots": {"a": "b"}}}]},
        {"context_set": ["order", {"more": None}], "context_filter": {"any": "a"}},
        {"patterns": []},
        {"author": "Ada", "description": "", "tests": ["hey"]},
    ],
)
def test_editors_accept_what_loads(changes: dict[str, Any]) -> None:
    document = {"$schema": "./intents.schema.json", "more": 1, "intents": [{**RIGHT, **changes}]}
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(document)


@pytest.mark.parametrize(
    "document",
    [
        [RIGHT],
        {},
        {"intents": []},
        {"intents": [{"patterns": ["hello"]}]},
        {"intents": [{"tag": "greeting"}]},
        {"intents": [{"tag": "greeting", "patterns": []}]},
        {"intents": [{**RIGHT, "tag": " "}]},
        {"intents": [{**RIGHT, "patterns": "hello"}]},
        {"intents": [{**RIGHT, "patterns": ["hello", 4]}]},
        {"intents": [{**RIGHT, "responses": [""]}]},
        {"intents": [{**RIGHT, "context_set": 3}]},
        {"intents": [{**RIGHT, "responses": [{"text": "Hi", "buttons": ["A"]}]}]},
        {"intents": [{**RIGHT, "responses": [{"text": "Hi", "bubbles": ["A", "B"]}]}]},
        {"intents": [{**RIGHT, "context_set": {"order": -1}}]},
        {"intents": [{**RIGHT, "context_filter": {"none": ["a"]}}]},
        {"intents": [RIGHT], "contexts": "new"},
    ],
)
def test_editors_mark_what_does_not_load(document: Any) -> None:
    assert not jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(document)
