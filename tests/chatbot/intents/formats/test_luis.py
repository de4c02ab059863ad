"""LUIS and CLU."""

from pathlib import Path

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files


def test_an_app_of_luis(tmp_path: Path) -> None:
    app = {
        "luis_schema_version": "7.0.0",
        "name": "Travel",
        "culture": "en-us",
        "intents": [{"name": "Book"}, {"name": "Cancel"}, {"name": "None"}, {"name": "Empty"}],
        "actions": [],
        "entities": [{"name": "City"}],
        "closedLists": [{"name": "Class", "subLists": []}],
        "prebuiltEntities": [{"name": "datetimeV2"}],
        "phraselists": [{"name": "Words", "words": "a,b"}],
        "model_features": [{"name": "Sweets", "words": "dark,milk", "mode": True}],
        "regex_features": [{"name": "Code", "pattern": "[A-Z]{3}", "activated": True}],
        "regex_entities": [{"name": "Number", "regexPattern": "[0-9]+"}],
        "patterns": [{"pattern": "fly to {City}", "intent": "Book"}],
        "utterances": [
            {
                "text": "fly to Berlin",
                "intent": "Book",
                "entities": [{"entity": "City", "startPos": 7, "endPos": 12}],
            },
            {"text": "cancel it", "intent": "Cancel", "entities": [{"entity": "Class"}]},
            {"text": "sing a song", "intent": "None", "entities": []},
        ],
    }
    imported = read_files(tmp_path, {"app.json": app})
    assert imported.format == "luis"
    assert imported.intents == (
        Intent("Book", ("fly to Berlin",)),
        Intent("Cancel", ("cancel it",)),
        Intent("fallback", ("sing a song",)),
    )
    assert counts(imported) == {
        "entity": 3,
        "synonym": 2,
        "regex": 1,
        "template": 1,
        "entity_mark": 2,
        "empty_intent": 1,
    }


def test_a_project_of_clu(tmp_path: Path) -> None:
    project = {
        "projectFileVersion": "2023-04-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {"projectKind": "Conversation", "projectName": "Mail", "language": "en-us"},
        "assets": {
            "projectKind": "Conversation",
            "intents": [{"category": "Read"}, {"category": "None"}],
            "entities": [{"category": "Sender"}],
            "utterances": [
                {
                    "text": "read the mail of Ann",
                    "language": "en-us",
                    "intent": "Read",
                    "dataset": "Train",
                    "entities": [{"category": "Sender", "offset": 17, "length": 3}],
                },
                {"text": "open my mail", "intent": "Read", "dataset": "Test", "entities": []},
                {"text": "lies meine Post", "language": "de", "intent": "Read", "entities": []},
            ],
        },
    }
    imported = read_files(tmp_path, {"clu.json": project})
    assert imported.intents == (Intent("Read", ("read the mail of Ann",), tests=("open my mail",)),)
    assert counts(imported) == {"entity": 1, "entity_mark": 1, "language": 1}


def test_lists_expressions_and_prebuilt_entities_of_luis(tmp_path: Path) -> None:
    app = {
        "luis_schema_version": "7.0.0",
        "intents": [{"name": "Book"}],
        "closedLists": [
            {"name": "Class", "subLists": [{"canonicalForm": "first", "list": ["best", "1st"]}]}
        ],
        "prebuiltEntities": [{"name": "number"}, {"name": "age"}],
        "regex_entities": [{"name": "Flight", "regexPattern": "[A-Z]{2}[0-9]+"}],
        "utterances": [{"text": "first", "intent": "Book", "entities": [{"entity": "Class"}]}],
    }
    imported = read_files(tmp_path, {"app.json": app})
    assert imported.entities == (
        Entity("list", "Class", (ListValue("first", ("best", "1st")),)),
        Entity("pattern", "Flight", pattern="[A-Z]{2}[0-9]+"),
    )
    assert counts(imported) == {"entity": 1}


def test_entities_of_clu(tmp_path: Path) -> None:
    sublists = [
        {
            "listKey": "Oslo",
            "synonyms": [
                {"language": "en-us", "values": ["Christiania"]},
                {"language": "de", "values": ["Oslostadt"]},
            ],
        }
    ]
    expression = {"regexKey": "a", "language": "en-us", "regexPattern": "C-[0-9]+"}
    entities = [
        {"category": "City", "list": {"sublists": sublists}},
        {"category": "Ticket", "regex": {"expressions": [expression]}},
        {"category": "Count", "prebuilts": [{"category": "Quantity.Number"}]},
        {"category": "Person", "prebuilts": [{"category": "Person.Name"}]},
    ]
    assets = {
        "intents": [{"category": "Go"}],
        "entities": entities,
        "utterances": [{"text": "go to Oslo", "intent": "Go"}],
    }
    project = {
        "projectFileVersion": "2023-04-01",
        "metadata": {"language": "en-us"},
        "assets": assets,
    }
    imported = read_files(tmp_path, {"clu.json": project})
    assert imported.entities == (
        Entity("list", "City", (ListValue("Oslo", ("Christiania",)),)),
        Entity("pattern", "Ticket", pattern="C-[0-9]+"),
    )
    assert counts(imported) == {"entity": 1, "language": 1}
