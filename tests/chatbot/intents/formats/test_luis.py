"""LUIS and CLU."""

from pathlib import Path

from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files


def test_an_app_of_luis(tmp_path: Path) -> None:
    app = {
        "luis_schema_version": "7.0.0",
        "name": "Travel",
        "culture": "en-us",
        "intents": [{"name": "Book"}, {"name": "Cancel"}, {"name": "None"}, {"name": "Empty"}],
        "entities": [{"name": "City"}],
        "closedLists": [{"name": "Class", "subLists": []}],
        "prebuiltEntities": [{"name": "datetimeV2"}],
        "phraselists": [{"name": "Words", "words": "a,b"}],
        "regex_entities": [{"name": "Number", "regexPattern": "[0-9]+"}],
        "patterns": [{"pattern": "fly to {City}", "intent": "Book"}],
        "utterances": [
            {
                "text": "fly to Berlin",
                "intent": "Book",
                "entities": [{"entity": "City", "startPos": 7, "endPos": 12}],
            },
            {"text": "cancel it", "intent": "Cancel", "entities": []},
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
        "synonym": 1,
        "regex": 1,
        "template": 1,
        "entity_mark": 1,
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
