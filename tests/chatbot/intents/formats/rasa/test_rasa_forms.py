"""Rasa: entities of the training data, and forms of the domain, as ours."""

from pathlib import Path

import pytest

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.formats.exports.export import export_files
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent, IntentSet
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files, reread

NLU = """
version: "3.1"
nlu:
- intent: book
  examples: |
    - I need an appointment
    - an appointment in [Oslo](place) please
    - something in [Christiania](place:Oslo) for my [pup]{"entity": "animal", "value": "dog"}
    - from [Bergen]{"entity": "place", "role": "start"}
- intent: hours
  examples: |
    - when are you open
- intent: stop
  examples: |
    - forget about it
- intent: thanks
  examples: |
    - thanks a lot
- lookup: animal
  examples: |
    - dog
    - cat
    - kitten
- synonym: cat
  examples: |
    - kitten
    - Kitty
- synonym: nobody
  examples: |
    - no one
- regex: chip
  examples: |
    - [0-9]{4}
    - C-[0-9]{2}
- regex: place
  examples: |
    - [A-Z]x+
- regex: behind
  examples: |
    - (?<=a)b
"""

DOMAIN = """
version: "3.1"
intents: [book, hours, stop, thanks]
entities: [place, animal, chip, number, person]
slots:
  place:
    type: text
    mappings:
    - {type: from_entity, entity: place, not_intent: hours}
  animal:
    type: text
    mappings:
    - {type: from_entity, entity: animal}
  count:
    type: float
    mappings:
    - {type: from_entity, entity: number}
  note:
    type: text
    mappings:
    - type: from_text
      conditions: [{active_loop: visit_form, requested_slot: note}]
    - type: from_entity
      entity: chip
      conditions: [{active_loop: other_form}]
  name:
    type: text
    mappings:
    - {type: from_entity, entity: person}
  member:
    type: bool
    mappings:
    - {type: from_intent, intent: thanks, value: "true"}
  mood:
    type: text
    mappings: []
forms:
  visit_form:
    ignored_intents: [hours]
    required_slots: [place, animal, count, note, name, member]
  other_form:
    required_slots: [note]
responses:
  utter_ask_place:
  - text: Where?
  utter_ask_visit_form_animal:
  - text: Which animal do you bring to {place}?
    buttons:
    - {title: A cat, payload: '/inform{"animal": "cat"}'}
    - {title: Dog, payload: '/inform{"animal": "dog"}'}
    - {title: Other, payload: /other}
  utter_ask_count:
  - text: How many?
  - text: How many of them?
  utter_ask_note:
  - text: Anything else?
  utter_ask_name:
  - text: Your name?
  utter_begin:
  - text: Let us see.
  utter_booked:
  - text: Noted for {animal} in {place}, {name}.
  utter_hours:
  - text: From 9 to 6.
  utter_stopped:
  - text: All right, nothing is noted.
  utter_thanks:
  - text: You are welcome in {place}.
actions: [validate_visit_form]
"""

RULES = """
version: "3.1"
rules:
- rule: begin
  steps:
  - intent: book
  - action: utter_begin
  - action: visit_form
  - active_loop: visit_form
- rule: end
  condition:
  - active_loop: visit_form
  steps:
  - action: visit_form
  - active_loop: null
  - slot_was_set:
    - requested_slot: null
  - action: utter_booked
- rule: aside
  condition:
  - active_loop: visit_form
  steps:
  - intent: hours
  - action: utter_hours
  - action: visit_form
  - active_loop: visit_form
"""

STORIES = """
version: "3.1"
stories:
- story: change of mind
  steps:
  - intent: book
  - action: visit_form
  - active_loop: visit_form
  - slot_was_set:
    - place: Oslo
  - intent: stop
  - action: action_deactivate_loop
  - active_loop: null
  - action: utter_stopped
- story: all the way
  steps:
  - intent: book
  - action: visit_form
  - active_loop: visit_form
  - intent: hours
  - action: utter_hours
  - action: visit_form
  - active_loop: null
  - action: utter_booked
  - intent: thanks
  - action: utter_thanks
"""

CONFIG = """
language: en
pipeline:
- name: WhitespaceTokenizer
- name: DucklingEntityExtractor
  dimensions: [number, time]
"""

BOT = {
    "domain.yml": DOMAIN,
    "config.yml": CONFIG,
    "data/nlu.yml": NLU,
    "data/rules.yml": RULES,
    "data/stories.yml": STORIES,
}

