"""Solving the linear branches of a network, from what it will learn."""

from __future__ import annotations

from typing import Any

from chatbot.examples import Examples
from chatbot.features import FeatureExtractor
from chatbot.linear import votes_of_sentences, votes_of_terms
from chatbot.network_options import LINEAR
from chatbot.recipe import Recipe

OF_TERMS, OF_SENTENCE = LINEAR, "sentence_votes"
"""The names of the layers that are solved, in the networks that have them."""


def solve_branches(
    model: Any, examples: Examples, extractor: FeatureExtractor, recipe: Recipe
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
        votes = votes_of_sentences(
            extractor.pieces, examples.sentences, examples.labels, intents, recipe.sentence_votes
        )
        model.get_layer(OF_SENTENCE).set_weights([votes.kernel, votes.bias])
