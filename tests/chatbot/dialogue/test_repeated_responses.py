"""Responses with the same words and other images, quick replies or conditions."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chatbot.dialogue.responses import ResponseSelector, SelectedResponse
from chatbot.dialogue.state import DialogueState
from chatbot.intents.additions import Additions, Correction
from chatbot.intents.formats.exports.export import EXPORT_NAMES, ExportName
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.bubble import Bubble, Image
from chatbot.intents.responses.moment import Moment
from chatbot.intents.responses.rich import RichResponse
from tests.chatbot.intents.formats.test_round_trip import read_back

PICTURES = [{"image": {"url": f"/{name}.png", "alt": "Map."}} for name in "ab"]
GERMAN = {"text": "Hi", "when": {"language": "de"}, "quick_replies": ["q"]}
LANGUAGES = [
    {
        "text": "Here:",
        "image": {"url": f"/{code}.png", "alt": "Map."},
        "when": {"language": code},
    }
    for code in ("de", "fr")
]


def load(folder: Path, responses: list[Any]) -> IntentSet:
    document = {"intents": [{"tag": "hi", "patterns": ["hello"], "responses": responses}]}
    (folder / "x.json").write_text(json.dumps(document), "utf-8")
    return IntentSet.load(folder / "x.json")


def answers(intents: IntentSet, language: str = "") -> list[SelectedResponse]:
    """The two answers after one another."""
    selector = ResponseSelector(intents)
    state = DialogueState(moment=Moment(datetime.fromisoformat("2026-11-29 12:00"), language))
    first = selector.select(intents.intents[0], state)
    return [first, selector.select(intents.intents[0], first.state)]


def pictures(intents: IntentSet, language: str = "") -> set[str]:
    shown = [bubble.image for answer in answers(intents, language) for bubble in answer.bubbles]
    return {image.url for image in shown if image}


def test_each_response_has_its_own_image(tmp_path: Path) -> None:
    intents = load(tmp_path, PICTURES)
    assert pictures(intents) == {"/a.png", "/b.png"}
    assert pictures(IntentSet.from_json(intents.to_json())) == {"/a.png", "/b.png"}


def test_the_language_chooses_the_image(tmp_path: Path) -> None:
    intents = load(tmp_path, LANGUAGES)
    assert pictures(intents, "de") == {"/de.png"}
    assert pictures(intents, "fr") == {"/fr.png"}


@pytest.mark.parametrize("responses", [["Hi", GERMAN], [GERMAN, "Hi"]])
def test_a_plain_text_stays_plain(responses: list[Any], tmp_path: Path) -> None:
    intents = load(tmp_path, responses)
    for language, quick_replies in (("", ()), ("de", ("q",))):
        assert [a.quick_replies for a in answers(intents, language)] == [quick_replies] * 2


def test_a_text_with_an_empty_line_is_one_bubble(tmp_path: Path) -> None:
    intents = load(tmp_path, [{"text": "A\n\nB", "quick_replies": ["q"]}, {"bubbles": ["A", "B"]}])
    assert sorted(len(answer.shown) for answer in answers(intents)) == [1, 2]


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_exports_keep_the_images(name: ExportName, tmp_path: Path) -> None:
    intents = load(tmp_path, PICTURES)
    kept = read_back(intents, name)
    assert pictures(kept) == {"/a.png", "/b.png"}


def test_a_correction_keeps_what_is_beside_the_text(tmp_path: Path) -> None:
    correction = Correction("hi", "Hi", "Hello")
    corrected = Additions(corrections=(correction,)).joined_to(load(tmp_path, ["Hi", GERMAN]))
    assert [(a.text, a.quick_replies) for a in answers(corrected, "de")] == [("Hello", ("q",))] * 2
    assert [(a.text, a.quick_replies) for a in answers(corrected)] == [("Hello", ())] * 2


def test_a_model_of_before_answers_as_before() -> None:
    rich = RichResponse(bubbles=(Bubble(image=Image("/b.png", "Map.")),))
    before = IntentSet((Intent("hi", ("hello",), ("Map.", "Map."), rich={"Map.": rich}),))
    assert [len(answer.bubbles) for answer in answers(before)] == [1, 1]
