"""Botpress 12: questions and answers, and the intents of the NLU module."""

from pathlib import Path
from typing import Any

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files


def question(identity: str, questions: Any, answers: Any, **fields: Any) -> dict[str, Any]:
    """A question with its answers."""
    data = {"action": "text", "contexts": ["global"], "enabled": True, "redirectFlow": ""}
    texts = {"questions": {"en": questions}, "answers": {"en": answers}}
    return {"id": identity, "data": data | {"redirectNode": ""} | texts | fields}


QUESTIONS = [
    question("1a2b3c4d5e_opening_hours", ["When are you open?"], ["From 9 to 6.", "9 to 6."]),
    question(
        "abcdefghij_delivery",
        ["Do you deliver?"],
        ["#!builtin_image-1", "Yes."],
        contexts=["global", "shop"],
        redirectFlow="order.flow.json",
    ),
    question("klmnopqrst_old", ["Old?"], ["Old."], enabled=False),
]


HOURS = Intent("opening_hours", ("When are you open?",), ("From 9 to 6.", "9 to 6."))


def test_exported_questions(tmp_path: Path) -> None:
    exported = {"qnas": QUESTIONS, "contentElements": []}
    imported = read_files(tmp_path, {"qna.json": exported})
    assert imported.format == "botpress"
    assert imported.intents == (
        HOURS,
        Intent("delivery", ("Do you deliver?",), ("Yes.",)),
    )
    assert counts(imported) == {"rich_response": 1, "jump": 1, "topic": 1, "disabled": 1}


def test_a_folder_of_a_bot(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "qna/1a2b3c4d5e_opening_hours.json": QUESTIONS[0],
        "intents/__qna__1a2b3c4d5e_opening_hours.json": {
            "name": "__qna__1a2b3c4d5e_opening_hours",
            "contexts": ["global"],
            "utterances": {"en": ["When are you open?"]},
            "slots": [],
        },
        "intents/book.json": {
            "name": "book",
            "contexts": ["global", "travel"],
            "utterances": {"en": ["fly to [Berlin](to)"], "fr": ["un vol"]},
            "slots": [{"name": "to", "entities": ["city"]}],
        },
        "entities/city.json": {"id": "city", "name": "city", "type": "list", "occurrences": []},
        "bot.config.json": {"name": "Bot", "version": "1.0.0"},
    }
    imported = read_files(tmp_path, files)
    assert {intent.tag: intent for intent in imported.intents} == {
        "opening_hours": Intent(
            "opening_hours", ("When are you open?",), ("From 9 to 6.", "9 to 6.")
        ),
        "book": Intent("book", ("fly to Berlin",)),
    }
    assert counts(imported) == {
        "entity_mark": 1,
        "language": 1,
        "parameter": 1,
        "topic": 1,
        "entity": 1,
        "other_file": 1,
    }


def test_entities_of_a_bot(tmp_path: Path) -> None:
    city = {"name": "city", "type": "list", "fuzzy": 0.8}
    oslo = {"name": "Oslo", "synonyms": ["Christiania"]}
    files: dict[str, Any] = {
        "intents/book.json": {
            "name": "book",
            "utterances": {"en": ["fly to [Oslo](to) with [WS-1](code) on [Monday](day)"]},
            "slots": [
                {"name": "to", "entities": ["city"]},
                {"name": "code", "entities": ["code"]},
                {"name": "day", "entities": ["time"]},
            ],
        },
        "entities/city.json": city | {"occurrences": [oslo]},
        "entities/code.json": {"name": "code", "type": "pattern", "pattern": "WS-[0-9]"},
        "entities/any.json": {"name": "any", "type": "system"},
    }
    imported = read_files(tmp_path, files)
    assert set(imported.entities) == {
        Entity("list", "city", (ListValue("Oslo", ("Christiania",)),)),
        Entity("pattern", "code", pattern="WS-[0-9]"),
    }
    assert imported.intents[0].patterns == ("fly to Oslo with WS-1 on Monday",)
    assert counts(imported) == {"entity_mark": 1, "parameter": 3, "entity": 1}


def test_another_language(tmp_path: Path) -> None:
    both = QUESTIONS[0]["data"] | {
        "questions": {"en": ["Open?"], "de": ["Offen?"]},
        "answers": {"en": ["Yes."], "de": ["Ja."]},
    }
    imported = read_files(tmp_path, {"qna.json": [{"id": "open", "data": both}]}, language="de")
    assert imported.intents == (Intent("open", ("Offen?",), ("Ja.",)),)
    assert counts(imported) == {"language": 2}


def test_messages_without_languages(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "intents/hours.json": {"name": "hours", "utterances": ["when do you open"]},
        "old/none.json": {"name": "none", "filename": "none.json", "utterances": ["xyz"]},
        "intents/price.json": {"name": "price", "utterances": {"en": ["what is it", "how much"]}},
    }
    imported = read_files(tmp_path, files)
    assert {intent.tag: intent.patterns for intent in imported.intents} == {
        "hours": ("when do you open",),
        "price": ("what is it", "how much"),
        "fallback": ("xyz",),
    }
    assert counts(imported) == {}
