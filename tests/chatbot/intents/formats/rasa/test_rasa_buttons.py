"""Buttons of Rasa's answers, as quick replies."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.formats.imported import ImportedIntents
from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.rich import RichResponse
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files, reread

Responses = dict[str, list[dict[str, Any]]]

BUTTONS = """
intents: [greet, hours, price]
nlu:
- {intent: greet, examples: '- hello'}
- {intent: hours, examples: '- opening hours'}
- {intent: price, examples: '- price'}
responses:
  utter_greet:
  - text: "Hello, {name}!"
    buttons:
    - {title: Opening hours, payload: /hours}
    - {title: What it costs, payload: /price}
    - {title: Bicycles, payload: '/inform{"what": "bike"}'}
    - {title: More, payload: help me}
  utter_more: [{text: What else?}]
  utter_unused: [{text: Hm., buttons: [{title: A, payload: /hours}]}]
stories:
- {story: greet, steps: [{intent: greet}, {action: utter_greet}, {action: utter_more}]}
"""


def test_buttons_of_answers_are_quick_replies_that_reach_their_intents(tmp_path: Path) -> None:
    imported = read_files(tmp_path / "bot", {"bot.yml": BUTTONS})
    text = "Hello, {name}!\nWhat else?"
    rich = {text: RichResponse(("Opening hours", "What it costs", "help me"))}
    assert imported.intents == (
        Intent("greet", ("hello",), (text,), rich=rich),
        Intent("hours", ("opening hours",)),
        Intent("price", ("price", "What it costs")),
    )
    assert counts(imported) == {"rich_response": 2, "placeholder": 1, "unused_response": 1}
    assert reread(imported, tmp_path).intents == imported.intents


def button(title: str, payload: str = "") -> dict[str, str]:
    """A button of Rasa; one without a payload says its title."""
    return {"title": title, "payload": payload or title}


def bot(
    folder: Path,
    responses: Responses,
    *stories: list[str],
) -> ImportedIntents:
    """Import of a bot whose stories name intents and, by `utter_…`, responses."""
    names = [name for story in stories for name in story if not name.startswith("utter_")]
    intents = dict.fromkeys(names)
    steps = [
        [{"action" if name.startswith("utter_") else "intent": name} for name in story]
        for story in stories
    ]
    document = {
        "version": "3.1",
        "nlu": [{"intent": name, "examples": f"- some {name}"} for name in intents],
        "responses": responses,
        "stories": [{"story": str(n), "steps": own} for n, own in enumerate(steps)],
    }
    return read_files(folder, {"bot.yml": document})


PIZZA, ROUTER = [button("Pizza"), button("Pasta")], [button("Router"), button("Phone")]


@pytest.mark.parametrize(
    ("below_order", "below_support", "quick_replies", "lost"),
    [
        (PIZZA, ROUTER, (), 2),
        (PIZZA, [], (), 1),
        ([], ROUTER, (), 1),
        (PIZZA, PIZZA, ("Pizza", "Pasta"), 0),
    ],
)
def test_answers_of_one_text_get_no_buttons_of_each_other(
    tmp_path: Path,
    *,
    below_order: list[dict[str, str]],
    below_support: list[dict[str, str]],
    quick_replies: tuple[str, ...],
    lost: int,
) -> None:
    text = "What would you like?"
    responses: Responses = {
        "utter_order": [{"text": text, "buttons": below_order}],
        "utter_support": [{"text": text, "buttons": below_support}],
    }
    imported = bot(tmp_path, responses, ["order", "utter_order"], ["support", "utter_support"])
    rich = {text: RichResponse(quick_replies)} if quick_replies else {}
    assert [(i.responses, i.rich) for i in imported.intents] == [((text,), rich)] * 2
    assert counts(imported) == ({"rich_response": lost} if lost else {})


def test_an_unused_answer_of_the_same_text_takes_no_buttons_away(tmp_path: Path) -> None:
    text = "What would you like?"
    responses: Responses = {
        "utter_order": [{"text": text, "buttons": PIZZA}],
        "utter_unused": [{"text": text}],
    }
    imported = bot(tmp_path, responses, ["order", "utter_order"])
    assert by_tag(imported)["order"].rich == {text: RichResponse(("Pizza", "Pasta"))}
    assert counts(imported) == {"unused_response": 1}


def test_a_button_reaches_its_intent_below_each_answer_that_this_follows(tmp_path: Path) -> None:
    responses: Responses = {
        "utter_tea": [{"text": "With milk?", "buttons": [button("Milk, please", "/affirm")]}],
        "utter_cake": [{"text": "With cream?", "buttons": [button("Cream, please", "/affirm")]}],
        "utter_milk": [{"text": "Tea with milk."}],
        "utter_cream": [{"text": "Cake with cream."}],
    }
    imported = bot(
        tmp_path,
        responses,
        ["tea", "utter_tea", "affirm", "utter_milk"],
        ["cake", "utter_cake", "affirm", "utter_cream"],
    )
    patterns = ("some affirm", "Milk, please", "Cream, please")
    assert [i for i in imported.intents if i.tag.startswith("affirm")] == [
        Intent("affirm", patterns, ("Tea with milk.",), context_filter=("after_tea",)),
        Intent(
            "affirm_after_cake", patterns, ("Cake with cream.",), context_filter=("after_cake",)
        ),
    ]
    assert counts(imported) == {}


@pytest.mark.parametrize(
    ("buttons", "quick_replies", "lost"),
    [
        ([button("Opening", "/faq/open"), button("Hours", "/faq")], ("Opening",), 1),
        ([button("Opening", "/faq/open"), button("Stop it", "/stop")], ("Opening",), 1),
        ([button("Stop it", "/stop")], (), 1),
        ([button("Some start", "/stop")], ("Some start",), 0),
        ([button("Stop it", "/stop"), button("Stop it")], ("Stop it",), 1),
    ],
)
def test_a_button_to_no_intent_is_lost(
    tmp_path: Path,
    buttons: list[dict[str, str]],
    quick_replies: tuple[str, ...],
    lost: int,
) -> None:
    """It would be nobody's pattern, unless an intent has its text anyway."""
    responses: Responses = {
        "utter_start": [{"text": "What now?", "buttons": buttons}],
        "utter_faq/open": [{"text": "At 9."}],
    }
    stories = ["start", "utter_start"], ["faq/open", "utter_faq/open"]
    imported = bot(tmp_path, responses, *stories)
    rich = {"What now?": RichResponse(quick_replies)} if quick_replies else {}
    assert by_tag(imported)["start"].rich == rich
    assert counts(imported) == ({"rich_response": lost} if lost else {})


