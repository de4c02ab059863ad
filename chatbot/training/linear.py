"""The linear branches of a network, which need no epochs: they are solved before it learns.

Only for training: scikit-learn is not needed to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from chatbot.dataset.examples import Examples
from chatbot.encoder.word_pieces import PieceReader, sentence_vector
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import LINEAR
from chatbot.training.hyperparameters import Hyperparameters

_SVM_COST, _REGRESSION_COST = 2.0, 60.0

_MOST_ITERATIONS = 1000

FloatArray = NDArray[np.float32]

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """A linear classifier: `kernel` (inputs, outputs) and `bias` (outputs,).

    The last output, that of a message out of scope, gets no votes.
    """

    kernel: FloatArray
    bias: FloatArray

    @classmethod
    def of(cls, model: LinearSVC | LogisticRegression, intents: int, factor: float) -> LinearHead:
        """Return the votes of a fitted model, times `factor`."""
        kernel, bias = model.coef_.T, model.intercept_
        if kernel.shape[1] == 1:  # two intents are one question to scikit-learn
            kernel, bias = np.hstack([-kernel, kernel]) / 2, np.r_[-bias, bias] / 2
        votes = np.zeros((len(kernel), intents + 1), np.float32)
        votes[:, model.classes_] = factor * kernel
        biases = np.zeros(intents + 1, np.float32)
        biases[model.classes_] = factor * bias
        return cls(votes, biases)


def votes_of_terms(
    extractor: FeatureExtractor,
    sentences: Sequence[Sequence[str]],
    labels: IntArray,
    intents: int,
    factor: float,
) -> LinearHead:
    """Return a linear support vector machine on TF-IDF terms (Fan et al. 2008, LIBLINEAR)."""
    encoded = [extractor.tfidf.encode(words) for words in sentences]
    ends = np.cumsum([0, *(len(each.terms) for each in encoded)])
    terms = np.concatenate([each.terms for each in encoded])
    weights = np.concatenate([each.weights for each in encoded])
    shape = (len(encoded), extractor.tfidf.term_count)
    model = LinearSVC(C=_SVM_COST, random_state=0)
    return LinearHead.of(
        model.fit(csr_matrix((weights, terms, ends), shape), labels), intents, factor
    )


def votes_of_sentences(
    reader: PieceReader,
    sentences: Sequence[Sequence[str]],
    labels: IntArray,
    intents: int,
    factor: float,
) -> LinearHead:
    """Return a logistic regression on sentence vectors, times `factor`."""
    vectors = np.array([sentence_vector(reader.read(words)) for words in sentences]) / np.sqrt(2)
    model = LogisticRegression(C=_REGRESSION_COST, max_iter=_MOST_ITERATIONS)
    votes = LinearHead.of(model.fit(vectors, labels), intents, factor)
    return LinearHead(votes.kernel / np.float32(np.sqrt(2)), votes.bias)


OF_TERMS, OF_SENTENCE = LINEAR, "sentence_votes"
"""The names of the layers that are solved, in the networks that have them."""


def solve_branches(
    model: Any, examples: Examples, extractor: FeatureExtractor, recipe: Hyperparameters
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
