"""Rasa: YAML of versions 2 and 3, Markdown and JSON of version 1."""

from pathlib import Path

import pytest

from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files

NLU = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - good morning
    -  hi   there
- intent: book_table
  examples: |
    - a table in [Berlin](city) please
    - book for [two]{"entity": "people", "value": "2"}
    - somewhere in [NYC](city:New York)
- intent: yes
  examples:
  - text: |
      yes please
    metadata:
      sentiment: good
  - text: sure
- intent: no
  examples: |
    - no
- intent: faq/hours
  examples: |
    - when are you open
- intent: out_of_scope
  examples: |
    - who won the election
- synonym: New York
  examples: |
    - NYC
- regex: zip
  examples: |
    - [0-9]{5}
- lookup: cities
  examples: |
    - Berlin
    - Paris
"""

DOMAIN = """
version: "3.1"
intents:
- no
- greet
- faq
- book_table:
    use_entities: []
- forgotten
entities:
- city
- people
slots:
  city:
    type: text
forms:
  booking_form:
    required_slots: [city]
responses:
  utter_greet:
  - text: Hello!
  - text: Hi, {name}!
  utter_table:
  - text: For today?
    buttons:
    - title: "Yes"
      payload: /yes
  utter_booked:
  - text: Booked.
    image: https://example.org/table.png
  utter_not_booked:
  - text: Then not.
  utter_faq/hours:
  - text: From 9 to 6.
  utter_default:
  - text: I did not get that.
  utter_ask_city:
  - text: Where?
actions:
- action_weather
"""

STORIES = """
version: "3.1"
stories:
- story: book a table
  steps:
  - intent: greet
  - action: utter_greet
  - intent: book_table
    entities:
    - city: Berlin
  - slot_was_set:
    - city: Berlin
  - action: utter_table
  - intent: yes
  - action: utter_booked
- story: do not book
  steps:
  - intent: book_table
  - action: utter_table
  - or:
    - intent: no
    - intent: never_mind
  - action: utter_not_booked
- story: part
  steps:
  - checkpoint: start
  - intent: no
  - action: action_weather
"""

RULES = """
version: "3.1"
rules:
- rule: greet
  steps:
  - ...
  - intent: greet
  - action: utter_greet
- rule: questions
  steps:
  - intent: faq
  - action: utter_faq
- rule: not understood
  steps:
  - intent: nlu_fallback
  - action: utter_default
