"""Rasa: slots that intents fill, and values of entities from marks and expressions."""

import tracemalloc
from pathlib import Path

from chatbot.entities.entity import Entity, ListValue
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files, reread

MEMBERS = """
version: "3.1"
nlu:
- intent: join
  examples: |
    - sign me up
- intent: affirm
  examples: |
    - yes
    - of course
- intent: deny
  examples: |
    - no
- intent: refuse
  examples: |
    - never
slots:
  member:
    type: bool
    mappings:
    - {type: from_intent, intent: affirm, value: true}
    - {type: from_intent, intent: [deny, refuse], value: false}
forms:
  join_form:
    required_slots: [member]
responses:
  utter_ask_member:
  - text: Are you a member?
rules:
- rule: join
  steps:
  - intent: join
  - action: join_form
  - active_loop: join_form
"""


def test_a_slot_that_intents_fill_takes_their_patterns(tmp_path: Path) -> None:
    imported = read_files(tmp_path / "bot", {"all.yml": MEMBERS})
    listed = (ListValue("true", ("yes", "of course")), ListValue("false", ("no", "never")))
    form = by_tag(imported)["join"].form
    assert form
    assert form.slots[0].entity == Entity("list", "join_form_member", listed, fuzzy=False)
    assert counts(imported) == {"cancellation": 1, "nearest_entity": 1}
    assert reread(imported, tmp_path).intents == imported.intents


def test_a_slot_that_a_text_fills_as_well_takes_any_text(tmp_path: Path) -> None:
    """A text takes what the entity would find, so the question is asked; the rest is counted."""
    filled = "    - {type: from_entity, entity: club}\n    - {type: from_text}\n"
    head, forms = MEMBERS[: MEMBERS.index("    - {type")], MEMBERS[MEMBERS.index("forms:") :]
    club = "- {intent: club, examples: '- the [chess](club) club'}\n"
    text = head.replace("slots:\n", club + "slots:\n") + filled + forms
    imported = read_files(tmp_path, {"all.yml": text})
    form = by_tag(imported)["join"].form
    assert form
    assert [(slot.name, slot.entity.kind) for slot in form.slots] == [("member", "text")]
    assert counts(imported)["slot_source"] == 1
    assert "slot" not in counts(imported)


def test_intents_that_set_the_same_value_are_all_its_patterns(tmp_path: Path) -> None:
    apart = MEMBERS.replace(
        "intent: [deny, refuse], value: false",
        "intent: deny, value: false}\n    - {type: from_intent, intent: refuse, value: false",
    )
    imported = read_files(tmp_path, {"all.yml": apart})
    form = by_tag(imported)["join"].form
    assert form
    assert form.slots[0].entity.values[1] == ListValue("false", ("no", "never"))


def test_an_intent_that_is_named_again_and_again_takes_no_memory(tmp_path: Path) -> None:
    examples = "".join(f"    - yes {number}\n" for number in range(2_000))
    often = MEMBERS.replace("    - yes\n", examples).replace(
        "intent: affirm, value: true",
        f"intent: [{', '.join(['affirm'] * 3_000)}], value: true",
    )
    (tmp_path / "all.yml").write_text(often)
    tracemalloc.start()
    imported = read_files(tmp_path, {})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts(imported)["synonym"] == 1_501
    assert peak < 25_000_000


def test_a_slot_of_an_entity_and_of_intents_has_the_entity(tmp_path: Path) -> None:
    both = MEMBERS.replace(
        "intent: affirm, value: true",
        "intent: affirm, value: true}\n    - {type: from_entity, entity: rank",
    ).replace("nlu:", "nlu:\n- lookup: rank\n  examples: |\n    - gold\n    - silver")
    imported = read_files(tmp_path, {"all.yml": both})
    form = by_tag(imported)["join"].form
    assert form
    assert form.slots[0].entity.name == "rank"
    assert counts(imported)["slot_source"] == 2


def test_marks_that_an_expression_matches_are_its_examples(tmp_path: Path) -> None:
    nlu = (
        "nlu:\n- {intent: track, examples: '- where is [CW-12](parcel)'}\n"
        "- {regex: parcel, examples: '- CW-[0-9]+'}\n"
    )
    imported = read_files(tmp_path, {"nlu.yml": nlu})
    assert imported.entities == (Entity("pattern", "parcel", pattern="CW-[0-9]+"),)
    assert imported.losses == ()


def test_marks_without_a_value_are_their_own(tmp_path: Path) -> None:
    values = ["null", '["Oslo"]']
    lines = [f'    - to [Oslo]{{"entity": "place", "value": {value}}}' for value in values]
    nlu = "\n".join(["nlu:", "- intent: go", "  examples: |", *lines])
    imported = read_files(tmp_path, {"nlu.yml": nlu})
    assert imported.entities == (Entity("list", "place", (ListValue("Oslo"),)),)
    assert counts(imported) == {"entity_mark": 1}
