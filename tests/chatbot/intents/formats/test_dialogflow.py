"""Dialogflow ES: agents as archives and folders."""

import json
import zipfile
from pathlib import Path
from typing import Any

from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files


def message(*texts: str, lang: str = "en", **fields: Any) -> dict[str, Any]:
    """A text response."""
    return {"type": "0", "lang": lang, "speech": list(texts), "condition": "", **fields}


def intent(name: str, *messages: Any, contexts: Any = (), **fields: Any) -> dict[str, Any]:
    """The file of an intent."""
    response = {"messages": list(messages), "affectedContexts": [], "parameters": []}
    return {
        "name": name,
        "auto": True,
        "contexts": list(contexts),
        "responses": [response | fields.pop("response", {})],
        "priority": 500000,
        "fallbackIntent": False,
        "events": [],
        **fields,
    }


def phrases(*texts: str) -> list[dict[str, Any]]:
    """The file of training phrases."""
    return [{"data": [{"text": text, "userDefined": False}], "count": 0} for text in texts]


MARKED = [
    {
        "data": [
            {"text": "a table in ", "userDefined": False},
            {"text": "Berlin", "alias": "city", "meta": "@sys.geo-city", "userDefined": True},
        ]
    },
    {"data": [{"text": "@sys.geo-city:city table"}], "isTemplate": True},
]

AGENT: dict[str, Any] = {
    "agent.json": {"description": "", "language": "en", "supportedLanguages": ["de"]},
    "package.json": {"version": "1.0.0"},
    "intents/Default Welcome Intent.json": intent(
        "Default Welcome Intent", message("Hello!", "Hi!"), events=[{"name": "WELCOME"}]
    ),
    "intents/Default Welcome Intent_usersays_en.json": phrases("hello", "hi"),
    "intents/Default Welcome Intent_usersays_de.json": phrases("hallo"),
    "intents/Default Fallback Intent.json": intent(
        "Default Fallback Intent", message("Pardon?"), fallbackIntent=True
    ),
    "intents/Default Fallback Intent_usersays_en.json": phrases("tell me about politics"),
    "intents/book.json": intent(
        "book",
        message("For how many?", "How many people?"),
        message("I look for tables in $city."),
        message("Nur hier?", lang="de"),
        {"type": "4", "lang": "en", "payload": {"a": 1}},
        message("Slack only", platform="slack"),
        webhookUsed=True,
        priority=750000,
        response={
            "affectedContexts": [
                {"name": "book-followup", "parameters": {}, "lifespan": 5},
                {"name": "city", "lifespan": 0},
            ],
            "parameters": [{"name": "city", "dataType": "@sys.geo-city"}],
            "resetContexts": True,
        },
    ),
    "intents/book_usersays_en.json": MARKED,
    "intents/book - yes.json": intent(
        "book - yes", message("Booked."), contexts=["book-followup"], parentId="1"
    ),
    "intents/book - yes_usersays_en.json": phrases("yes"),
    "intents/book - fallback.json": intent(
        "book - fallback", message("Yes or no?"), contexts=["book-followup"], fallbackIntent=True
    ),
    "intents/both.json": intent("both", message("Both."), contexts=["a", "b"]),
    "intents/both_usersays_en.json": phrases("both"),
    "entities/city.json": {"name": "city", "isEnum": False},
    "entities/city_entries_en.json": [{"value": "Berlin", "synonyms": ["Berlin"]}],
}

INTENTS = (
    Intent("Default Welcome Intent", ("hello", "hi"), ("Hello!", "Hi!")),
    Intent("fallback", ("tell me about politics",), ("Pardon?",)),
    Intent(
        "book",
        ("a table in Berlin",),
        (
            "For how many?\nI look for tables in $city.",
            "How many people?\nI look for tables in $city.",
        ),
        ("", "book-followup"),
        lifespans={"book-followup": 5, "city": 0},
    ),
    Intent("book - yes", ("yes",), ("Booked.",), (), ("book-followup",)),
    Intent("both", ("both",), ("Both.",), (), ("a", "b"), needs_all=True),
)

LOSSES = {
    "event": 1,
    "language": 2,
    "rich_response": 2,
    "placeholder": 1,
    "action": 1,
    "priority": 1,
    "optional_parameter": 1,
    "entity_mark": 1,
    "template": 1,
    "context_fallback": 1,
}


def test_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "agent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in AGENT.items():
            archive.writestr(name, json.dumps(value))
    imported = import_intents(path)
    assert imported.format == "dialogflow"
    assert by_tag(imported) == {intent.tag: intent for intent in INTENTS}
    assert counts(imported) == LOSSES


def test_a_folder(tmp_path: Path) -> None:
    imported = read_files(tmp_path, AGENT)
    assert by_tag(imported) == {intent.tag: intent for intent in INTENTS}
    assert counts(imported) == LOSSES


def test_another_language(tmp_path: Path) -> None:
    imported = read_files(tmp_path, AGENT, language="de")
    assert by_tag(imported)["Default Welcome Intent"].patterns == ("hallo",)
    assert by_tag(imported)["book"].responses == ("Nur hier?",)


def test_an_old_agent_with_its_phrases_inside(tmp_path: Path) -> None:
    old = {
        "name": "hello",
        "userSays": phrases("good day"),
        "responses": [{"speech": "Good day!", "affectedContexts": [], "parameters": []}],
    }
    imported = read_files(tmp_path, {"intents/hello.json": old})
    assert imported.intents == (Intent("hello", ("good day",), ("Good day!",)),)


def test_phrases_are_read_in_any_folder_and_ignored_words_are_no_entities(tmp_path: Path) -> None:
    days = [{"data": [{"text": "a "}, {"text": "day", "meta": "@sys.ignore"}, {"text": " off"}]}]
    files = {
        "agent.json": {"language": "en"},
        "intent/leave.json": intent("leave", message("Enjoy it.")),
        "intent/leave_usersays_en.json": days,
    }
    imported = read_files(tmp_path, files)
    assert imported.intents == (Intent("leave", ("a day off",), ("Enjoy it.",)),)
    assert counts(imported) == {}
