"""From intents to a model, for real."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.inference import softmax
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.model.architectures import ARCHITECTURES, NetworkOptions, NetworkOptionsError
from chatbot.model.bundle import COVERAGE, KERAS, PARTS, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.networks.learner import Learner
from chatbot.networks.logits import logits
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.progress import EpochProgress, TrainingCancelled
from chatbot.training.train import TrainedModel, train, train_votes
from tests.chatbot.conftest import SMALL_EPOCHS, SmallTraining

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
WITH_TWINS = IntentSet(
    (*GERMAN, Intent("danach", GERMAN.intents[0].patterns, ("Gern.",), (), ("begrüßt",)))
)
"""Intents of which two have the same patterns, one of them behind a context."""


def quick(intents: IntentSet, language: str = "english", seed: int = 1) -> TrainedModel:
    config = TrainingConfig(seed, 2, language, architecture="wide_deep")
    return train(intents, config, lambda _: None, lambda: False)


def test_progress_counts_up_to_its_total(small_training: SmallTraining) -> None:
    """Five rounds of which each holds a part out, and one that learns everything."""
    progress = small_training.progress
    total = 6 * SMALL_EPOCHS
    assert [epoch.epoch for epoch in progress] == list(range(1, total + 1))
    assert {epoch.epochs for epoch in progress} == {total}
    assert all(np.isfinite(epoch.loss) and 0 <= epoch.accuracy <= 1 for epoch in progress)
    watched = [epoch.validation_accuracy is not None for epoch in progress]
    assert watched == [True] * 5 * SMALL_EPOCHS + [False] * SMALL_EPOCHS
    assert progress[-1].accuracy > progress[0].accuracy


def test_metrics_say_what_training_came_to(
    small_training: SmallTraining, small_intents: IntentSet
) -> None:
    metrics = small_training.model.bundle.metadata.metrics
    assert metrics.tests == sum(len(intent.tests) for intent in small_intents)
    assert metrics.tests_failed == len(small_training.model.failed_tests)
    assert metrics.held_out_messages == sum(len(intent.patterns) for intent in small_intents)
    figures = small_training.model.report.figures
    assert figures
    assert metrics.held_out_accuracy == figures.accuracy.value, "contexts are open in both"
    assert 0.5 < figures.accuracy.value <= 1
    assert metrics.epochs == SMALL_EPOCHS
    assert metrics.seconds > 0


def test_a_bundle_says_where_it_comes_from(bundle: Bundle, small_intents: IntentSet) -> None:
    metadata = bundle.metadata
    assert set(bundle.parts) == {*PARTS, COVERAGE}
    assert metadata.fingerprint == small_intents.fingerprint
    assert (metadata.language, metadata.seed) == ("english", TrainingConfig().seed)
    assert metadata.created_at.endswith("+00:00")
    assert {"keras", "numpy", "onnxruntime"} <= set(metadata.versions)


@dataclass(frozen=True)
class Beyond:
    """Patterns by intent, intents by messages beyond them, and messages about something else."""

    patterns: dict[str, tuple[str, ...]]
    understood: dict[str, str]
    off_topic: tuple[str, ...]


BEYOND = {
    "Chinese": Beyond(
        {
            "问候": ("你好", "早上好", "晚上好", "嗨"),
            "再见": ("再见", "拜拜", "下次见", "回头见"),
            "时间": ("你们几点开门", "营业时间", "周末开门吗", "几点关门"),
        },
        {"大家好": "问候", "明天见": "再见", "周日几点开门": "时间"},
        ("苹果", "我想买一辆车"),
    ),
    "Korean": Beyond(
        {
            "sad": ("슬퍼", "힘들어", "우울해", "너무 슬퍼"),
            "thanks": ("고마워", "감사합니다", "고맙습니다"),
            "hello": ("안녕", "안녕하세요", "반가워"),
        },
        {"슬퍼요": "sad", "요즘 너무 힘들고 슬퍼요": "sad", "정말 고맙습니다": "thanks"},
        ("자동차 사고 싶어", "날씨 어때"),
    ),
}


@pytest.mark.parametrize(("language", "held_out"), [("arabic", 2), ("russian", 0)])
def test_a_few_patterns_in_any_language_make_a_bot(language: str, held_out: int) -> None:
    model = quick(FEW[language], language=language)
    assert model.bundle.metadata.language == language
    # Those of the intent that has two, unless it is one of fewer than half.
    assert model.bundle.metadata.metrics.held_out_messages == held_out
    assert model.report.weaknesses
    assert (model.report.weaknesses.patterns or 5) < 5
    measured = {answer.intent for answer in model.report.held_out}
    assert measured.isdisjoint(model.report.unmeasured.tags)
    assert len(measured) == model.report.unmeasured.measured
    bot = Bot.from_bundle(Bundle.from_bytes(model.bundle.to_bytes()))
    for intent in FEW[language]:
        for text in intent.patterns:
            assert bot.reply(text, DialogueState()).text


@pytest.mark.parametrize("name", BEYOND)
def test_patterns_are_heard_in_words_with_other_endings_and_without_spaces(name: str) -> None:
    beyond = BEYOND[name]
    intents = IntentSet(tuple(Intent(tag, texts, (tag,)) for tag, texts in beyond.patterns.items()))
    config = TrainingConfig(architecture="wide_deep", epochs=15)
    bot = Bot.from_bundle(train(intents, config, lambda _: None, lambda: False).bundle)
    answers = {text: bot.reply(text).intent for text in beyond.understood}
    assert answers == beyond.understood
    assert all(bot.reply(text).fallback for text in beyond.off_topic)


def test_the_same_seed_gives_the_same_logits() -> None:
    first, second = (
        IntentClassifier.from_bundle(quick(GERMAN, seed=5, language="german").bundle)
        for _ in range(2)
    )
    for text in ("guten Tag", "wann öffnet ihr heute", "hello"):
        logits = first.predict(text).output.logits
        assert np.array_equal(logits, second.predict(text).output.logits)


def test_training_stops_soon_after_it_is_asked_to(small_intents: IntentSet) -> None:
    progress: list[EpochProgress] = []
    with pytest.raises(TrainingCancelled):
        train(
            small_intents,
            TrainingConfig(architecture="wide_deep"),
            progress.append,
            lambda: len(progress) >= 2,
        )
    assert len(progress) == 2


def test_linear_votes_alone_make_a_bot(small_intents: IntentSet) -> None:
    model = train_votes(small_intents, TrainingConfig(architecture="pretrained"))
    metadata, bot = model.bundle.metadata, Bot.from_bundle(model.bundle)
    assert (metadata.metrics.epochs, metadata.architecture) == (0, "wide_deep")
    answers = [
        bot.reply(pattern, DialogueState()).intent == intent.tag
        for intent in small_intents
        for pattern in intent.patterns
        if not intent.context_filter
    ]
    assert sum(answers) > 0.9 * len(answers)
    assert bot.reply("xkcd qwrtz", DialogueState()).fallback


def test_there_must_be_something_to_tell_apart() -> None:
    with pytest.raises(TrainingError, match="at least 2 intents that have patterns"):
        quick(IntentSet((Intent("alone", patterns=("hello",)),)))


@pytest.mark.parametrize(
    ("architecture", "options"),
    [
        *((name, {}) for name in ARCHITECTURES),
        ("rnn", {"embedding": "one_hot"}),
        ("stacked_lstm", {"units": 8, "layers": 3, "dropout": 0.1, "embedding": "one_hot"}),
    ],
)
def test_every_network_is_trained_and_answers(
    architecture: str, options: dict[str, Any], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if architecture == "pretrained":
        request.getfixturevalue("encoder_folder")
    config = TrainingConfig.from_json(
        {"epochs": 2, "architecture": architecture, "options": options, "language": "english"}
    )
    model = train(WITH_TWINS, config, lambda _: None, lambda: False)
    bundle = Bundle.from_bytes(model.bundle.to_bytes())
    metrics = bundle.metadata.metrics
    accuracy = metrics.held_out_accuracy if architecture == "distilled" else None
    assert metrics.student_accuracy == accuracy, "contexts are open in both"
    assert bundle.metadata.architecture == architecture
    assert bundle.metadata.options == NetworkOptions(**options).completed(architecture)
    classifier = IntentClassifier.from_bundle(bundle)
    (tmp_path / KERAS).write_bytes(bundle.parts[KERAS])
    learner = Learner(keras.saving.load_model(tmp_path / KERAS), 0.0)
    for text in ("wann öffnet ihr morgen", "guten Tag", "", "zzz"):
        prediction = classifier.predict(text)
        exported = prediction.output.logits
        assert exported.shape == (4,)
        expected = logits(learner, [prediction.words], classifier.extractor)[0]
        assert softmax(exported) == pytest.approx(softmax(expected), abs=1e-5)
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
            ranking = classifier.predict(pattern).ranking(AllowedIntents())
            assert ranking[0].intent == intent.tag, pattern


def test_where_no_pattern_can_be_held_out_there_is_no_accuracy() -> None:
    alone = IntentSet((Intent("hi", patterns=("hello",)), Intent("bye", patterns=("farewell",))))
    metrics = quick(alone).bundle.metadata.metrics
    assert (metrics.held_out_messages, metrics.held_out_accuracy) == (0, None)


def test_a_counter_example_is_refused_after_training() -> None:
    """The same message, which is made of words of a pattern, without and with the author's veto."""
    message = "where is my ticket for the opera"
    orders = ("where is my order", "track my order", "has my order shipped", "my order is late")
    hours = ("when do you open", "opening hours", "are you open today", "open on sunday")
    shop = (Intent("order", patterns=orders), Intent("hours", patterns=hours))
    veto = Intent(FALLBACK_TAG, patterns=(message, "my ticket for the opera"))
    config = TrainingConfig(epochs=8, architecture="wide_deep")
    margins = []
    for intents in (IntentSet(shop), IntentSet((*shop, veto))):
        model = train(intents, config, lambda _: None, lambda: False)
        bot = Bot.from_bundle(model.bundle)
        scope = bot.classifier.predict(message).decide(AllowedIntents()).scope
        margins.append(scope.parts.off_topic or 0.0)
    assert margins[1] < margins[0] - 0.5
    assert bot.reply(message, DialogueState()).fallback
    assert not bot.reply(orders[0], DialogueState()).fallback


def test_the_patterns_of_a_clarification_are_not_learnt() -> None:
    asking = Intent(CLARIFICATION_TAG, patterns=("which one",), responses=("Welche?",))
    model = quick(IntentSet((*GERMAN, asking)), language="german")
    bot = Bot.from_bundle(model.bundle)
    assert set(bot.classifier.labels) == {intent.tag for intent in GERMAN}
    assert not bot.classifier.extractor.has_word("which")
