"""Rasa: YAML of versions 2 and 3."""

from pathlib import Path

import pytest

from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.rich import RichResponse
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
            rich={"For today?": RichResponse(("Yes",))},
        ),
        Intent("yes", ("yes please", "sure", "Yes"), ("Booked.",), (), ("after_book_table",)),
        Intent("faq/hours", ("when are you open",), ("From 9 to 6.",)),
        Intent("fallback", ("who won the election",), ("I did not get that.",)),
    )
    assert counts(imported) == {
        "slot": 2,
        "form": 1,
        "placeholder": 1,
        "rich_response": 1,
        "condition": 1,
        "story_step": 1,
        "action": 1,
        "unused_response": 1,
        "empty_intent": 2,
        "other_file": 1,
    }


def test_an_example_without_a_dash_is_shown(tmp_path: Path) -> None:
    text = "nlu:\n- intent: bye\n  examples: |\n    - bye\n    see you\n    later\n"
    (loss,) = read_files(tmp_path, {"nlu.yml": text}).losses
    assert (loss.kind, loss.count, loss.example) == ("malformed", 2, "see you")


@pytest.mark.parametrize("value", ["5", "[a, 7]", "{a: b}", "text", "[[[]]]", "~"])
@pytest.mark.parametrize("key", ["nlu", "stories", "rules", "responses", "intents", "forms"])
def test_values_of_wrong_kinds_are_counted(tmp_path: Path, key: str, value: str) -> None:
    nlu = "" if key == "nlu" else "nlu:\n- intent: a\n  examples: |\n    - b\n"
    text = f"{nlu}{key}: {value}\n"
    (tmp_path / "wrong").mkdir()
    imported = read_files(
        tmp_path, {"a.yml": "nlu:\n- {intent: x, examples: '- y'}", "b.yml": text}
    )
    assert by_tag(imported)["x"].patterns == ("y",)


def test_examples_in_lines_of_json_are_those_of_yaml(tmp_path: Path) -> None:
    data = {"nlu": [{"intent": "greet", "examples": "- hi\n- [Oslo](city) hey\n"}]}
    (intent,) = read_files(tmp_path, {"nlu.json": data}).intents
    assert (intent.tag, intent.patterns) == ("greet", ("hi", "Oslo hey"))
