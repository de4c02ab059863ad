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
from chatbot.intents.responses.bubble import BUBBLES, Bubble, Button, Card, Image, stored_bubble
from chatbot.intents.responses.rich import RichResponse
from chatbot.located_json.source import JsonSource
from tests.chatbot.intents.formats.test_round_trip import read_back

RESPONSES: list[Any] = [
    "Hi.",
    {"text": "Hi!", "quick_replies": ["Prices"], "when": {"context": {"all": ["a", "b"]}}},
    {"bubbles": ["One.", "Two."]},
    {"text": "Back?", "when": {"first_visit": False, "slots": {"city": "Oslo"}}},
    {
        "bubbles": ["Look.", {"image": {"url": "/a.png", "alt": "A."}, "list": ["b"], "pause": 9}],
        "follow_up": "And?",
        "when": {
            "weekdays": ["sunday", "monday"],
            "time": {"from": "18:00", "to": "09:00"},
            "language": "de",
        },
    },
    {"cards": [{"title": "C", "text": "D", "button": {"text": "E", "url": "https://e.example"}}]},
]
CARD = Card("C", "D", button=Button("E", "https://e.example"))
PICTURED = (
    Bubble("Look."),
    Bubble(image=Image("/a.png", "A."), items=("b",), pause=9),
    Bubble("And?", asks=True),
)
HI = Intent(
    "hi",
    ("hello",),
    (
        *("Hi.", "Hi!", "One.\n\nTwo.", "Back?"),
        "Look.\n\nA.\n\n• b\n\nAnd?",
        "C\nD\n[E](https://e.example)",
    ),
    rich={
        "Hi!": RichResponse(("Prices",), ("a", "b"), needs_all=True),
        "One.\n\nTwo.": RichResponse(bubbles=(Bubble("One."), Bubble("Two."))),
        "Back?": RichResponse(first_visit=False, slots=(("city", ("Oslo",)),)),
        "Look.\n\nA.\n\n• b\n\nAnd?": RichResponse(
            bubbles=PICTURED,
            weekdays=("monday", "sunday"),
            hours=("18:00", "09:00"),
            languages=("de",),
        ),
        "C\nD\n[E](https://e.example)": RichResponse(bubbles=(Bubble(cards=(CARD,)),)),
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


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        ({"image": {"url": "javascript:alert(1)", "alt": "a"}}, "An image has an address with"),
        ({"image": {"url": "data:image/png;base64,aa", "alt": "a"}}, "An image has an address"),
        ({"image": {"url": "//evil.example/a.png", "alt": "a"}}, "An image has an address with"),
        ({"image": {"url": "https://me:pw@a.example/", "alt": "a"}}, "An image has an address"),
        ({"image": {"url": "https://a.example/{{ day }}", "alt": "a"}}, "An image has an address"),
        ({"text": "Hi", "image": {"url": "https://a.example/a.png"}}, 'its "alt" says'),
        ({"image": {"url": "/a.png", "alt": " "}}, 'its "alt" says'),
        ({"cards": [{"text": "no title"}]}, '"cards" are 1 to 10 objects'),
        ({"cards": [{"title": "a", "button": {"text": "b", "url": "file:///x"}}]}, "A button"),
        ({"text": "Hi", "list": []}, 'A "list" has 1 to 30 texts'),
        ({"bubbles": ["a", {"text": "b", "pause": 3001}]}, "A pause is a number of milli"),
        ({"text": "a", "when": {"weekdays": ["Mo"]}}, "Weekdays are"),
        ({"text": "a", "when": {"time": {"from": "18:00", "to": "24:00"}}}, "Hours are"),
        ({"text": "a", "when": {"language": "German"}}, "A language is a code"),
    ],
)
def test_a_wrong_part_of_a_response_is_named(
    response: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(IntentsError, match=f"/responses/0: {sentence}|{sentence}"):
        load(tmp_path, [response])


@pytest.mark.parametrize(
    "response",
    [
        "a\0",
        {"text": "a\0", "quick_replies": ["b"]},
        {"text": "a", "quick_replies": ["b\0"]},
        {"cards": [{"title": "a", "button": {"text": "b\0"}}]},
        {"image": {"url": "/a.png", "alt": "b\0"}},
        {"list": ["b\0"]},
        {"bubbles": ["a", "b\0"]},
        {"text": "a", "follow_up": "b\0"},
        {"text": "a", "when": {"context": "b\0"}},
    ],
)
def test_no_text_has_the_character_nul(response: Any, tmp_path: Path) -> None:
    with pytest.raises(IntentsError) as error:
        load(tmp_path, [response])
    (problem,) = error.value.problems
    column = document([response]).index("\\u0000") + 1
    assert (problem.line, problem.column) == (1, column)
    assert "is the character NUL" in problem.message


@pytest.mark.parametrize(
    "response",
    [
        "a" * 10_001,
        {"bubbles": ["a" * 6_000] * 2},
        {"list": ["a" * 1_000] * 11},
        {"cards": [{"title": "a", "text": "b" * 10_000}]},
    ],
)
def test_a_response_has_an_end(response: Any, tmp_path: Path) -> None:
    with pytest.raises(IntentsError) as error:
        load(tmp_path, ["a" * 10_000, response])
    (problem,) = error.value.problems
    assert problem.pointer == "/intents/0/responses/1"
    assert "at most 10,000 characters" in problem.message


def test_a_stored_bubble_is_read_again_and_a_plain_one_is_its_text() -> None:
    bubbles = (*PICTURED, Bubble(cards=(CARD, Card("F", image=Image("/f.png", "F.")))))
    stored = json.loads(json.dumps([stored_bubble(bubble) for bubble in bubbles]))
    assert stored[0] == "Look."
    assert BUBBLES.validate_python(stored) == bubbles


def test_a_model_with_bubbles_of_text_alone_is_read() -> None:
    text = IntentSet((HI,)).to_json()
    plain = json.dumps([{"tag": "hi", "rich": {"a": {"bubbles": ["One.", "Two."]}}}])
    assert IntentSet.from_json(text).intents == (HI,)
    (intent,) = IntentSet.from_json(plain).intents
    assert intent.rich["a"].bubbles == (Bubble("One."), Bubble("Two."))


def test_objects_of_other_programs_are_their_texts(tmp_path: Path) -> None:
    (intent,) = load(tmp_path, [{"text": "Hi", "image": "a.png"}, {"text": "Hm", "id": 3}]).intents
    assert (intent.responses, intent.rich) == (("Hi", "Hm"), {})


def test_a_context_of_a_condition_is_waited_for() -> None:
    opener = Intent("opener", ("open",), ("Yes?",), context_set=("a",))
    assert IntentSet((opener, HI)).awaited_contexts == ("a", "b")
    rules = [finding.rule for finding in lint(IntentSet((opener, HI)))]
    assert "unfiltered_context" not in rules