PLACE = Entity("list", "place", (ListValue("Oslo", ("Christiania",)), ListValue("Bergen")))
ANIMAL = Entity(
    "list",
    "animal",
    (ListValue("dog", ("pup",)), ListValue("cat", ("kitten", "Kitty", "A cat"))),
)
CHIP = Entity("pattern", "chip", pattern="(?:[0-9]{4})|(?:C-[0-9]{2})")


def test_a_form_of_rasa_3(tmp_path: Path) -> None:
    imported = read_files(tmp_path / "bot", BOT)
    assert imported.entities == (PLACE, ANIMAL, CHIP)
    assert imported.intents == (
        Intent(
            "book",
            (
                "I need an appointment",
                "an appointment in Oslo please",
                "something in Christiania for my pup",
                "from Bergen",
            ),
            ("Noted for {{ animal }} in {{ place }}, {name}.",),
            ("after_book",),
            form=Form(
                (
                    Slot("place", PLACE, ("Where?",), keep="conversation"),
                    Slot(
                        "animal",
                        ANIMAL,
                        ("Which animal do you bring to {{ place }}?",),
                        ("A cat", "Dog"),
                    ),
                    Slot("count", Entity("number"), ("How many?", "How many of them?")),
                    Slot("note", Entity("text"), ("Anything else?",)),
                ),
                ("All right, nothing is noted.",),
            ),
        ),
        Intent("hours", ("when are you open",), ("From 9 to 6.",)),
        Intent("stop", ("forget about it",), ("All right, nothing is noted.",)),
        Intent(
            "thanks",
            ("thanks a lot",),
            ("You are welcome in {{ place }}.",),
            (),
            ("after_book",),
        ),
    )
    assert reread(imported, tmp_path).intents == imported.intents


def test_the_rest_is_counted(tmp_path: Path) -> None:
    assert counts(read_files(tmp_path, BOT)) == {
        "action": 1,
        "entity": 2,
        "entity_mark": 1,
        "form": 1,
        "key": 1,
        "placeholder": 1,
        "regex": 2,
        "rich_response": 1,
        "slot": 3,
        "slot_source": 2,
        "story_step": 1,
        "synonym": 1,
    }


@pytest.mark.parametrize(
    "form",
    [
        "{place: [{type: from_entity, entity: place}]}",
        "{required_slots: {place: {type: from_entity, entity: place}}}",
        "{required_slots: [place]}",
    ],
)
def test_a_form_of_rasa_2(tmp_path: Path, form: str) -> None:
    responses = "responses: {utter_ask_place: [{text: A?}], utter_gone: [{text: Gone.}]}\n"
    domain = f"intents: [go]\nforms: {{go_form: {form}}}\n{responses}"
    nlu = "nlu:\n- {intent: go, examples: '- go to [Oslo](place)'}\n"
    rules = (
        "rules:\n- {rule: go, steps: [{intent: go}, {action: go_form}]}\n"
        "- {rule: end, condition: [{active_loop: go_form}], steps:"
        " [{action: go_form}, {active_loop: ~}, {action: utter_gone}]}\n"
    )
    files = {"domain.yml": domain, "a.yml": nlu, "b.yml": rules}
    go = read_files(tmp_path, files).intents[0]
    assert go.responses == ("Gone.",)
    oslo = Entity("list", "place", (ListValue("Oslo"),))
    assert go.form == Form((Slot("place", oslo, ("A?",)),), ("OK.",))


def test_the_form_of_an_edited_export_is_read_as_edited(tmp_path: Path) -> None:
    slots = (Slot("place", PLACE, ("Where?",), ("Oslo",), ("Not there.",)),)
    book = Intent("book", ("book",), ("Done.",), form=Form(slots, ("Gone.",), ("Right?",)))
    for path, data in export_files(IntentSet((book,)), "rasa").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    for path, old, new in [
        ("domain.yml", "Where?", "Where to?"),
        ("data/nlu.yml", "Bergen", "Moss"),
    ]:
        text = (tmp_path / path).read_text()
        (tmp_path / path).write_text(text.replace(old, new))
    moss = Entity("list", "place", (PLACE.values[0], ListValue("Moss")))
    form = by_tag(read_files(tmp_path, {}))["book"].form
    place = Slot("place", moss, ("Where to?",), ("Oslo",), ("Not there.",))
    assert form == Form((place,), ("Gone.",), ("Right?",))


