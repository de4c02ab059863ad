"""Validation: outcomes of held-out messages, and of a finished model."""

from dataclasses import replace

import numpy as np
import pytest

from chatbot.dialogue.bot import Bot
from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.model.bundle import Bundle
from chatbot.model.out_of_scope import OutOfScopeDetector
from chatbot.training.config import TrainingConfig
from chatbot.training.network import Network
from chatbot.training.task import TrainingTask
from chatbot.training.train import train_votes
from chatbot.training.validation import (
    ValidationResult,
    evaluate_bundle,
    raised_by_tests,
    validate,
)

CONFIG = TrainingConfig(epochs=2, architecture="wide_deep")


@pytest.fixture(scope="module")
def result(small_intents: IntentSet) -> ValidationResult:
    task = TrainingTask.of(small_intents, CONFIG)
    return validate(task, np.arange(len(task.examples)), 1, 0.1, lambda _: lambda _: None)


def test_every_pattern_is_held_out_once(result: ValidationResult, small_intents: IntentSet) -> None:
    assert result.messages == sum(len(intent.patterns) for intent in small_intents)
    assert sorted(result.rows) == list(range(result.messages))
    assert len(result.outputs) == result.messages
    assert 0.5 < result.accuracy < 1
    expected = result.accuracy + (1 - result.accuracy) / 4
    assert result.calibration.coverage == pytest.approx(expected)
    assert result.calibration.detector.false_rejection_rate == 0.1


def test_a_network_is_asked_off_topic_messages_that_it_has_not_learnt(
    network: Network, small_intents: IntentSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[int] = []
    answered: list[int] = []

    def train_network(task: TrainingTask, *_: object) -> Network:
        learnt.append(len({*task.off_topic}))
        return network

    def lowered(
        detector: OutOfScopeDetector, _scores: object, count: int, _held_out: object
    ) -> OutOfScopeDetector:
        answered.append(count)
        return detector

    monkeypatch.setattr(TrainingTask, "train_network", train_network)
    monkeypatch.setattr(OutOfScopeDetector, "lowered", lowered)
    task = TrainingTask.of(small_intents, CONFIG)
    validate(task, np.arange(len(task.examples)), 1, 0.1, lambda _: lambda _: None)
    count = len({*task.off_topic})
    assert answered == [count]
    assert sum(count - part for part in learnt) == count


def test_without_patterns_to_spare_reworded_ones_are_predicted() -> None:
    few = IntentSet((Intent("a", patterns=("opening hours",)), Intent("b", patterns=("refund",))))
    task = TrainingTask.of(few, CONFIG)
    result = validate(task, np.arange(2), 1, 0.05, lambda _: lambda _: None)
    assert (result.messages, result.rows, result.outputs) == (0, (), ())
    assert np.isfinite(result.calibration.detector.threshold)


FAQ = {
    "parking": ("where can I park my car", "where do I leave the car"),
    "lunch": ("is lunch served at noon", "can we have lunch"),
    "dogs": ("are dogs allowed in the rooms", "may I bring two dogs"),
    "cancel": ("how do I cancel my booking", "I want to cancel"),
    "wifi": ("what is the password of the wifi", "the wifi wants a password"),
    "sauna": ("when does the sauna open", "until when is the sauna hot"),
    "towels": ("who brings fresh towels", "we need towels"),
    "invoice": ("will you send an invoice by mail", "my invoice is missing"),
}
"""A question for each intent, and the same in other words."""


def test_a_bot_of_single_questions_understands_other_words_for_them() -> None:
    intents = IntentSet(
        tuple(Intent(tag, (pattern,), (f"About {tag}.",)) for tag, (pattern, _) in FAQ.items())
    )
    bot = Bot.from_bundle(train_votes(intents, TrainingConfig()).bundle)
    answered = [tag for tag, (_, other) in FAQ.items() if bot.reply(other).intent == tag]
    assert len(answered) >= 6
    for message in ("tell me a joke", "sell my shares today", "kjhsdf 8723 lkj"):
        assert bot.reply(message).intent == FALLBACK_TAG


def test_many_tests_of_the_intents_raise_the_threshold_and_few_do_not(
    result: ValidationResult, network: Network, small_intents: IntentSet
) -> None:
    """The tests are patterns here, all of them known: the threshold rises as far as it may."""
    tested = IntentSet(
        tuple(replace(intent, tests=4 * intent.patterns) for intent in small_intents)
    )
    few, many = (
        raised_by_tests(TrainingTask.of(intents, CONFIG), network, result).detector
        for intents in (small_intents, tested)
    )
    assert few == result.calibration.detector
    assert many.threshold > few.threshold
    assert replace(many, threshold=few.threshold) == few


def test_a_bundle_answers_as_its_bot_would(bundle: Bundle, small_intents: IntentSet) -> None:
    task = TrainingTask.of(small_intents, TrainingConfig(architecture="wide_deep"))
    messages = (
        LabelledMessage("hello there", "greeting"),
        LabelledMessage("yes please", "cancel_confirmed"),
        LabelledMessage("yes please", None),
        LabelledMessage("qqq www", None),
        LabelledMessage("", None),
    )
    hello, yes, no_context, gibberish, empty = evaluate_bundle(bundle, task, messages)
    assert hello.correct
    assert hello.accepted
    assert (hello.message, hello.intent) == ("hello there", "greeting")
    assert hello.candidates[:1] == ("greeting",)
    assert hello.score > gibberish.score
    assert yes.correct, "its context is open"
    assert no_context.predicted != "cancel_confirmed"
    assert not gibberish.accepted
    assert not empty.accepted
    assert len(hello.ranking) == len(task.labels) - 2, "two wait for a context"
