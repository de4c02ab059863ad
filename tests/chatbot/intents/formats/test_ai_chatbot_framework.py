"""ai-chatbot-framework: exported intents and entities."""

from pathlib import Path

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent
from chatbot.intents.marks.mark import EntityMark
from tests.chatbot.intents.formats.reading import counts, read_files, reread

FALLBACK = '{{ \n\n[\n  "Sorry ### I did not get that.",\n  "Pardon?"\n] | random \n\n}}\ufeff\n\n'


def test_exported_intents(tmp_path: Path) -> None:
    intents = [
        {
            "name": "Order",
            "intentId": "order",
            "userDefined": True,
            "apiTrigger": True,
            "apiDetails": {"url": "http://example.org", "requestType": "POST"},
            "parameters": [{"name": "item", "required": True, "prompt": "What?"}],
            "trainingData": [
                {"text": "order tea\n", "entities": [{"value": "tea", "begin": 6, "end": 9}]},
                {"text": "buy something", "entities": []},
            ],
            "speechResponse": "Ok ### Ordered <b>{{ parameters['item'] }}</b>.<hr>",
        },
        {"name": "Default Fallback intent", "intentId": "fallback", "speechResponse": FALLBACK},
        {
            "name": "Old",
            "intentName": "old",
            "labeledSentences": [{"data": [["good", "JJ", "O"], ["day", "NN", "O"]]}],
            "speechResponse": "Good day!",
        },
    ]
    entities = [{"name": "item", "entity_values": [{"value": "tea", "synonyms": ["chai", "cha"]}]}]
    imported = read_files(tmp_path, {"intents.json": intents, "entities.json": entities})
    assert imported.format == "ai-chatbot-framework"
    assert imported.intents == (
        Intent(
            "order",
            ("order tea", "buy something"),
            ("Ok\nOrdered <b>{{ parameters['item'] }}</b>.<hr>",),
        ),
        Intent("fallback", (), ("Sorry\nI did not get that.", "Pardon?")),
        Intent("old", ("good day",), ("Good day!",)),
    )
    assert counts(imported) == {
        "action": 1,
        "parameter": 1,
        "entity_mark": 1,
        "placeholder": 1,
        "markup": 1,
    }


def test_intents_below_a_key(tmp_path: Path) -> None:
    intent = {"name": "Hi", "intentId": "hi", "trainingData": [{"text": "hi"}]}
    imported = read_files(tmp_path, {"a.json": {"intents": [intent | {"speechResponse": "Hi!"}]}})
    assert imported.intents == (Intent("hi", ("hi",), ("Hi!",)),)


def test_required_parameters_are_a_form(tmp_path: Path) -> None:
    tea = Entity("list", "item", (ListValue("tea", ("chai",)),))
    intent = {
        "name": "Order",
        "intentId": "order",
        "parameters": [
            {"name": "item", "required": True, "type": "item", "prompt": "What ### shall it be?"},
            {"name": "note", "required": True, "type": "free_text", "prompt": "Any wish?"},
            {"name": "sugar", "required": False, "type": "item", "prompt": "Sugar?"},
            {"name": "cup", "required": True, "type": "cups", "prompt": "Which cup?"},
        ],
        "trainingData": [
            {"text": "order tea", "entities": [{"value": "tea", "name": "item"}]},
        ],
        "speechResponse": 'A {{ parameters["item"] }}: {{ parameters.note }} {{ context["x"] }}',
    }
    entity = {"name": "item", "entity_values": [{"value": "tea", "synonyms": ["chai"]}]}
    imported = read_files(tmp_path / "bot", {"intents.json": [intent], "entities.json": [entity]})
    slots = (
        Slot("item", tea, ("What\nshall it be?",)),
        Slot("note", Entity("text"), ("Any wish?",)),
    )
    assert imported.intents == (
        Intent(
            "order",
            ("order tea",),
            ('A {{ item }}: {{ note }} { { context["x"] }}',),
            form=Form(slots, ("OK.",)),
        ),
    )
    assert counts(imported) == {"parameter": 2, "placeholder": 1, "cancellation": 1}
    assert reread(imported, tmp_path).intents == imported.intents


def test_an_entity_without_values_is_lost(tmp_path: Path) -> None:
    parameter = {"name": "to", "required": True, "type": "city", "prompt": "Where to?"}
    intent = {
        "intentId": "go",
        "parameters": [parameter],
        "trainingData": [{"text": "go to Oslo", "entities": [{"name": "city"}]}],
        "speechResponse": "On our way.",
    }
    entity = {"name": "city", "entity_values": []}
    imported = read_files(tmp_path, {"intents.json": [intent], "entities.json": [entity]})
    assert imported.intents == (Intent("go", ("go to Oslo",), ("On our way.",)),)
    assert imported.entities == ()
    assert counts(imported) == {"entity": 1, "entity_mark": 1, "form": 1, "slot": 1}


def test_an_entity_without_values_is_learnt_from_its_marks(tmp_path: Path) -> None:
    numbers = ("KX-1", "KX-22", "KX-1", "M 7", "KX-3")
    examples = [
        {
            "text": f" where is {number} now ",
            "entities": [{"name": "parcel", "begin": 10, "end": 10 + len(number)}],
        }
        for number in numbers
    ]
    wrong = {"text": "no", "entities": [{"name": "parcel", "begin": 9, "end": 11}, {"name": "x"}]}
    parameter = {"name": "parcel", "required": True, "type": "parcel", "prompt": "Which parcel?"}
    intent = {
        "intentId": "where",
        "parameters": [parameter],
        "trainingData": [*examples, wrong],
        "speechResponse": "{{ parameters.parcel }} is on its way.",
    }
    files = {"intents": [intent], "entities": [{"name": "parcel", "entity_values": []}]}
    imported = read_files(tmp_path / "bot", {"bot.json": files})
    parcel = Entity("learnt", "parcel", tuple(map(ListValue, ("KX-1", "KX-22", "M 7", "KX-3"))))
    assert imported.entities == (parcel,)
    where = imported.intents[0]
    assert where.patterns[0] == "where is KX-1 now"
    assert where.marks["where is M 7 now"] == (EntityMark("parcel", 9, 12),)
    assert where.form == Form((Slot("parcel", parcel, ("Which parcel?",)),), ("OK.",))
    assert counts(imported) == {"entity_mark": 1, "cancellation": 1}
    assert reread(imported, tmp_path).intents == imported.intents


def test_marks_of_an_entity_without_values_are_counted(tmp_path: Path) -> None:
    marks = [{"name": "city", "begin": 6, "end": 10}, {"name": "city", "begin": 0, "end": 2}]
    intent = {
        "intentId": "go",
        "trainingData": [{"text": "go to Oslo", "entities": marks}],
        "speechResponse": "On our way.",
    }
    files = {"intents": [intent], "entities": [{"name": "city", "entity_values": []}]}
    imported = read_files(tmp_path, {"bot.json": files})
    assert imported.intents == (Intent("go", ("go to Oslo",), ("On our way.",)),)
    assert counts(imported) == {"entity_mark": 2, "entity": 1}
