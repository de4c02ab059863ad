"""Actions in intent files: read, checked, formatted, converted, written back."""

import json
from typing import Any

import jsonschema_rs
import pytest

from chatbot.intents.actions.apologies import APOLOGIES
from chatbot.intents.additions import Additions
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.conversion import convert
from chatbot.intents.diff import IntentSetDiff
from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.intents.layout import formatted
from chatbot.intents.lint import lint
from chatbot.intents.schema import schema_text
from chatbot.located_json.source import JsonSource
from chatbot.text.languages import OTHER, SPOKEN_LANGUAGES

URL = "https://shop.example.com/orders"


def document(**action: Any) -> dict[str, Any]:
    """A bot whose intent "order" has an action."""
    intents = [
        {
            "tag": "order",
            "patterns": ["where is my order"],
            "responses": ["It is {{ order_status }}."],
            "action": {"slots": {"order_status": "status"}, "error": ["Sorry."], "url": URL}
            | action,
        },
        {"tag": "fallback", "responses": ["Sorry?"]},
    ]
    return {"entities": {"status": {"values": {"sent": [], "lost": []}}}, "intents": intents}


def checked(values: object) -> CheckedFile:
    return check_file(JsonSource.from_bytes("bot.json", json.dumps(values, indent=1).encode()))


def loaded(values: object) -> IntentSet:
    return IntentSet.from_files([checked(values)])


def problems(**action: Any) -> list[str]:
    with pytest.raises(IntentsError) as error:
        loaded(document(**action))
    return [str(problem) for problem in error.value.problems]


def test_an_action_is_read_and_kept_through_all_forms_of_a_file() -> None:
    rich = [{"text": "Call {{ order_status }}", "quick_replies": ["Call"]}, "Sorry."]
    values = document(error=rich, rasa="action_order")
    intents = loaded(values)
    action = intents.intents[0].action
    assert action
    assert (action.url, action.error) == (URL, ("Call {{ order_status }}", "Sorry."))
    assert action.rich["Call {{ order_status }}"].quick_replies == ("Call",)
    assert [(slot.name, slot.entity.name) for slot in action.slots] == [("order_status", "status")]
    assert IntentSet.from_json(intents.to_json()) == intents
    assert loaded(json.loads(own_file(intents))) == intents
    assert loaded(json.loads(formatted(json.dumps(values)))) == intents
    assert loaded(json.loads(convert(checked(values)).text)) == intents
    rules = {finding.rule for finding in lint(intents, join([checked(values)]))}
    assert not rules & {"placeholder", "no_responses"}
    jsonschema_rs.validator_for(json.loads(schema_text())).validate(values)
    joined = Additions((("order", "is it sent"),)).joined_to(intents)
    assert joined.intents[0].action == action


def test_the_keys_of_an_action_are_laid_out_in_order() -> None:
    text = formatted(json.dumps(document()))
    assert text.index('"url"') < text.index('"error"') < text.index('"slots": {\n')


def test_a_changed_action_is_a_change() -> None:
    before, after = loaded(document()), loaded(document(error="Other."))
    assert before.fingerprint != after.fingerprint
    assert IntentSetDiff.between(before, after).different[0].edited == ("action",)


@pytest.mark.parametrize(
    ("action", "place", "sentence"),
    [
        ({"url": "shop.example.com"}, "/url", "no address of a program"),
        ({"url": "ftp://shop.example.com/"}, "/url", "no address of a program"),
        ({"url": "https://me:pw@shop.example.com/"}, "/url", "no address of a program"),
        ({"url": "https://shop.example.com/a b"}, "/url", "no address of a program"),
        ({"url": "https://shop.example.com:port/"}, "/url", "no address of a program"),
        ({"url": "https://shop.example.com/\r\nX: 1"}, "/url", "no address of a program"),
        ({"error": [7]}, "/error/0", "An answer for errors"),
        ({"error": ["{{ wish }}"]}, "/error/0", "{{ wish }} is no slot"),
        ({"slots": ["a"]}, "/slots", "names with their entities"),
        (
            {"slots": {"order_status": "state"}},
            "/slots/order_status",
            'no entity "state"'.replace("no", "an", 1),
        ),
        ({"timeout": 3}, "/timeout", 'Nothing is called "timeout"'),
    ],
)
def test_a_wrong_action_has_a_sentence_and_a_place(
    action: dict[str, Any], place: str, sentence: str
) -> None:
    assert any(f"/action{place}: " in line and sentence in line for line in problems(**action))


def test_a_slot_of_a_form_is_no_slot_of_an_action() -> None:
    values = document()
    slot = {"name": "order_status", "entity": "text", "prompts": "?"}
    values["intents"][0]["form"] = {"slots": [slot], "cancelled": "No."}
    with pytest.raises(IntentsError, match='"order_status" is a slot of a form already'):
        loaded(values)


@pytest.mark.parametrize("other", ["greet_user", ["utter"], {"name": "utter"}, 3, None])
def test_an_action_of_another_program_is_left_alone(other: object) -> None:
    values = document()
    values["intents"][0] |= {"action": other, "responses": ["It is sent."]}
    assert loaded(values).intents[0].action is None
    assert '"action"' in convert(checked(values)).text


def test_there_is_a_sentence_for_errors_in_each_language() -> None:
    assert {*APOLOGIES} == {*SPOKEN_LANGUAGES} - {OTHER}
