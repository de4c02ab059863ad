"""Training tasks: examples, messages out of scope, and folds to hold out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatbot.dataset.examples import Examples
from chatbot.encoder.files import FOLDER_VARIABLE, EncoderMissingError
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder.word_pieces import installed_piece_reader
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.training import off_topic
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.hyperparameters import Hyperparameters, TrainingSchedule
from chatbot.training.network import Network
from chatbot.training.task import TrainingTask

CONFIG = TrainingConfig(epochs=2, architecture="wide_deep")
HELLO = Intent("greeting", patterns=("hello", "good morning"))
SILENT = Intent("silent", responses=("…",))
FALLBACK = Intent(FALLBACK_TAG, patterns=("whatever",))


@pytest.mark.parametrize(
    ("intents", "count"),
    [((), 0), ((SILENT,), 0), ((HELLO,), 1), ((HELLO, SILENT, FALLBACK), 1)],
)
def test_one_intent_is_too_few_to_tell_apart(intents: tuple[Intent, ...], count: int) -> None:
    with pytest.raises(TrainingError, match=rf"at least 2 intents .* found {count}\. Add patterns"):
        TrainingTask.of(IntentSet(intents), CONFIG)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="klingon"):
        TrainingTask.of(
            IntentSet((HELLO, Intent("bye", patterns=("bye",)))),
            TrainingConfig(language="klingon", architecture="wide_deep"),
        )


def test_another_language_is_read_by_the_multilingual_encoder(
    small_multilingual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_multilingual.with_name("encoder")))
    monkeypatch.setattr(off_topic, "_far", lambda *_: [])  # reads for seconds
    asking = Intent("a", ("Wo ist mein Paket?", "Wann ist der Laden auf?", "Wie ist die Adresse?"))
    intents = IntentSet((asking, Intent("b", ("Tschüss!", "Hallo"))))
    task = TrainingTask.of(intents, TrainingConfig())
    assert task.splitter.language == "german"
    assert task.plan.shape.architecture == "pretrained"
    assert task.encoder
    assert task.encoder.is_multilingual
    texts = [task.encoder.text_of(words) for words in task.examples.sentences]
    assert texts[2:] == ["Wie ist die Adresse?", "Tschüss!", "Hallo"]
    english = TrainingTask.of(intents, TrainingConfig(language="english"))
    assert (english.plan.shape.architecture, english.encoder) == ("wide_deep", None)
    bot = installed_piece_reader(task.encoder.fingerprint).encoder
    assert bot.fingerprint == task.encoder.fingerprint


def test_without_it_another_language_learns_from_its_patterns_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "encoder"))
    intents = IntentSet((HELLO, Intent("bye", patterns=("bye",))))
    assert TrainingTask.of(intents, TrainingConfig(language="thai")).encoder is None
    with pytest.raises(EncoderMissingError, match="flask encoder install multilingual"):
        TrainingTask.of(intents, TrainingConfig(language="thai", architecture="pretrained"))
    with pytest.raises(EncoderMissingError, match="flask encoder install multilingual"):
        installed_piece_reader(MULTILINGUAL_ENCODER.fingerprint)


def test_off_topic_messages_that_the_bot_is_about_are_left_out(small_intents: IntentSet) -> None:
    usual = TrainingTask.of(small_intents, CONFIG)
    topic = " ".join(usual.off_topic[0])
    extended = IntentSet((*small_intents, Intent("topic", patterns=(topic,))))
    task = TrainingTask.of(extended, CONFIG)
    assert usual.off_topic[0] not in task.off_topic
    assert len(task.off_topic) > 50
    assert task.labels == (*usual.labels, "topic")
    assert FALLBACK_TAG not in task.labels


def test_the_fallbacks_patterns_are_counter_examples(small_intents: IntentSet) -> None:
    intents = (*small_intents.intents[1:], replace(FALLBACK, patterns=("Fly to Mars!",)))
    others = tuple(intent for intent in intents[:-1] if intent.tag != FALLBACK_TAG)
    task = TrainingTask.of(IntentSet((*others, intents[-1])), CONFIG)
    assert task.counter_examples == [("fly", "to", "mars")]
    assert ("fly", "to", "mars") not in task.examples.sentences
    assert not TrainingTask.of(small_intents, CONFIG).counter_examples


@pytest.mark.parametrize(("patterns", "count"), [(100, 5), (250, 5), (251, 3), (800, 3), (801, 1)])
def test_few_patterns_are_all_held_out_once_and_many_only_in_part(
    patterns: int, count: int, small_intents: IntentSet
) -> None:
    labels = np.arange(patterns) % 4
    examples = Examples(tuple((f"word{i}",) for i in range(patterns)), labels)
    task = replace(TrainingTask.of(small_intents, CONFIG), examples=examples)
    folds = task.validation_folds(seed=1)
    assert len(folds) == count
    held_out = np.concatenate(folds)
    assert len(set(held_out)) == len(held_out)
    assert len(held_out) == (patterns if count > 1 else pytest.approx(0.15 * patterns, abs=4))


@pytest.mark.parametrize("architecture", ["wide_deep", "pretrained"])
def test_a_small_bot_learns_from_fewer_messages_than_a_large_one(
    architecture: str, small_intents: IntentSet
) -> None:
    """Messages that all networks of a training learn from: most of its time."""
    usual = TrainingTask.of(small_intents, CONFIG)
    counts = []
    for patterns, intents in [(26, 6), (140, 20), (2_995, 100)]:
        labels = np.arange(patterns) % intents
        examples = Examples(tuple((f"word{i}",) for i in range(patterns)), labels)
        folds = replace(usual, examples=examples).validation_folds(seed=1)
        hyperparameters = Hyperparameters.of(architecture, None, patterns / intents)
        schedules = [
            TrainingSchedule.of(hyperparameters, patterns - held_out)
            for held_out in (*map(len, folds), 0)
        ]
        counts.append(sum(s.batch_size * s.steps_per_epoch * s.epochs for s in schedules))
    few, some, many = counts
    assert few < 0.7 * some < 0.3 * many


def test_nothing_is_held_out_of_intents_with_one_pattern(small_intents: IntentSet) -> None:
    alone = Examples((("a",), ("b",)), np.array([0, 1]))
    task = replace(TrainingTask.of(small_intents, CONFIG), examples=alone)
    assert task.validation_folds(1) == []


def test_nothing_is_held_out_where_most_intents_have_one_pattern(
    small_intents: IntentSet,
) -> None:
    usual = TrainingTask.of(small_intents, CONFIG)
    count = len(usual.labels)

    def folds(with_two: int) -> list[np.ndarray]:
        labels = np.append(np.arange(count), np.arange(with_two))
        examples = Examples(tuple((f"word{i}",) for i in range(len(labels))), labels)
        return replace(usual, examples=examples).validation_folds(1)

    assert folds(count // 2 - 1) == []
    assert len(folds(count - count // 2)) > 1


def test_many_intents_with_few_patterns_are_tested_by_a_third_of_these(
    small_intents: IntentSet,
) -> None:
    labels = np.arange(900) % 450
    examples = Examples(tuple((f"word{i}",) for i in range(900)), labels)
    usual = TrainingTask.of(small_intents, CONFIG)
    names = tuple(f"intent {number}" for number in range(450))
    (rows,) = replace(usual, examples=examples, labels=names).validation_folds(1)
    assert len(rows) == pytest.approx(300, abs=3)


def test_a_message_is_asked_in_the_context_that_its_intent_waits_for(
    network: Network, small_intents: IntentSet
) -> None:
    task = TrainingTask.of(small_intents, CONFIG)
    waiting = [network.labels.index(tag) for tag in ("trial_instrument", "cancel_confirmed")]
    outputs = task.predict(network, task.examples)
    for output, label in zip(outputs, task.examples.labels, strict=True):
        possible = np.isfinite(output.logits)
        assert possible[label]
        assert [possible[i] for i in waiting] == [label == i for i in waiting]


def test_off_topic_messages_are_held_out_once(small_intents: IntentSet) -> None:
    task = TrainingTask.of(small_intents, CONFIG)
    parts = task.off_topic_folds(5)
    assert len(parts) == 5
    assert min(map(len, parts)) > 100
    assert frozenset.union(*parts) == {*task.off_topic}
    assert sum(map(len, parts)) == len({*task.off_topic})
    assert task.off_topic_folds(1) == [frozenset()]
