"""The training loop on a network that is small enough to train within a test."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.features.extractor import FeatureExtractor
from chatbot.networks.logits import logits
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import EpochProgress, TrainingData, class_weights, fit
from chatbot.training.hyperparameters import Hyperparameters

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
    recipe: Hyperparameters, held_out: Examples = NO_EXAMPLES
) -> tuple[keras.Model, list[EpochProgress]]:
    results: list[EpochProgress] = []
    material = TrainingData(examples(TEXTS), held_out)
    return fit(material, EXTRACTOR, SHAPE, recipe, 1, results.append), results


def test_a_network_learns_its_examples_and_tells_how_it_went() -> None:
    found, results = fitted(Hyperparameters(epochs=25))
    asked = examples(TEXTS)
    scores = logits(found, asked.sentences, EXTRACTOR)
    assert scores.shape == (len(asked), 3)
    assert (scores[:, :2].argmax(axis=1) == asked.labels).all()
    assert [result.epoch for result in results] == list(range(1, 26))
    assert {result.epochs for result in results} == {25}
    assert results[-1].loss < results[0].loss
    assert results[-1].accuracy > results[0].accuracy
    assert all(0 <= result.accuracy <= 1 for result in results)
    assert {result.validation_accuracy for result in results} == {None}


def test_held_out_examples_are_watched_and_not_learnt() -> None:
    """What is held out has the wrong intents here: to learn it would be to forget the rest."""
    asked = examples(TEXTS)
    found, results = fitted(Hyperparameters(epochs=5), Examples(asked.sentences, 1 - asked.labels))
    alone, _ = fitted(Hyperparameters(epochs=5))
    assert [len(results), results[-1].validation_accuracy] == [5, 0]
    assert all(map(np.array_equal, found.get_weights(), alone.get_weights()))


def test_what_learns_is_the_network_without_its_solved_votes() -> None:
    """Where the votes know every answer, the deep branch learns all the same."""
    found, _ = fitted(Hyperparameters(epochs=25))
    asked = examples(TEXTS)
    arrays = EXTRACTOR.encode_batch(asked.sentences).arrays()
    joint, deep = (np.asarray(each) for each in found([arrays[i.name] for i in found.inputs]))
    assert (deep[:, :2].argmax(axis=1) == asked.labels).all()
    assert np.abs(joint - deep).max() > 0.1


def test_the_same_seed_gives_the_same_weights() -> None:
    one, other = (fitted(Hyperparameters(epochs=2))[0].get_weights() for _ in range(2))
    assert all(map(np.array_equal, one, other))


@given(st.lists(st.integers(1, 200), min_size=1, max_size=12))
def test_rare_intents_count_for_more(sizes: list[int]) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    weights = class_weights(labels, len(sizes))
    assert weights.shape == (len(sizes) + 1,)
    assert weights[-1] == 1
    assert weights[labels].mean() == pytest.approx(1, rel=1e-4)
    for one, size in enumerate(sizes):
        for other, larger in enumerate(sizes):
            if size < larger:
                assert weights[one] > weights[other]
                assert weights[one] / weights[other] < larger / size


def test_out_of_scope_examples_do_not_count_in_the_weights() -> None:
    alone = class_weights(np.array([0, 0, 0, 1]), 2)
    assert class_weights(np.array([0, 0, 0, 1, 2, 2, 2, 2]), 2) == pytest.approx(alone)


def test_an_intent_without_examples_has_a_finite_weight() -> None:
    assert np.isfinite(class_weights(np.array([0, 0, 2]), 4)).all()
