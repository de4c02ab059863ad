"""Linear heads of a network: fitted by scikit-learn before the rest learns, without epochs."""

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
from chatbot.model.topic_head import TopicHead
from chatbot.training.hyperparameters import Hyperparameters

TERM_HEAD, SENTENCE_HEAD = LINEAR, "sentence_votes"
"""Names of the layers with the linear heads, in networks with such heads."""

_SVM_COST, _REGRESSION_COST, _TOPIC_COST = 2.0, 60.0, 30.0

_TOPIC_TOLERANCE = 1e-3
_MOST_ITERATIONS = 1000

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Linear classifier: `kernel` of shape (inputs, outputs) and `bias` of shape (outputs,).

    The last output, for a message out of scope, is always 0.
    """

    kernel: FloatArray
    bias: FloatArray

    @classmethod
    def of(cls, model: LinearSVC | LogisticRegression, intents: int, scale: float) -> LinearHead:
        """Return the head of a fitted model, with logits multiplied by `scale`."""
        kernel, bias = model.coef_.T, model.intercept_
        if kernel.shape[1] == 1:  # scikit-learn has a single output for two classes
            kernel, bias = np.hstack([-kernel, kernel]) / 2, np.r_[-bias, bias] / 2
        kernels = np.zeros((len(kernel), intents + 1), np.float32)
        kernels[:, model.classes_] = scale * kernel
        biases = np.zeros(intents + 1, np.float32)
        biases[model.classes_] = scale * bias
        return cls(kernels, biases)


def fit_term_head(
    extractor: FeatureExtractor, examples: Examples, intents: int, scale: float
) -> LinearHead:
    """Fit a linear support vector machine to TF-IDF terms (Fan et al. 2008, LIBLINEAR)."""
    rows = [extractor.tfidf.encode(words) for words in examples.sentences]
    ends = np.cumsum([0, *(len(row.terms) for row in rows)])
    terms = np.concatenate([row.terms for row in rows])
    weights = np.concatenate([row.weights for row in rows])
    matrix = csr_matrix((weights, terms, ends), (len(rows), extractor.tfidf.term_count))
    model = LinearSVC(C=_SVM_COST, random_state=0).fit(matrix, examples.labels)
    return LinearHead.of(model, intents, scale)


def fit_sentence_head(
    reader: PieceReader, examples: Examples, intents: int, scale: float
) -> LinearHead:
    """Fit a logistic regression to sentence vectors."""
    read = (sentence_vector(reader.read(words)) for words in examples.sentences)
    vectors = np.array(list(read)) / np.sqrt(2)
    model = LogisticRegression(C=_REGRESSION_COST, max_iter=_MOST_ITERATIONS)
    head = LinearHead.of(model.fit(vectors, examples.labels), intents, scale)
    return LinearHead(head.kernel / np.float32(np.sqrt(2)), head.bias)


def fit_topic_head(
    reader: PieceReader, sentences: Sequence[Sequence[str]], off_topic: Sequence[Sequence[str]]
) -> TopicHead:
    """Fit a logistic regression that tells sentence vectors of patterns from those off topic."""
    read = (sentence_vector(reader.read(words)) for words in (*sentences, *off_topic))
    labels = np.repeat([1, 0], [len(sentences), len(off_topic)])
    model = LogisticRegression(
        C=_TOPIC_COST, tol=_TOPIC_TOLERANCE, max_iter=_MOST_ITERATIONS, class_weight="balanced"
    ).fit(np.array(list(read)), labels)
    return TopicHead(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def fit_linear_heads(
    model: Any, examples: Examples, extractor: FeatureExtractor, hyperparameters: Hyperparameters
) -> None:
    """Fit the linear heads of a Keras `model`; training the rest leaves the heads unchanged.

    `model` may have room for more terms than known to `extractor`.
    """
    names = {layer.name for layer in model.layers}
    intents = int(model.outputs[0].shape[-1]) - 1
    if TERM_HEAD in names:
        head = fit_term_head(extractor, examples, intents, hyperparameters.term_scale)
        layer = model.get_layer(TERM_HEAD)
        unknown = layer.terms - len(head.kernel)
        layer.set_weights([np.pad(head.kernel, ((0, unknown), (0, 0))), head.bias])
    if SENTENCE_HEAD in names:
        reader, scale = extractor.pieces, hyperparameters.sentence_scale
        assert reader, "a network that reads sentences reads pieces"
        head = fit_sentence_head(reader, examples, intents, scale)
        model.get_layer(SENTENCE_HEAD).set_weights([head.kernel, head.bias])
