"""Juniper, the bot that comes with Recollect, trained as `make run` trains it."""

import json
from pathlib import Path

import pytest

from chatbot.bot import Bot
from chatbot.dialogue import DialogueState
from chatbot.intents import FALLBACK_TAG, load_intents
from chatbot.training import TrainedModel, TrainingConfig, train

ROOT = Path(__file__).parents[2]
INTENTS = load_intents(ROOT / "intents")
OUT_OF_SCOPE = json.loads((ROOT / "tests/chatbot/out_of_scope.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def trained() -> TrainedModel:
    return train(INTENTS, TrainingConfig(), lambda _: None, lambda: False)


@pytest.mark.timeout(600)
def test_it_understands_messages_that_it_was_not_trained_on(trained: TrainedModel) -> None:
    tests = sum(len(intent.tests) for intent in INTENTS)

    assert len(trained.failed_tests) <= 0.03 * tests, trained.failed_tests


@pytest.mark.timeout(600)
def test_it_admits_that_gibberish_and_other_topics_mean_nothing_to_it(
    trained: TrainedModel,
) -> None:
    bot = Bot.from_bundle(trained.bundle)
    answered = [
        (message, reply.intent)
        for message in OUT_OF_SCOPE
        if not (reply := bot.reply(message, DialogueState())).fallback
    ]

    assert len(OUT_OF_SCOPE) == 60
    assert len(answered) <= 0.1 * len(OUT_OF_SCOPE), answered


@pytest.mark.parametrize("tag", [i.tag for i in INTENTS if i.tag != FALLBACK_TAG])
def test_every_intent_is_worth_having(tag: str) -> None:
    intent = INTENTS.get(tag)

    assert intent
    assert len(intent.patterns) >= 20
    assert len(set(intent.responses)) >= 3
    assert len(intent.tests) >= 3


def test_it_has_topics_enough_and_conversations_of_two_steps() -> None:
    opened = {context for intent in INTENTS for context in intent.context_set}
    followed = [intent for intent in INTENTS if opened.intersection(intent.context_filter)]
    fallback = INTENTS.get(FALLBACK_TAG)

    assert len(INTENTS) >= 45
    assert len(opened) >= 6
    assert len(followed) >= 2 * len(opened)
    assert fallback
    assert not fallback.patterns
    assert fallback.responses
