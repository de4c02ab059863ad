"""Dialogflow ES: entity types and required parameters, as entities and forms."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.formats.exports.export import export_files
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent, IntentSet
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files, reread
from tests.chatbot.intents.formats.test_dialogflow import intent, message, phrases


def parameter(name: str, kind: str, *prompts: str, **fields: Any) -> dict[str, Any]:
    """A required parameter."""
    return {
        "name": name,
        "required": True,
        "dataType": kind,
        "value": f"${name}",
        "isList": False,
        "prompts": [{"lang": "en", "value": text} for text in prompts],
        **fields,
    }


SIZES = [
    {"value": "small", "synonyms": ["small", "little"]},
    {"value": "@sys.number:n inches", "synonyms": ["@sys.number:n inches"]},
    {"value": "large", "synonyms": ["large", "big", "@sys.number inches"]},
]

AGENT: dict[str, Any] = {
    "agent.json": {"language": "en", "supportedLanguages": ["de"]},
    "entities/pizza-size.json": {"name": "pizza-size", "allowFuzzyExtraction": False},
    "entities/pizza-size_entries_en.json": SIZES,
    "entities/pizza-size_entries_de.json": [{"value": "klein", "synonyms": ["klein"]}],
    "entities/date.json": {"name": "date", "isRegexp": True, "automatedExpansion": True},
    "entities/date_entries_en.json": [
        {"value": "D[0-9]{4}", "synonyms": ["D[0-9]{4}"]},
        {"value": "(?=x)y", "synonyms": ["(?=x)y"]},
    ],
    "intents/order.json": intent(
        "order",
        message("A $pizza-size pizza at $time.", "$pizza-size, $time.original for $name?"),
        response={
            "affectedContexts": [{"name": "ordered", "lifespan": 5}],
            "parameters": [
                parameter("pizza-size", "@pizza-size", "Which size?", "Small or large?"),
                parameter("time", "@sys.time", "When?", isList=True),
                parameter("code", "@date", "Which code? $time"),
                parameter("name", "@sys.person", "Your name?"),
                parameter("street", "@sys.any"),
                parameter("people", "@sys.number", "How many?", defaultValue="2"),
                parameter("extra", "@pizza-size", required=False),
            ],
        },
    ),
    "intents/order_usersays_en.json": [
        {"data": [{"text": "a "}, {"text": "big", "alias": "s", "meta": "@pizza-size"}]}
    ],
    "intents/repeat.json": intent(
        "repeat",
        message("You ordered #ordered.pizza-size for $when, #other.time."),
        contexts=["ordered"],
        response={"parameters": [{"name": "when", "value": "#ordered.time"}]},
    ),
    "intents/repeat_usersays_en.json": phrases("what did I order"),
}

SIZE = Entity(
    "list",
    "pizza_size",
    (ListValue("small", ("little",)), ListValue("large", ("big",))),
    fuzzy=False,
)
CODE = Entity("pattern", "date_2", pattern="D[0-9]{4}")


def test_required_parameters_are_a_form(tmp_path: Path) -> None:
    imported = read_files(tmp_path / "agent", AGENT)
    assert set(imported.entities) == {SIZE, CODE}
    order = by_tag(imported)["order"]
    assert order.form == Form(
        (
            Slot(
                "pizza_size",
                SIZE,
                ("Which size?", "Small or large?"),
                keep="conversation",
            ),
            Slot("time", Entity("time"), ("When?",), keep="conversation"),
            Slot("code", CODE, ("Which code? {{ time }}",)),
            Slot("name", Entity("text"), ("Your name?",)),
        ),
        ("OK.",),
    )
    assert order.responses == (
        "A {{ pizza_size }} pizza at {{ time }}.",
        "{{ pizza_size }}, $time.original for {{ name }}?",
    )
    assert by_tag(imported)["repeat"].responses == (
        "You ordered {{ pizza_size }} for {{ time }}, #other.time.",
    )
    assert reread(imported, tmp_path).intents == imported.intents


def test_the_rest_is_counted(tmp_path: Path) -> None:
    assert counts(read_files(tmp_path, AGENT)) == {
        "parameter": 2,
        "optional_parameter": 1,
        "nearest_entity": 1,
        "placeholder": 2,
        "template": 2,
        "regex": 1,
        "expansion": 1,
        "language": 1,
        "several_values": 1,
        "cancellation": 1,
    }


def test_questions_in_another_language(tmp_path: Path) -> None:
    question = parameter("n", "@sys.number", "How many?")
    question["prompts"].append({"lang": "de", "value": "Wie viele?"})
    order = intent("order", message("Ja.", lang="de"), response={"parameters": [question]})
    files = {
        "agent.json": {"language": "en"},
        "intents/order.json": order,
        "intents/order_usersays_de.json": phrases("bestellen"),
    }
    form = read_files(tmp_path, files, language="de").intents[0].form
    assert form is not None
    assert form.slots[0].prompts == ("Wie viele?",)


def test_the_form_of_an_edited_export_is_read_as_edited(tmp_path: Path) -> None:
    slots = (Slot("city", SIZE, ("Which city?",)),)
    book = Intent("book", ("book",), ("Done.",), form=Form(slots, ("Gone.",), ("Right?",)))
    archive = export_files(IntentSet((book,)), "dialogflow")["dialogflow.zip"]
    with zipfile.ZipFile(BytesIO(archive)) as files:
        files.extractall(tmp_path)
    path = tmp_path / "intents" / "book.json"
    path.write_text(path.read_text().replace("Which city?", "Where to?"))
    form = read_files(tmp_path, {}).intents[0].form
    assert form == Form((replace(slots[0], prompts=("Where to?",)),), ("Gone.",), ("Right?",))


def test_braces_that_name_no_slot_are_a_fault_of_no_file(tmp_path: Path) -> None:
    odd = intent("odd", message("Use {{ braces }}."))
    files = AGENT | {"intents/odd.json": odd, "intents/odd_usersays_en.json": phrases("odd")}
    imported = read_files(tmp_path / "agent", files)
    assert by_tag(imported)["odd"].responses == ("Use { { braces }}.",)
    assert counts(imported)["placeholder"] == 3
    assert reread(imported, tmp_path).intents == imported.intents


def test_more_slots_than_a_form_has(tmp_path: Path) -> None:
    many = [parameter(f"p{n}", "@sys.any", "Yes?") for n in range(22)]
    files: dict[str, Any] = {
        "intents/a.json": intent("a", message("b"), response={"parameters": many}),
        "intents/a_usersays_en.json": phrases("c"),
    }
    imported = read_files(tmp_path, files)
    assert counts(imported)["slot"] == 2


def test_the_name_of_a_person_is_the_person(tmp_path: Path) -> None:
    parameters = [parameter("guest", "@sys.person", "Who comes?")]
    answers = message("See you, $guest.name! $guest.original", "Welcome, #stay.guest.name.")
    files = {
        "intents/come.json": intent("come", answers, response={"parameters": parameters}),
        "intents/come_usersays_en.json": phrases("I come"),
    }
    imported = read_files(tmp_path, files)
    assert imported.intents[0].responses == (
        "See you, {{ guest }}! $guest.original",
        "Welcome, {{ guest }}.",
    )
    assert counts(imported) == {"nearest_entity": 1, "cancellation": 1, "placeholder": 1}


def test_marks_of_a_type_without_entries_are_counted(tmp_path: Path) -> None:
    parts = [
        {"text": "a "},
        {"text": "cold", "alias": "drink", "meta": "@drink"},
        {"text": " one"},
    ]
    agent = {
        "entities/drink.json": {"name": "drink"},
        "intents/order.json": intent("order", message("Here you are.")),
        "intents/order_usersays_en.json": [{"data": parts}],
    }
    imported = read_files(tmp_path, agent)
    assert imported.intents == (Intent("order", ("a cold one",), ("Here you are.",)),)
    assert counts(imported) == {"entity": 1, "entity_mark": 1}
