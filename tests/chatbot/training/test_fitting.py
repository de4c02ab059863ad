"""Training loop, on a network that is small enough to train within a test."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.features.extractor import FeatureExtractor
from chatbot.networks.learner import Learner
from chatbot.networks.logits import inputs_of, logits
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import TrainingData, class_weights, fit
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.progress import EpochProgress

SPLITTER = WordSplitter()
TEXTS = [
    ["where is my parcel", "track my parcel", "parcel still missing", "has my parcel shipped"],
    ["cancel my order", "please cancel it", "I want to cancel", "stop the order and cancel"],
]


def examples(texts: list[list[str]]) -> Examples:
    sentences = tuple(tuple(SPLITTER.words(text)) for group in texts for text in group)
    labels = [label for label, group in enumerate(texts) for _ in group]
    return Examples(sentences, np.array(labels, np.int64))


EXTRACTOR = FeatureExtractor.fit(SPLITTER, examples(TEXTS).sentences, buckets=256)
SHAPE = NetworkShape(
    EXTRACTOR.word_count,
    EXTRACTOR.stem_count,
    EXTRACTOR.ngram_count,
    EXTRACTOR.tfidf.term_count,
    intents=2,
    units=8,
)


def fitted(
    hyperparameters: Hyperparameters, held_out: Examples = NO_EXAMPLES
) -> tuple[Learner, list[EpochProgress]]:
    progress: list[EpochProgress] = []
    data = TrainingData(examples(TEXTS), held_out)
    return fit(data, EXTRACTOR, SHAPE, hyperparameters, 1, progress.append), progress


def test_a_network_learns_its_examples_and_tells_how_it_went() -> None:
    learner, progress = fitted(Hyperparameters(epochs=25))
    learnt = examples(TEXTS)
    scores = logits(learner, learnt.sentences, EXTRACTOR)
    assert scores.shape == (len(learnt), 3)
    assert (scores[:, :2].argmax(axis=1) == learnt.labels).all()
    assert [epoch.epoch for epoch in progress] == list(range(1, 26))
    assert {epoch.epochs for epoch in progress} == {25}
    assert progress[-1].loss < progress[0].loss
    assert progress[-1].accuracy > progress[0].accuracy
    assert all(0 <= epoch.accuracy <= 1 for epoch in progress)
    assert {epoch.validation_accuracy for epoch in progress} == {None}


def test_held_out_examples_are_watched_and_not_learnt() -> None:
    """Held-out examples have the wrong intents here: to learn them is to forget the rest."""
    learnt = examples(TEXTS)
    wrong = Examples(learnt.sentences, 1 - learnt.labels)
    learner, progress = fitted(Hyperparameters(epochs=5), wrong)
    monitored = learner.model.get_weights()
    alone = fitted(Hyperparameters(epochs=5))[0].model.get_weights()
    assert [len(progress), progress[-1].validation_accuracy] == [5, 0]
    assert all(map(np.array_equal, monitored, alone))


def test_the_network_learns_without_its_linear_head() -> None:
    """The linear head knows every answer, and the deep branch learns all the same."""
    learner, _ = fitted(Hyperparameters(epochs=25))
    learnt = examples(TEXTS)
    batch = EXTRACTOR.encode_batch(learnt.sentences)
    joint, deep = learner.logits(inputs_of(learner.model, batch))
    assert (deep[:, :2].argmax(axis=1) == learnt.labels).all()
    assert np.abs(joint - deep).max() > 0.1


def test_the_same_seed_gives_the_same_weights() -> None:
    first, second = (fitted(Hyperparameters(epochs=2))[0].model.get_weights() for _ in range(2))
    assert all(map(np.array_equal, first, second))


@given(st.lists(st.integers(1, 200), min_size=1, max_size=12))
def test_rare_intents_count_for_more(sizes: list[int]) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    weights = class_weights(labels, len(sizes))
    assert weights.shape == (len(sizes) + 1,)
    assert weights[-1] == 1
    assert weights[labels].mean() == pytest.approx(1, rel=1e-4)
    for rare, size in enumerate(sizes):
        for frequent, larger in enumerate(sizes):
            if size < larger:
                assert weights[rare] > weights[frequent]
                assert weights[rare] / weights[frequent] < larger / size


def test_out_of_scope_examples_do_not_count_in_the_weights() -> None:
    alone = class_weights(np.array([0, 0, 0, 1]), 2)
    assert class_weights(np.array([0, 0, 0, 1, 2, 2, 2, 2]), 2) == pytest.approx(alone)


def test_an_intent_without_examples_has_a_finite_weight() -> None:
    assert np.isfinite(class_weights(np.array([0, 0, 2]), 4)).all()
