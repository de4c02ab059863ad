"""Rasa 1: Markdown and JSON."""

from pathlib import Path

from chatbot.entities.entity import ListValue
from chatbot.intents.formats.imported import Loss
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files


def test_markdown_of_rasa_1(tmp_path: Path) -> None:
    nlu = """
## intent:greet
- hello
* hi <!-- short -->
<!--
- a comment
-->

## intent:faq/hours
- when are you open on [Sunday](day)

## intent:yes
- yes

## synonym:Sunday
- sun

## regex:zip
- [0-9]{5}

## lookup:days
data/days.txt
"""
    stories = """
## greet and agree
* greet{"name": "Ann"}
  - utter_greet
  - slot{"name": "Ann"}
> asked
* yes OR sure
  - utter_yes

## form
* book
  - booking_form
  - form{"name": "booking_form"}
"""
    responses = "## hours\n* faq/hours\n  - From 9 to 6.\n"
    domain = """
intents: [greet, yes, faq]
actions: [utter_greet]
templates:
  utter_greet:
  - Hello!
  - text: Hi!
  utter_yes: Fine.
"""
    files = {
        "data/nlu.md": nlu,
        "data/stories.md": stories,
        "data/responses.md": responses,
        "domain.yml": domain,
        "README.md": "# A bot\n\n## Install\n\n- run it\n",
    }
    imported = read_files(tmp_path, files)
    assert imported.intents == (
        Intent("greet", ("hello", "hi"), ("Hello!", "Hi!"), ("after_greet",)),
        Intent("yes", ("yes",), ("Fine.",), (), ("after_greet",)),
        Intent("faq/hours", ("when are you open on Sunday",), ("From 9 to 6.",)),
    )
    assert counts(imported) == {
        "condition": 1,
        "slot": 1,
        "story_step": 1,
        "form": 1,
        "lookup": 1,
        "other_file": 1,
        "empty_intent": 2,
    }


def test_steps_that_a_form_took_are_no_messages(tmp_path: Path) -> None:
    nlu = "## intent:rent\n- rent a bike\n\n## intent:tell\n- for two days\n"
    stories = """
## by interactive learning
* rent
    - bike_form
    - form{"name": "bike_form"}
* form: tell{"days": "two"}
    - form: bike_form
    - slot{"days": "two"}
    - form{"name": null}
    - utter_rented
"""
    domain = (
        "intents: [rent, tell]\nactions: []\nresponses: {utter_rented: [{text: It is yours.}]}\n"
    )
    files = {"nlu.md": nlu, "stories.md": stories, "domain.yml": domain}
    imported = read_files(tmp_path, files)
    assert imported.intents == (
        Intent("rent", ("rent a bike",), ("It is yours.",)),
        Intent("tell", ("for two days",)),
    )
    assert counts(imported) == {"form": 1}


def test_json_of_rasa_1(tmp_path: Path) -> None:
    data = {
        "rasa_nlu_data": {
            "common_examples": [
                {"text": "hello", "intent": "greet", "entities": []},
                {
                    "text": "in Berlin [today](now)",
                    "intent": "find",
                    "entities": [{"start": 3, "end": 9, "value": "Berlin", "entity": "city"}],
                },
            ],
            "regex_features": [{"name": "zip", "pattern": "[0-9]{5}"}],
            "lookup_tables": [{"name": "cities", "elements": ["Berlin"]}],
            "entity_synonyms": [{"value": "NYC", "synonyms": ["New York"]}],
        }
    }
    imported = read_files(tmp_path, {"data.json": data})
    assert imported.intents == (
        Intent("greet", ("hello",)),
        Intent("find", ("in Berlin [today](now)",)),
    )
    assert counts(imported) == {"synonym": 1}
    assert {e.name: (e.pattern, e.values) for e in imported.entities} == {
        "city": ("", (ListValue("Berlin"),)),
        "zip": ("[0-9]{5}", ()),
        "cities": ("", (ListValue("Berlin"),)),
    }


def test_values_that_json_of_rasa_1_does_not_have(tmp_path: Path) -> None:
    mark = {"start": 3, "end": 7, "entity": "city"}
    values = [None, "Christiania", ["Oslo", "Bergen"], {"name": "Oslo"}]
    examples = [
        {"text": "to Oslo", "intent": "go", "entities": [mark | {"value": value}]}
        for value in values
    ]
    tables = [{"name": "streets", "elements": "data/streets.txt"}]
    data = {"rasa_nlu_data": {"common_examples": examples, "lookup_tables": tables}}
    imported = read_files(tmp_path, {"data.json": data})
    assert [(entity.name, entity.values) for entity in imported.entities] == [
        ("city", (ListValue("Oslo"), ListValue("Christiania", ("Oslo",))))
    ]
    assert counts(imported) == {"entity_mark": 2, "lookup": 1}


def test_other_keys_of_the_json_are_counted(tmp_path: Path) -> None:
    examples = [{"text": "hello", "intent": "greet"}]
    data = {"common_examples": examples, "composites": [{"name": "meal"}], "regex_features": []}
    imported = read_files(tmp_path, {"data.json": {"rasa_nlu_data": data | {"empty": []}}})
    assert imported.losses == (Loss("key", 1, "composites"),)


def test_a_section_under_a_heading_of_another_level_is_an_intent(tmp_path: Path) -> None:
    text = "## intent:greet\n- hello\n# intent:order\n- a pizza\n# a remark\n- two pizzas\n"
    imported = read_files(tmp_path, {"nlu.md": text})
    patterns = [(intent.tag, intent.patterns) for intent in imported.intents]
    assert patterns == [("greet", ("hello",)), ("order", ("a pizza", "two pizzas"))]
