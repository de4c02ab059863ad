"""From intents to a model, for real."""

from typing import Any

import numpy as np
import pytest

from chatbot.bot import Bot
from chatbot.bundle import PARTS, Bundle
from chatbot.classifier import IntentClassifier
from chatbot.contexts import Turn
from chatbot.dialogue import DialogueState
from chatbot.intents import Intent, IntentSet
from chatbot.network_options import ARCHITECTURES, NetworkOptions, NetworkOptionsError
from chatbot.training import (
    EpochProgress,
    TrainedModel,
    TrainingCancelled,
    TrainingConfig,
    TrainingError,
    train,
)
from tests.chatbot.conftest import SmallTraining

pytestmark = pytest.mark.timeout(600)

FEW = {
    "arabic": IntentSet(
        (
            Intent("تحية", patterns=("مرحبا", "السلام عليكم"), responses=("أهلا",)),
            Intent("طلب", patterns=("أين طلبي",), responses=("في الطريق",)),
        )
    ),
    "russian": IntentSet(
        (
            Intent("приветствие", patterns=("привет",), responses=("Здравствуйте",)),
            Intent("заказ", patterns=("где мой заказ", "отменить заказ"), responses=("В пути",)),
            Intent("???", patterns=("!!!",), responses=("Да?",)),
        )
    ),
}
GERMAN = IntentSet(
    (
        Intent("begrüßung", patterns=("Grüß Gott", "guten Tag"), responses=("Tag!",)),
        Intent("öffnungszeiten", patterns=("wann öffnet ihr",), responses=("Um neun.",)),
    )
)


def quick(intents: IntentSet, language: str = "english", seed: int = 1) -> TrainedModel:
    config = TrainingConfig(seed, 2, language)
    return train(intents, config, lambda _: None, lambda: False)


def test_progress_counts_up_to_its_total(small_training: SmallTraining) -> None:
    progress = small_training.progress
    assert [each.epoch for each in progress] == list(range(1, len(progress) + 1))
    assert all(each.epoch <= each.epochs for each in progress)
    totals = [each.epochs for each in progress]
    assert totals == sorted(totals, reverse=True)
    assert progress[-1].epoch == progress[-1].epochs
    assert all(np.isfinite(each.loss) and 0 <= each.accuracy <= 1 for each in progress)
    assert progress[0].validation_accuracy is not None
    assert progress[-1].validation_accuracy is None
    assert progress[-1].accuracy > progress[0].accuracy


def test_metrics_say_what_training_came_to(
    small_training: SmallTraining, small_intents: IntentSet
) -> None:
    metrics = small_training.model.bundle.metadata.metrics
    assert metrics.tests == sum(len(intent.tests) for intent in small_intents)
    assert metrics.tests_failed == len(small_training.model.failed_tests)
    assert metrics.held_out_messages > 0
    assert metrics.held_out_accuracy is not None
    assert 0.5 < metrics.held_out_accuracy <= 1
    assert 0 < metrics.epochs <= 15
    assert metrics.seconds > 0


def test_a_bundle_says_where_it_comes_from(bundle: Bundle, small_intents: IntentSet) -> None:
    metadata = bundle.metadata
    assert set(bundle.parts) == set(PARTS)
    assert metadata.fingerprint == small_intents.fingerprint
    assert (metadata.language, metadata.seed) == ("english", TrainingConfig().seed)
    assert metadata.created_at.endswith("+00:00")
    assert {"keras", "numpy", "onnxruntime"} <= set(metadata.versions)


@pytest.mark.parametrize("language", FEW)
def test_a_few_patterns_in_any_language_make_a_bot(language: str) -> None:
    model = quick(FEW[language], language=language)
    assert model.bundle.metadata.language == language
    assert model.bundle.metadata.metrics.held_out_messages == 0
    assert model.bundle.metadata.metrics.held_out_accuracy is None
    bot = Bot.from_bundle(Bundle.from_bytes(model.bundle.to_bytes()))
    for intent in FEW[language]:
        for text in intent.patterns:
            assert bot.reply(text, DialogueState()).text


def test_the_same_seed_gives_the_same_logits() -> None:
    one, other = (
        IntentClassifier.from_bundle(quick(GERMAN, seed=5, language="german").bundle)
        for _ in range(2)
    )
    for text in ("guten Tag", "wann öffnet ihr heute", "hello"):
        assert np.array_equal(one.predict(text).logits, other.predict(text).logits)


def test_training_stops_soon_after_it_is_asked_to(small_intents: IntentSet) -> None:
    progress: list[EpochProgress] = []
    with pytest.raises(TrainingCancelled):
        train(small_intents, TrainingConfig(), progress.append, lambda: len(progress) >= 2)
    assert len(progress) == 2


def test_there_must_be_something_to_tell_apart() -> None:
    with pytest.raises(TrainingError, match="at least 2 intents that have patterns"):
        quick(IntentSet((Intent("alone", patterns=("hello",)),)))


@pytest.mark.parametrize(
    ("architecture", "options"),
    [
        *((name, {}) for name in ARCHITECTURES if name != "wide_deep"),
        ("rnn", {"embedding": "one_hot"}),
        ("stacked_lstm", {"units": 8, "layers": 3, "dropout": 0.1, "embedding": "one_hot"}),
    ],
)
def test_every_network_is_trained_and_answers(architecture: str, options: dict[str, Any]) -> None:
    """That ONNX agrees with Keras is checked on the way: there would be no bundle."""
    config = TrainingConfig.from_json(
        {"epochs": 2, "architecture": architecture, "options": options}
    )
    model = train(GERMAN, config, lambda _: None, lambda: False)
    bundle = Bundle.from_bytes(model.bundle.to_bytes())
    assert bundle.metadata.architecture == architecture
    assert bundle.metadata.options == NetworkOptions(**options).completed(architecture)
    prediction = IntentClassifier.from_bundle(bundle).predict("wann öffnet ihr morgen")
    assert prediction.logits.shape == (3,)
    assert np.isfinite(prediction.logits).all()
    assert Bot.from_bundle(bundle).reply("guten Tag", DialogueState()).text


def test_a_network_without_use_for_an_option_is_not_trained() -> None:
    config = TrainingConfig(architecture="bow", options=NetworkOptions(layers=2))
    with pytest.raises(NetworkOptionsError, match="bow has no use for"):
        train(GERMAN, config, lambda _: pytest.fail("it was trained"), lambda: False)


@pytest.mark.parametrize("architecture", ["bow", "lstm"])
def test_a_simple_network_learns_too(architecture: str) -> None:
    """Two epochs teach nothing: with more of them, each answers what it was taught."""
    config = TrainingConfig(epochs=30, architecture=architecture)
    model = train(GERMAN, config, lambda _: None, lambda: False)
    classifier = IntentClassifier.from_bundle(model.bundle)
    for intent in GERMAN:
        for pattern in intent.patterns:
            ranking = classifier.predict(pattern).ranking(Turn())
            assert ranking[0].intent == intent.tag, pattern
