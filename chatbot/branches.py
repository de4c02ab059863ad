"""Solving the linear branches of a network, from what it will learn."""

from __future__ import annotations

from typing import Any

import numpy as np

from chatbot.augmentation import Augmentation, Misspellings
from chatbot.examples import Examples
from chatbot.features import FeatureExtractor
from chatbot.linear import votes_of_sentences, votes_of_terms
from chatbot.network_options import LINEAR
from chatbot.recipe import Recipe

OF_TERMS, OF_SENTENCE = LINEAR, "sentence_votes"
"""The names of the layers that are solved, in the networks that have them."""


def solve_branches(
    model: Any,
    examples: Examples,
    accidents: Augmentation | Misspellings,
    extractor: FeatureExtractor,
    recipe: Recipe,
) -> None:
    """Give the linear layers of a Keras `model` their weights; they do not learn with the rest."""
    names = {layer.name for layer in model.layers}
    intents = int(model.outputs[0].shape[-1]) - 1
    if OF_TERMS in names:
        votes = votes_of_terms(
            extractor, examples.sentences, examples.labels, intents, recipe.term_votes
        )
        model.get_layer(OF_TERMS).set_weights([votes.kernel, votes.bias])
    if OF_SENTENCE in names:
        assert extractor.pieces, "a network that reads sentences reads pieces"
        told, weights = _with_copies(examples, accidents)
        votes = votes_of_sentences(extractor.pieces, told.sentences, told.labels, weights, intents)
        model.get_layer(OF_SENTENCE).set_weights([votes.kernel, votes.bias])


def _with_copies(
    examples: Examples, accidents: Augmentation | Misspellings
) -> tuple[Examples, Any]:
    """The examples and their misspelt copies, which count as much as one of them together."""
    weights = [np.ones(len(examples))]
    if isinstance(accidents, Misspellings):
        of_each = [accidents.copies[words] for words in examples.sentences]
        sentences = tuple(copy for copies in of_each for copy in copies)
        labels = np.repeat(examples.labels, [len(copies) for copies in of_each])
        weights += [np.full(len(copies), 1 / len(copies)) for copies in of_each if copies]
        examples = examples + Examples(sentences, labels)
    return examples, np.concatenate(weights)
