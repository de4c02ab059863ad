"""Conversations of a hotel's bot through a form of learnt entities, whose tagger makes guesses."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.entities.learnt import LearntSpan
from chatbot.intents.checks import check_file
from chatbot.intents.intent_set import IntentSet
from chatbot.located_json.source import JsonSource
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier
from tests.support.hotel.training import ROOMS

pytestmark = pytest.mark.timeout(600)  # waits for a training

Guess = tuple[str, str, float]
"""Words, entity, and probability; that of an alternative is negative."""


class Guesses:
    """Tagger that finds words wherever they are."""

    def __init__(self, guesses: Sequence[Guess]) -> None:
        self._guesses = guesses

    def spans(self, line: str) -> list[LearntSpan]:
        return [
            LearntSpan(entity, start, start + len(words), abs(confidence), confidence < 0)
            for words, entity, confidence in self._guesses
            if (start := line.find(words)) >= 0
        ]


@pytest.fixture(scope="module")
def rooms_classifier(rooms_bundle: Bundle) -> IntentClassifier:
    return IntentClassifier.from_bundle(rooms_bundle)


def talk(
    classifier: IntentClassifier,
    guesses: Sequence[Guess],
    messages: Sequence[str],
    keep: str = "form",
    city: Mapping[str, Any] | None = None,
) -> list[Reply]:
    document = json.loads(ROOMS.read_text("utf-8"))
    document["entities"]["city"] = {"learn": True, **(city or {})}
    for slot in document["intents"][0]["form"]["slots"]:
        slot["keep"] = keep
    source = JsonSource.from_bytes("rooms.json", json.dumps(document).encode())
    bot = Bot(classifier, IntentSet.from_files([check_file(source)]), tagger=Guesses(guesses))
    state, replies = DialogueState(), []
    for message in messages:
        replies.append(bot.reply(message, state))
        state = replies[-1].state
    return replies


@pytest.mark.parametrize(
    ("message", "confidence", "values"),
    [
        ("can I bring my robot dog", 0.99, {}),  # "pets" has no marks
        ("I need a hotel in robot please", 0.99, {"city": "robot"}),
    ],
)
def test_a_guess_in_passing_is_kept_where_the_intent_is_about_it(
    rooms_classifier: IntentClassifier, message: str, confidence: float, values: dict[str, str]
) -> None:
    guesses = [("robot", "city", confidence)]
    (reply,) = talk(rooms_classifier, guesses, [message], keep="visitor")
    assert reply.state.values == values


def test_a_listed_value_of_a_learnt_entity_is_kept_wherever_it_is_said(
    rooms_classifier: IntentClassifier,
) -> None:
    messages = ["can I bring my dog to Bergen", "room for [two]"]
    guesses = [("two", "guests", 0.95)]
    replies = talk(rooms_classifier, guesses, messages, "visitor", {"values": {"Bergen": []}})
    assert replies[0].state.values == {"city": "Bergen"}


def test_an_answer_that_looks_like_another_entity_is_the_answer(
    rooms_classifier: IntentClassifier,
) -> None:
    guesses = [("Jane", "city", 0.8), ("Jane", "guests", -0.6)]
    replies = talk(rooms_classifier, [*guesses, ("Oslo", "city", 0.99)], ["hotel in Oslo", "Jane"])
    assert replies[0].text == "How many guests?"
    assert replies[1].text == "A room in Oslo for Jane."


@pytest.mark.parametrize("message", ["asdf qwer", "qwer", "later", "not Rome"])
def test_what_is_no_answer_fills_no_slot(rooms_classifier: IntentClassifier, message: str) -> None:
    """A guess for a slot that was not asked for would be in the answer unseen."""
    guesses = [("qwer", "guests", 0.7), ("later", "city", 0.6), ("Rome", "city", 0.99)]
    replies = talk(rooms_classifier, guesses, ["I need a room", message])
    assert replies[0].text == "Which city?"
    assert replies[1].state.values == {}


@pytest.mark.parametrize(
    ("message", "guesses", "values"),
    [
        ("to Ho Chi Minh City please", [], {"city": "Ho Chi Minh City"}),
        (
            "Ho Chi Minh City",
            [("Ho Chi", "city", 0.7), ("City", "city", 0.4)],
            {"city": "Ho Chi Minh City"},
        ),
        ("Ho Chi Minh City", [("City", "guests", 0.6)], {}),
        ("Rome", [("Rome", "city", 0.3)], {"city": "Rome"}),
        ("opening hours", [], {}),
        ("may I bring my dog", [], {}),
    ],
)
def test_a_reply_that_is_no_other_intent_is_the_value_as_a_whole(
    rooms_classifier: IntentClassifier,
    message: str,
    guesses: list[Guess],
    values: dict[str, str],
) -> None:
    replies = talk(rooms_classifier, guesses, ["I need a room", message])
    assert replies[1].state.values == values


def test_what_comes_behind_a_no_is_left_to_the_tagger(rooms_classifier: IntentClassifier) -> None:
    replies = talk(rooms_classifier, [], ["I need a room", "no wombat"])
    assert replies[1].state.values == {}


def test_a_certain_value_beside_the_answer_fills_its_slot(
    rooms_classifier: IntentClassifier,
) -> None:
    guesses = [("Rome", "city", 0.4), ("two", "guests", 0.95)]
    replies = talk(rooms_classifier, guesses, ["I need a room", "Rome for two"])
    assert replies[1].text == "A room in Rome for two."


def test_a_listed_value_of_a_learnt_entity_is_no_cancellation(
    rooms_classifier: IntentClassifier,
) -> None:
    messages = ["I need a room", "Stop"]
    replies = talk(rooms_classifier, [], messages, city={"values": {"Stop": []}})
    assert replies[1].text == "How many guests?"
    assert talk(rooms_classifier, [], messages)[1].text == "OK."
