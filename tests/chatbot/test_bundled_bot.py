"""Juniper, the bot of the repository, trained as by `make run`."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, RESERVED_TAGS, IntentSet
from chatbot.training.config import TrainingConfig
from chatbot.training.train import TrainedModel, train

ROOT = Path(__file__).parents[2]
INTENTS = IntentSet.load(ROOT / "intents")
OUT_OF_SCOPE = json.loads((ROOT / "tests/chatbot/out_of_scope.json").read_text("utf-8"))
EVERYDAY = json.loads((ROOT / "tests/chatbot/everyday_requests.json").read_text("utf-8"))


@dataclass(frozen=True)
class Bounds:
    """Largest shares of in-scope messages without a direct answer, and of lost messages.

    `everyday` is that of everyday requests, about something else, that are answered.
    """

    not_direct: float
    lost: float
    everyday: float


BOUNDS = {"pretrained": Bounds(0.05, 0.03, 0.12), "wide_deep": Bounds(0.07, 0.03, 0.45)}
"""Bounds by architecture. A lost message has its intent neither as answer nor as candidate."""


@pytest.fixture(scope="module")
def trained() -> TrainedModel:
    return train(INTENTS, TrainingConfig(), lambda _: None, lambda: False)


@pytest.fixture(scope="module")
def bounds(trained: TrainedModel) -> Bounds:
    """Return the bounds of the trained architecture: without the encoder, errors are more."""
    return BOUNDS[trained.bundle.metadata.architecture]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_bot_understands_messages_beyond_its_training(
    trained: TrainedModel, bounds: Bounds
) -> None:
    """Count a message with a clarifying question as one without a direct answer."""
    tests = sum(len(intent.tests) for intent in INTENTS)

    bot = Bot.from_bundle(trained.bundle)
    lost = [
        failed
        for failed in trained.failed_tests
        if failed.intent not in bot.reply(failed.message, _state_for(failed.intent)).candidates
        or failed.predicted != CLARIFICATION_TAG
    ]

    assert tests > 300
    assert len(trained.failed_tests) <= bounds.not_direct * tests, trained.failed_tests
    assert len(lost) <= bounds.lost * tests, lost


def _state_for(tag: str) -> DialogueState:
    intent = INTENTS.get(tag)
    assert intent
    return DialogueState().after_message(opened=intent.context_filter)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_pattern_of_a_word_is_refused(trained: TrainedModel) -> None:
    """Slang is short and rare among thousands of patterns, as in "thx"."""
    bot = Bot.from_bundle(trained.bundle)
    words = [
        (pattern, intent.tag)
        for intent in INTENTS
        for pattern in intent.patterns
        if len(pattern.split()) == 1
    ]
    assert ("thx", "thanks") in words
    assert [
        (pattern, tag) for pattern, tag in words if bot.reply(pattern, _state_for(tag)).fallback
    ] == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_bot_refuses_gibberish_and_other_topics(
    trained: TrainedModel,
) -> None:
    bot = Bot.from_bundle(trained.bundle)
    answers = [
        (message, reply.intent)
        for message in OUT_OF_SCOPE
        if (reply := bot.reply(message, DialogueState())).intent not in RESERVED_TAGS
    ]

    assert len(OUT_OF_SCOPE) == 60
    assert len(answers) <= 0.1 * len(OUT_OF_SCOPE), answers


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_bot_refuses_everyday_requests_in_the_words_of_its_own(
    trained: TrainedModel, bounds: Bounds
) -> None:
    """Many ask for what the bot does, for something else: "reset my router"."""
    bot = Bot.from_bundle(trained.bundle)
    answers = [message for message in EVERYDAY if not bot.reply(message, DialogueState()).fallback]

    assert len(EVERYDAY) > 140
    assert len(answers) <= bounds.everyday * len(EVERYDAY), answers


@pytest.mark.parametrize(
    "tag", [intent.tag for intent in INTENTS if intent.tag not in RESERVED_TAGS]
)
def test_every_intent_is_worth_having(tag: str) -> None:
    intent = INTENTS.get(tag)

    assert intent
    assert len(intent.patterns) >= 20
    assert len(set(intent.responses)) >= 3
    assert len(intent.tests) >= 3


def test_the_bot_has_enough_topics_and_conversations_of_two_steps() -> None:
    contexts = {context for intent in INTENTS for context in intent.context_set}
    opened = contexts - {"hand_over"}  # for persons
    followers = [intent for intent in INTENTS if opened.intersection(intent.context_filter)]
    fallback = INTENTS.get(FALLBACK_TAG)

    assert len(INTENTS) >= 45
    assert len(opened) >= 6
    assert len(followers) >= 2 * len(opened)
    assert fallback
    assert not fallback.patterns
    assert fallback.responses
