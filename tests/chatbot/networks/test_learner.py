"""One compiled learner for all networks of a cross-validation, with equal results."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import NetworkOptions
from chatbot.networks import learner
from chatbot.networks.shape import NetworkShape
from chatbot.training.fitting import TrainingData, fit
from chatbot.training.hyperparameters import Hyperparameters
from tests.chatbot.training.test_fitting import EXTRACTOR, SPLITTER, TEXTS, examples

WHOLE = examples(TEXTS)
FEWER = WHOLE.take(np.array([0, 1, 4, 5]))


def fit_network(training: Examples, name: str, options: NetworkOptions) -> keras.Model:
    buckets = EXTRACTOR.buckets
    extractor = FeatureExtractor.fit(SPLITTER, training.sentences, buckets)
    shape = NetworkShape.of(EXTRACTOR, 2, name, options)
    material = TrainingData(training, NO_EXAMPLES)
    return fit(material, extractor, shape, Hyperparameters(epochs=2), 1, lambda _: None)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("wide_deep", NetworkOptions(units=4)),
        ("stacked_lstm", NetworkOptions(units=4, layers=2, embedding="one_hot")),
        ("bow", NetworkOptions(units=4)),
    ],
)
def test_a_network_learns_the_same_alone_and_after_another(
    name: str, options: NetworkOptions
) -> None:
    learner._cached_learner.cache_clear()
    alone = fit_network(FEWER, name, options).get_weights()
    learner._cached_learner.cache_clear()
    larger = fit_network(WHOLE, name, options).get_weights()
    after = fit_network(FEWER, name, options).get_weights()
    assert learner._cached_learner.cache_info().misses == 1
    assert all(map(np.array_equal, alone, after))
    assert [array.shape for array in larger] != [array.shape for array in after]


def test_a_network_has_no_more_rows_than_it_knows_words() -> None:
    extractor = FeatureExtractor.fit(SPLITTER, FEWER.sentences, EXTRACTOR.buckets)
    assert extractor.word_count < EXTRACTOR.word_count
    model = fit_network(FEWER, "lstm", NetworkOptions(units=4))
    assert model.get_layer("word_vectors").get_weights()[0].shape[0] == extractor.word_count


def test_there_is_one_learner_at_a_time() -> None:
    shape = NetworkShape.of(EXTRACTOR, 2, "lstm", NetworkOptions(units=4))
    first = learner.new_learner(shape, 1, 0.0, 0.1)
    assert learner.new_learner(replace(shape, terms=99), 1, 0.0, 0.1) is first
    assert learner.new_learner(shape, 2, 0.0, 0.1) is not first
    assert learner.new_learner(shape, 1, 0.0, 0.1) is not first