PARCEL = """
intents: [send, stop, deny, hours]
forms: {parcel_form: {required_slots: [note]}}
slots: {note: {type: text, mappings: [{type: from_text}]}}
responses:
  utter_ask_note: [{text: Any note?}]
  utter_sure: [{text: Are you sure?}]
  utter_stopped: [{text: Stopped.}]
  utter_hours: [{text: From 9 to 6.}]
  utter_no_parcel: [{text: "All right, no parcel."}]
nlu:
- {intent: send, examples: '- send it'}
- {intent: stop, examples: '- stop'}
- {intent: deny, examples: '- no'}
- {intent: hours, examples: '- when do you open'}
rules:
- {rule: deny, steps: [{intent: deny}, {action: utter_no_parcel}]}
stories:
- story: a question before the end
  steps:
  - intent: send
  - action: parcel_form
  - active_loop: parcel_form
  - intent: hours
  - action: utter_hours
  - action: parcel_form
  - intent: stop
  - action: utter_sure
  - intent: deny
  - action: action_deactivate_loop
  - active_loop: null
  - action: utter_stopped
"""


def test_a_message_within_a_form_waits_for_the_one_that_it_answers(tmp_path: Path) -> None:
    imported = by_tag(read_files(tmp_path, {"bot.yml": PARCEL}))
    assert imported["hours"] == Intent("hours", ("when do you open",), ("From 9 to 6.",))
    assert imported["stop"] == Intent("stop", ("stop",), ("Are you sure?",), ("after_stop",))
    assert imported["deny"] == Intent("deny", ("no",), ("All right, no parcel.",))
    assert imported["deny_after_stop"] == Intent(
        "deny_after_stop", ("no",), ("Stopped.",), (), ("after_stop",)
    )
    form = imported["send"].form
    assert form
    assert form.cancelled == ("Stopped.",)


def test_ways_to_cancel_a_form_are_told_once_and_never_as_its_end(tmp_path: Path) -> None:
    leaving = "{action: utter_stopped}, {action: action_deactivate_loop}, {active_loop: null}"
    rules = f"""
- rule: send
  steps: [{{intent: send}}, {{action: parcel_form}}, {{active_loop: parcel_form}}]
- rule: sent
  condition: [{{active_loop: parcel_form}}]
  steps: [{{action: parcel_form}}, {{active_loop: null}}, {{action: utter_hours}}]
- rule: no
  condition: [{{active_loop: parcel_form}}]
  steps: [{{intent: deny}}, {leaving}]
- rule: do not send
  condition: [{{active_loop: parcel_form}}]
  steps: [{{intent: send, entities: [negation]}}, {leaving}]
"""
    imported = read_files(tmp_path, {"bot.yml": PARCEL.partition("rules:")[0] + "rules:" + rules})
    send = by_tag(imported)["send"]
    assert send.form
    assert send.form.cancelled == ("Stopped.",)
    assert send.responses == ("From 9 to 6.",)
    assert counts(imported)["story_step"] == 1


OFFER = """
intents: [prices, "yes", send]
forms: {parcel_form: {required_slots: [day]}}
entities: [time]
slots: {day: {type: text, mappings: [{type: from_entity, entity: time}]}}
pipeline: [{name: DucklingEntityExtractor, dimensions: [time]}]
responses:
  utter_prices: [{text: "5 a parcel. Shall we fetch one?"}]
  utter_ask_day: [{text: When?}]
  utter_sent: [{text: "See you {day}."}]
nlu:
- {intent: prices, examples: '- what does a parcel cost'}
- {intent: "yes", examples: '- yes please'}
- {intent: send, examples: '- fetch a parcel [tomorrow](time)'}
rules:
- rule: sent
  condition: [{active_loop: parcel_form}]
  steps: [{action: parcel_form}, {active_loop: null}, {action: utter_sent}]
- {rule: send, steps: [{intent: send}, {action: parcel_form}, {active_loop: parcel_form}]}
stories:
- story: offer
  steps:
  - intent: prices
  - action: utter_prices
  - intent: "yes"
  - action: parcel_form
  - active_loop: parcel_form
"""


def test_an_answer_that_begins_a_form_waits_for_its_question(tmp_path: Path) -> None:
    imported = by_tag(read_files(tmp_path, {"bot.yml": OFFER}))
    assert imported["prices"].context_set == ("after_prices",)
    assert imported["yes"].context_filter == ("after_prices",)
    assert imported["yes"].form == imported["send"].form
    assert imported["yes"].responses == imported["send"].responses == ("See you {{ day }}.",)
    assert imported["send"].context_filter == ()


def test_a_time_that_duckling_finds_is_any_text(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"bot.yml": OFFER})
    form = by_tag(imported)["send"].form
    assert form
    assert form.slots == (Slot("day", Entity("text"), ("When?",)),)
    assert counts(imported)["nearest_entity"] == 1
