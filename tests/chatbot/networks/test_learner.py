"""One compiled learner for all networks of a cross-validation, with equal results."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

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


def fit_network(training: Examples, name: str, options: NetworkOptions) -> list[NDArray[Any]]:
    """Return the weights of a network fitted with room for the words of `WHOLE`."""
    buckets = EXTRACTOR.buckets
    extractor = FeatureExtractor.fit(SPLITTER, training.sentences, buckets)
    shape = NetworkShape.of(EXTRACTOR, 2, name, options)
    material = TrainingData(training, NO_EXAMPLES)
    learner = fit(material, extractor, shape, Hyperparameters(epochs=2), 1, lambda _: None)
    weights: list[NDArray[Any]] = learner.model.get_weights()
    return weights


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
    alone = fit_network(FEWER, name, options)
    learner._cached_learner.cache_clear()
    larger = fit_network(WHOLE, name, options)
    after = fit_network(FEWER, name, options)
    assert learner._cached_learner.cache_info().misses == 1
    assert all(map(np.array_equal, alone, after))
    assert not all(map(np.array_equal, larger, after))


def test_there_are_a_teacher_and_a_student_at_a_time() -> None:
    shape = NetworkShape.of(EXTRACTOR, 2, "lstm", NetworkOptions(units=4))
    first, second = (learner.new_learner(shape, seed, 0.0) for seed in (1, 2))
    assert learner.new_learner(shape, 1, 0.0) is first
    assert learner.new_learner(shape, 2, 0.0) is second is not first
    assert learner.new_learner(shape, 3, 0.0) is not second
    assert learner.new_learner(shape, 1, 0.0) is not first
