"""Forms in intent files: read, checked, formatted, converted, written back."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chatbot.intents.additions import Additions
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.conversion import convert
from chatbot.intents.diff import IntentSetDiff
from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.exports.export import export_files, own_file
from chatbot.intents.forms.templates import filled
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.intents.layout import formatted
from chatbot.intents.lint import lint
from chatbot.intents.schema import schema_text
from chatbot.intents.write_back import plan_write_back
from chatbot.located_json.source import JsonSource
from chatbot.text.markup.hrefs import MAILBOX
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span
from tests.support.markdown import read


def document(**changes: Any) -> dict[str, Any]:
    """A bot with a form of two slots; `changes` replace parts of the form."""
    form = {
        "slots": [
            {"name": "city", "entity": "city", "prompts": "Which city?", "quick_replies": ["Oslo"]},
            {"name": "day", "entity": "date", "prompts": ["Which day?"], "min": "today"},
        ],
        "confirm": "{{ city }} on {{ day | %d.%m.%Y }}?",
        "cancelled": ["Cancelled."],
        "outcomes": [{"when": {"city": "Oslo"}, "responses": "Booked in Oslo."}],
    }
    intents = [
        {"tag": "book", "patterns": ["book"], "responses": ["Done."], "form": form | changes},
        {"tag": "fallback", "responses": ["Sorry?"]},
    ]
    entities = {"city": {"values": {"Oslo": ["Christiania"], "Bergen": []}}}
    return {"entities": entities, "intents": intents}


def checked(values: object, name: str = "bot.json") -> CheckedFile:
    return check_file(JsonSource.from_bytes(name, json.dumps(values, indent=1).encode()))


def loaded(values: object) -> IntentSet:
    return IntentSet.from_files([checked(values)])


def problems(*documents: object) -> list[str]:
    files = [checked(values, f"{number}.json") for number, values in enumerate(documents)]
    return [str(problem) for problem in join(files).problems]


def slot(**changes: Any) -> dict[str, Any]:
    return {"name": "city", "entity": "city", "prompts": ["Which city?"]} | changes


def test_a_form_is_read_with_its_entities() -> None:
    form = loaded(document()).intents[0].form
    assert form is not None
    assert [slot.entity.kind for slot in form.slots] == ["list", "date"]
    assert form.slots[0].prompts == ("Which city?",)
    assert form.slots[0].entity.values[0].synonyms == ("Christiania",)
    assert form.outcomes[0].condition == (("city", ("Oslo",)),)


def test_the_snapshot_of_a_bundle_holds_the_forms() -> None:
    intents = loaded(document())
    assert IntentSet.from_json(intents.to_json()) == intents
    assert intents.fingerprint != loaded(document(cancelled="Gone.")).fingerprint
    change = IntentSetDiff.between(intents, loaded(document(cancelled="Gone."))).different[0]
    assert change.edited == ("form",)


def test_a_snapshot_of_an_earlier_version_has_no_forms() -> None:
    assert IntentSet.from_json('[{"tag": "hello", "patterns": ["hi"]}]').intents[0].form is None


def test_the_layout_the_conversion_and_the_export_keep_forms() -> None:
    intents = loaded(document())
    source = json.dumps(document())
    assert loaded(json.loads(formatted(source))) == intents
    assert loaded(json.loads(convert(checked(document())).text)) == intents
    assert loaded(json.loads(own_file(intents))) == intents


def test_a_form_has_its_keys_in_order() -> None:
    values = document()
    values["intents"][0]["form"]["slots"][0] = dict(
        reversed(values["intents"][0]["form"]["slots"][0].items())
    )
    values["intents"][0] = dict(reversed(values["intents"][0].items()))
    text = formatted(json.dumps(dict(reversed(values.items()))))
    assert text == formatted(json.dumps(document()))
    assert formatted(text) == text


def test_lines_of_json_have_no_forms() -> None:
    lines = export_files(loaded(document()), "jsonl")["intents.jsonl"].splitlines()
    assert "form" not in json.loads(lines[0])


def test_the_form_of_the_documentation_keeps_to_the_schema() -> None:
    section = read("docs/authoring.md").partition("## Forms\n")[2]
    form = json.loads(section.partition("```json\n")[2].partition("```")[0])
    jsonschema_rs.Draft202012Validator(json.loads(schema_text())).validate(form)
    assert problems(form) == []
    assert problems(document()) == []
    jsonschema_rs.Draft202012Validator(json.loads(schema_text())).validate(document())


def test_what_was_taught_is_written_beside_a_form(tmp_path: Any) -> None:
    path = tmp_path / "bot.json"
    path.write_text(json.dumps(document(), indent=2), "utf-8")
    before = IntentSet.load(path)
    plan_write_back(path, Additions((("book", "reserve"),))).write()
    after = IntentSet.load(path)
    assert after.intents[0].patterns == ("book", "reserve")
    assert after.intents[0].form == before.intents[0].form


def test_the_entities_of_one_file_serve_the_forms_of_another() -> None:
    values = document()
    entities = {"entities": values.pop("entities"), "intents": [{"tag": "a", "patterns": ["b"]}]}
    assert problems(values, entities) == []
    repeated = problems(document(), entities)
    assert repeated == [
        '1.json:3:11: /entities/city: The entity "city" is already at 0.json:3:11: keep one of'
        " both."
    ]


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({"slots": []}, "form/slots", "at least one"),
        ({"slots": [slot(name="__class__")]}, "slots/0/name", "no name of a slot"),
        ({"slots": [slot(name="a b")]}, "slots/0/name", "no name of a slot"),
        ({"slots": [slot(name="a" * 41)]}, "slots/0/name", "at most 40"),
        ({"slots": [slot(), slot()]}, "slots/1/name", 'two slots "city"'),
        ({"slots": [slot(entity="town")]}, "slots/0/entity", 'No file has an entity "town"'),
        ({"slots": [slot(max=8)]}, "slots/0/max", "Bounds have numbers"),
        ({"slots": [slot(when={"day": "x"})]}, "slots/0/when/day", "No earlier slot"),
        ({"slots": [slot(keep="always")]}, "slots/0/keep", 'the "conversation"'),
        ({"slots": [slot(prompt="?")]}, "slots/0/prompt", 'Nothing is called "prompt"'),
        ({"slots": [{"name": "a", "entity": "date"}]}, "slots/0", 'no "prompts"'),
        ({"slots": ["city"]}, "slots/0", "an object"),
        ({"slots": [slot()] * 21}, "form/slots", "too many"),
        ({"slots": [slot(quick_replies=["Paris"])]}, "quick_replies/0", "This button is no value"),
        ({"slots": [slot(), slot(name="b", when={"city": "Paris"})]}, "when/city", '"Paris" is no'),
        (
            {"outcomes": [{"when": {"city": ["Paris"]}, "responses": "x"}]},
            "when/city",
            "is no value",
        ),
        ({"cancelled": " "}, "form/cancelled", "blank"),
        ({"confirm": "{{ __class__ }}"}, "form/confirm", "{{ __class__ }} is no slot"),
        ({"confirm": "{{ city.__class__ }}"}, "form/confirm", "is no slot"),
        ({"confirm": "{{ 7*7 }}"}, "form/confirm", "is no slot"),
        ({"confirm": "{{ city | safe }}"}, "form/confirm", "is no slot"),
        ({"outcomes": [{"when": {}, "responses": "x"}]}, "outcomes/0/when", "at least one"),
        ({"outcomes": [{"when": {"x": "1"}, "responses": "x"}]}, "when/x", "No slot"),
    ],
)
def test_a_wrong_form_gets_a_sentence_with_its_place(
    changes: dict[str, Any], place: str, sentence: str
) -> None:
    lines = problems(document(**changes))
    assert any(place in line and sentence in line for line in lines), lines
    assert all(line.startswith("0.json:") for line in lines)


@pytest.mark.parametrize(
    ("name", "entity", "sentence"),
    [
        ("date", {"regex": "x"}, "built in"),
        ("__class__", {"regex": "x"}, "no name of an entity"),
        ("a", {}, '"values" or a "regex"'),
        ("a", {"values": {"b": []}, "regex": "x"}, '"values" or a "regex"'),
        ("a", ["b"], "An entity is an object"),
        ("a", {"regex": "(?=x)"}, "no regular expression"),
        ("a", {"regex": "(a{1000}){1000}"}, "no regular expression"),
        ("a", {"regex": ".*"}, "matches an empty text"),
        ("a", {"values": {"b": "c"}}, "list of texts"),
        ("a", {"value": {"b": []}}, 'Nothing is called "value"'),
    ],
)
def test_a_wrong_entity_gets_a_sentence(name: str, entity: object, sentence: str) -> None:
    values = document()
    values["entities"][name] = entity
    assert any(sentence in line and "/entities/" in line for line in problems(values))


def test_a_slot_that_is_forgotten_cannot_be_used_elsewhere() -> None:
    values = document()
    values["intents"][1]["responses"] = ["Sorry, {{ city }}?"]
    assert "is forgotten when its form is over" in problems(values)[0]
    values["intents"][0]["form"]["slots"][0]["keep"] = "conversation"
    assert problems(values) == []


def test_a_condition_about_a_slot_without_a_value_is_a_problem() -> None:
    values = document()
    response = {"text": "Sorry.", "when": {"slots": {"day": "2026-12-14"}}}
    values["intents"][0]["responses"] = [response]
    assert problems(values) == []
    values["intents"][1]["responses"] = [response]
    assert ': The slot "day" has no value here' in problems(values)[0]


def test_placeholders_of_a_bot_without_forms_are_text() -> None:
    values = {"intents": [{"tag": "a", "patterns": ["b"], "responses": ["Hi {{ name }}."]}]}
    assert problems(values) == []
    assert [f.rule for f in lint(loaded(values))].count("placeholder") == 1
    forms = document()
    forms["intents"][0]["responses"] = ["{{ city }}"]
    assert "placeholder" not in [finding.rule for finding in lint(loaded(forms))]


@pytest.mark.parametrize("entities", [["a"], {"a": ["b"]}, {"date": {}}, "x", None])
def test_entities_of_another_program_are_left_alone(entities: object) -> None:
    values = {
        "entities": entities,
        "intents": [{"tag": "a", "patterns": ["b"], "responses": ["c"]}],
    }
    assert problems(values) == []
    named = {"hello": {"patterns": ["hi"], "responses": ["Hello."]}}
    assert problems({**named, "entities": named["hello"]}) == []


def test_two_forms_of_a_tag_are_a_problem() -> None:
    other = document()
    del other["entities"]
    with pytest.raises(IntentsError, match="already at"):
        IntentSet.from_files([checked(document()), checked(other, "other.json")])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ city }}", "oslo"),
        ("{{city|upper}}, {{ city | title }}", "OSLO, Oslo"),
        ("{{ day }}, {{ day | %d.%m.%y }}", "2026-12-14, 14.12.26"),
        ("{{ time | %H h %M }}", "09 h 30"),
        ("{{ loop }}", "{{ city }}"),
        (
            "{{ nothing }} {{ city.__class__ }} {{ __class__ }} {{{{city}}",
            "{{ nothing }} {{ city.__class__ }} {{ __class__ }} {{oslo",
        ),
    ],
)
def test_a_template_looks_up_and_formats(text: str, shown: str) -> None:
    values = {"city": "oslo", "day": "2026-12-14", "time": "09:30", "loop": "{{ city }}"}
    assert filled(text, values) == shown


MARKUP = (
    *("<b>", "</b>", "<br>", "<li>", "</a>", "<a href='https://a.example'>", "<!--", "&lt;"),
    *("[a](", "](https://a.example)", "[", "]", "(", ")", "**", "*", "`", "_", "www.", "@"),
    *("https://a.example", "www.a.example", "mailto:", "http", "://", "a.example", " ", "\n", "x"),
)


@given(st.lists(st.sampled_from(MARKUP) | st.characters(exclude_categories=["N"])).map("".join))
def test_a_value_is_never_markup(value: str) -> None:
    assume(not re.fullmatch(MAILBOX, value))
    text = filled("So: {{ a }}, ok.", {"a": value})
    assert response_spans(text) == (Span(text),)