"""


def test_a_bot_of_rasa_3(tmp_path: Path) -> None:
    files = {
        "domain.yml": DOMAIN,
        "data/nlu.yml": NLU,
        "data/stories.yml": STORIES,
        "data/rules.yml": RULES,
        "config.yml": "language: en\npipeline: []\n",
        "models/old.json": "{}",
        ".rasa/cache.json": "{}",
    }
    imported = read_files(tmp_path, files)
    assert imported.format == "rasa"
    assert imported.files == 4
    assert imported.intents == (
        Intent("no", ("no",), ("Then not.",), (), ("after_book_table",)),
        Intent("greet", ("hello", "good morning", "hi   there"), ("Hello!", "Hi, {name}!")),
        Intent(
            "book_table",
            ("a table in Berlin please", "book for two", "somewhere in NYC"),
            ("For today?",),
            ("after_book_table",),
        ),
        Intent("yes", ("yes please", "sure"), ("Booked.",), (), ("after_book_table",)),
        Intent("faq/hours", ("when are you open",), ("From 9 to 6.",)),
        Intent("fallback", ("who won the election",), ("I did not get that.",)),
    )
    assert counts(imported) == {
        "entity_mark": 3,
        "entity": 2,
        "synonym": 1,
        "regex": 1,
        "lookup": 1,
        "slot": 2,
        "form": 1,
        "placeholder": 1,
        "rich_response": 2,
        "condition": 1,
        "story_step": 1,
        "action": 1,
        "unused_response": 1,
        "empty_intent": 1,
        "other_file": 1,
    }


def test_yes_means_another_thing_after_each_question(tmp_path: Path) -> None:
    nlu = "".join(
        f"- intent: {name}\n  examples: |\n    - say {name}\n" for name in ("tea", "cake", "yes")
    )
    stories = "".join(
        f"- story: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}\n"
        f"  - intent: yes\n  - action: utter_more_{name}\n"
        for name in ("tea", "cake")
    )
    responses = "".join(
        f"  utter_{name}:\n  - text: With {name}?\n  utter_more_{name}:\n  - text: More {name}.\n"
        for name in ("tea", "cake")
    )
    imported = read_files(
        tmp_path,
        {"a.yml": f"nlu:\n{nlu}\nstories:\n{stories}", "domain.yml": f"responses:\n{responses}"},
    )
    assert imported.intents == (
        Intent("tea", ("say tea",), ("With tea?",), ("after_tea",)),
        Intent("cake", ("say cake",), ("With cake?",), ("after_cake",)),
        Intent("yes", ("say yes",), ("More tea.",), (), ("after_tea",)),
        Intent("yes_after_cake", ("say yes",), ("More cake.",), (), ("after_cake",)),
    )


def test_an_intent_with_one_answer_after_many_depends_on_none(tmp_path: Path) -> None:
    nlu = "".join(
        f"- intent: {name}\n  examples: |\n    - say {name}\n" for name in ("tea", "cake", "bye")
    )
    stories = "".join(
        f"- story: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}\n"
        "  - intent: bye\n  - action: utter_bye\n"
        for name in ("tea", "cake")
    )
    responses = "".join(f"  utter_{n}:\n  - text: T {n}\n" for n in ("tea", "cake", "bye"))
    imported = read_files(
        tmp_path,
        {"a.yml": f"nlu:\n{nlu}\nstories:\n{stories}", "domain.yml": f"responses:\n{responses}"},
    )
    assert by_tag(imported)["bye"] == Intent("bye", ("say bye",), ("T bye",))
    assert not any(intent.context_set for intent in imported.intents)


def test_two_messages_in_a_row_are_one_answer(tmp_path: Path) -> None:
    text = """
nlu:
- intent: joke
  examples: |
    - tell me a joke
responses:
  utter_joke:
  - text: A horse comes into a bar.
  - text: Knock knock.
  utter_laugh:
  - text: Ha!
rules:
- rule: joke
  steps:
  - intent: joke
  - action: utter_joke
  - action: utter_laugh
"""
    imported = read_files(tmp_path, {"bot.yml": text})
    assert imported.intents[0].responses == ("A horse comes into a bar.\nHa!", "Knock knock.\nHa!")


def test_messages_of_test_stories_become_tests(tmp_path: Path) -> None:
    text = """
nlu:
- intent: greet
  examples: |
    - hello
stories:
- story: test
  steps:
  - user: |
      good day to [you](person)
    intent: greet
  - user: hello
    intent: greet
  - action: utter_greet
"""
    imported = read_files(tmp_path, {"bot.yml": text})
    assert imported.intents == (Intent("greet", ("hello",), tests=("good day to you",)),)
    assert counts(imported)["trained_test"] == 1


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
        "action": 1,
        "form": 1,
        "entity_mark": 1,
        "synonym": 1,
        "regex": 1,
        "lookup": 1,
        "other_file": 1,
    }


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
    assert counts(imported) == {"regex": 1, "lookup": 1, "synonym": 1, "entity_mark": 1}


@pytest.mark.parametrize("value", ["5", "[a, 7]", "{a: b}", "text", "[[[]]]", "~"])
@pytest.mark.parametrize("key", ["nlu", "stories", "rules", "responses", "intents", "forms"])
def test_values_of_wrong_kinds_are_counted(tmp_path: Path, key: str, value: str) -> None:
    text = f"nlu:\n- intent: a\n  examples: |\n    - b\n{key}: {value}\n"
    (tmp_path / "wrong").mkdir()
    imported = read_files(
        tmp_path, {"a.yml": "nlu:\n- {intent: x, examples: '- y'}", "b.yml": text}
    )
    assert by_tag(imported)["x"].patterns == ("y",)
