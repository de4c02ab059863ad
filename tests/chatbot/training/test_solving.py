"""The linear branches are solved before the network learns, and stay as they are."""

import numpy as np
import pytest

from chatbot.dataset.examples import NO_EXAMPLES
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import NetworkOptions
from chatbot.networks.builders import build
from chatbot.networks.shape import NetworkShape
from chatbot.training.fitting import TrainingData, fit
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.linear import OF_SENTENCE, OF_TERMS, solve_branches
from tests.chatbot.training.test_fitting import EXTRACTOR, SHAPE, SPLITTER, TEXTS, examples


def test_a_network_learns_around_its_solved_branch() -> None:
    lesson = examples(TEXTS)
    solved = build(SHAPE)
    recipe = Hyperparameters(epochs=2)
    solve_branches(solved, lesson, EXTRACTOR, recipe)
    taught = fit(TrainingData(lesson, NO_EXAMPLES), EXTRACTOR, SHAPE, recipe, 1, lambda _: None)
    for one, other in zip(
        solved.get_layer(OF_TERMS).get_weights(),
        taught.get_layer(OF_TERMS).get_weights(),
        strict=True,
    ):
        assert one.any()
        assert np.array_equal(one, other)
    assert not any(OF_TERMS in each.path for each in taught.trainable_variables)


def test_a_network_without_linear_branches_is_left_alone() -> None:
    model = build(NetworkShape.of(EXTRACTOR, 2, "lstm", NetworkOptions(units=4)))
    before = model.get_weights()
    recipe = Hyperparameters(epochs=2)
    solve_branches(model, examples(TEXTS), EXTRACTOR, recipe)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_the_sentence_votes_as_much_as_the_recipe_says(encoder: SentenceEncoder) -> None:
    lesson = examples(TEXTS)
    pieces = CachedPieceReader(encoder)
    extractor = FeatureExtractor.fit(SPLITTER, lesson.sentences, pieces=pieces)
    kernels = []
    for factor in (1.0, 2.0):
        model = build(NetworkShape.of(extractor, 2, "pretrained", NetworkOptions(units=4)))
        solve_branches(model, lesson, extractor, Hyperparameters(sentence_votes=factor))
        kernel, bias = model.get_layer(OF_SENTENCE).get_weights()
        assert (kernel.shape, bias.shape) == ((768, 3), (3,))
        assert not kernel[:, -1].any()
        kernels.append(kernel)
    assert kernels[1] == pytest.approx(2 * kernels[0])
    assert kernels[0].any()


@pytest.mark.parametrize("name", ["wide_deep", "pretrained"])
def test_what_is_solved_does_not_learn(name: str) -> None:
    model = build(NetworkShape.of(EXTRACTOR, 2, name, NetworkOptions(units=4)))
    solved = {layer.name for layer in model.layers if layer.weights and not layer.trainable}
    assert solved == {OF_TERMS, OF_SENTENCE} & {layer.name for layer in model.layers}
    assert OF_TERMS in solved
