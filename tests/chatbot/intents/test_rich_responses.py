"""Responses with quick replies and conditions in intent files."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.checks import check_file
from chatbot.intents.conversion import convert
from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.exports.export import EXPORT_NAMES, ExportName
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.responses.rich import RichResponse
from chatbot.located_json.source import JsonSource
from tests.chatbot.intents.formats.test_round_trip import read_back

RESPONSES: list[Any] = [
    "Hi.",
    {"text": "Hi!", "quick_replies": ["Prices"], "when": {"context": {"all": ["a", "b"]}}},
    {"bubbles": ["One.", "Two."]},
    {"text": "Back?", "when": {"first_visit": False, "slots": {"city": "Oslo"}}},
]
HI = Intent(
    "hi",
    ("hello",),
    ("Hi.", "Hi!", "One.\n\nTwo.", "Back?"),
    rich={
        "Hi!": RichResponse(("Prices",), ("a", "b"), needs_all=True),
        "One.\n\nTwo.": RichResponse(bubbles=("One.", "Two.")),
        "Back?": RichResponse(first_visit=False, slots=(("city", ("Oslo",)),)),
    },
)


def document(responses: list[Any]) -> str:
    return json.dumps({"intents": [{"tag": "hi", "patterns": ["hello"], "responses": responses}]})


def load(folder: Path, responses: list[Any]) -> IntentSet:
    (folder / "x.json").write_text(document(responses), "utf-8")
    return IntentSet.load(folder / "x.json")


def test_a_plain_text_stays_one_and_the_others_have_their_texts(tmp_path: Path) -> None:
    assert load(tmp_path, RESPONSES).intents == (HI,)
    assert IntentSet.from_json(IntentSet((HI,)).to_json()).intents == (HI,)


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_they_survive_every_export(name: ExportName) -> None:
    assert read_back(IntentSet((HI,)), name) == IntentSet((HI,))


def test_another_condition_is_another_bot(tmp_path: Path) -> None:
    plain: list[Any] = [*HI.responses]
    fingerprints = {load(tmp_path, responses).fingerprint for responses in (plain, RESPONSES)}
    assert len(fingerprints) == 2


def test_files_are_converted_and_linted_with_them() -> None:
    file = check_file(JsonSource.from_bytes("x.json", document(RESPONSES).encode()))
    assert json.loads(convert(file).text)["intents"][0]["responses"][0] == "Hi."
    findings = lint(IntentSet((HI,)), join([file]))
    assert {finding.place.file for finding in findings if finding.place} <= {"x.json"}


@pytest.mark.parametrize(
    "response",
    [
        {"text": "Hi", "when": {"contxt": "a"}},
        {"text": "Hi", "when": {"first_visit": "yes"}},
        {"text": "Hi", "quick_replies": ["a" * 101]},
        {"text": "Hi", "quick_replies": [str(number) for number in range(11)]},
        {"text": "Hi", "quick_replies": "Prices"},
        {"text": 3, "quick_replies": ["Prices"]},
        {"text": "Hi", "bubbles": ["One.", "Two."]},
        {"bubbles": ["One."]},
    ],
)
def test_what_is_no_response_gets_a_sentence(response: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(IntentsError, match="/responses/1: A response is a text, or"):
        load(tmp_path, ["Hi.", response])


def test_objects_of_other_programs_are_their_texts(tmp_path: Path) -> None:
    (intent,) = load(tmp_path, [{"text": "Hi", "image": "a.png"}, {"text": "Hm", "id": 3}]).intents
    assert (intent.responses, intent.rich) == (("Hi", "Hm"), {})


def test_a_context_of_a_condition_is_waited_for() -> None:
    opener = Intent("opener", ("open",), ("Yes?",), context_set=("a",))
    assert IntentSet((opener, HI)).awaited_contexts == ("a", "b")
    rules = [finding.rule for finding in lint(IntentSet((opener, HI)))]
    assert "unfiltered_context" not in rules