def test_an_unused_answer_with_an_unfit_button_is_one_loss(tmp_path: Path) -> None:
    buttons = [button("A", "/tea"), button("B", '/tea{"a": 1}')]
    responses: Responses = {
        "utter_tea": [{"text": "Tea."}],
        "utter_unused": [{"text": "Hm.", "buttons": buttons}],
    }
    imported = bot(tmp_path, responses, ["tea", "utter_tea"])
    assert counts(imported) == {"unused_response": 1, "rich_response": 1}


@pytest.mark.parametrize("actions", [["utter_hello", "utter_menu"], ["utter_menu", "utter_hello"]])
def test_a_question_of_two_lines_keeps_its_buttons(tmp_path: Path, actions: list[str]) -> None:
    responses: Responses = {
        "utter_hello": [{"text": "Hello."}],
        "utter_menu": [{"text": "We have\npizza and pasta.", "buttons": PIZZA}],
    }
    imported = bot(tmp_path, responses, ["order", *actions])
    (rich,) = by_tag(imported)["order"].rich.values()
    assert rich == RichResponse(("Pizza", "Pasta"))
    assert counts(imported) == {}


def test_of_two_buttons_with_one_text_the_first_is_kept(tmp_path: Path) -> None:
    buttons = [button("Go on", "/tea"), button("go on", "/cake")]
    responses: Responses = {"utter_start": [{"text": "What now?", "buttons": buttons}]}
    imported = bot(tmp_path, responses, ["start", "utter_start"], ["tea"], ["cake"])
    intents = by_tag(imported)
    assert intents["start"].rich == {"What now?": RichResponse(("Go on",))}
    assert [intents[tag].patterns for tag in ("tea", "cake")] == [
        ("some tea", "Go on"),
        ("some cake",),
    ]
    assert counts(imported) == {"rich_response": 1}
