"""The Keras network, as one readable block and the layers that Keras does not have."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers, ops

from chatbot.features import MAX_NGRAMS, FeatureExtractor

_HIDDEN = -1e9
"""What is added to a score at a padded position: nothing is left of it after a softmax or max."""


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """The sizes of a network: rows of its four tables, its intents and its width.

    The network has one output more than there are intents: that of a message out of scope.
    """

    words: int
    stems: int
    ngrams: int
    terms: int
    intents: int
    embedding: int = 96
    units: int = 96
    heads: int = 4
    spatial_dropout: float = 0.5
    dropout: float = 0.5

    @classmethod
    def of(cls, extractor: FeatureExtractor, intents: int) -> NetworkShape:
        """Return the shape of a network that reads what `extractor` makes of messages."""
        return cls(
            extractor.word_count,
            extractor.stem_count,
            extractor.ngram_count,
            extractor.tfidf.term_count,
            intents,
        )


@keras.saving.register_keras_serializable("recollect")
class WordVectors(layers.Layer):  # type: ignore[misc]
    """The vector of a word: its own, plus its stem's, plus those of its n-grams.

    Takes words (n,), stems (n,) and hashed n-grams (n, MAX_NGRAMS); returns (n, dimension). The
    n-gram vectors are summed and divided by the root of their number, so that a long word's
    vector is no longer than a short one's (fastText: https://arxiv.org/abs/1607.04606).
    """

    def __init__(self, words: int, stems: int, ngrams: int, dimension: int, **options: Any) -> None:
        super().__init__(**options)
        self.rows = (words, stems, ngrams)
        self.dimension = dimension
        spread = keras.initializers.RandomUniform(-0.08, 0.08)
        self.words, self.stems, self.ngrams = (
            layers.Embedding(rows, dimension, embeddings_initializer=spread.clone(), name=name)
            for rows, name in zip(self.rows, ("words", "stems", "ngrams"), strict=True)
        )

    def build(self, *_shapes: Any) -> None:
        for embedding in (self.words, self.stems, self.ngrams):
            embedding.build()
        self.built = True

    def call(self, words: Any, stems: Any, ngrams: Any) -> Any:
        present = ops.cast(ops.not_equal(ngrams, 0), "float32")
        count = ops.maximum(ops.sum(present, axis=-1, keepdims=True), 1.0)
        subword = ops.sum(self.ngrams(ngrams) * present[..., None], axis=-2) / ops.sqrt(count)
        return self.words(words) + self.stems(stems) + subword

    def get_config(self) -> dict[str, Any]:
        words, stems, ngrams = self.rows
        sizes = {"words": words, "stems": stems, "ngrams": ngrams, "dimension": self.dimension}
        return {**super().get_config(), **sizes}


@keras.saving.register_keras_serializable("recollect")
class AttentionPooling(layers.Layer):  # type: ignore[misc]
    """Several weighted means over time, joined with the maximum over time.

    Each head learns which words to look at (structured self-attention, Lin et al. 2017,
    https://arxiv.org/abs/1703.03130). Takes states (batch, time, d) and, where there is padding,
    a mask (batch, time); returns (batch, (heads + 1) * d).
    """

    def __init__(self, heads: int, units: int = 128, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True
        self.heads, self.units = heads, units
        self.projection = layers.Dense(units, activation="tanh", name="projection")
        self.scores = layers.Dense(heads, name="scores")

    def build(self, states_shape: Any) -> None:
        self.projection.build(states_shape)
        self.scores.build((*states_shape[:-1], self.units))
        self.width = (self.heads + 1) * states_shape[-1]
        self.built = True

    def call(self, states: Any, mask: Any = None) -> Any:
        scores = self.scores(self.projection(states))
        if mask is not None:
            hidden = ops.cast(ops.logical_not(mask), "float32")[..., None] * _HIDDEN
            scores, states = scores + hidden, states + hidden
        with warnings.catch_warnings():
            # All attention is on the one word of a message: Keras suspects a mistake.
            warnings.filterwarnings("ignore", "You are using a softmax over axis", UserWarning)
            weights = ops.softmax(scores, axis=1)
        means = ops.matmul(ops.transpose(weights, (0, 2, 1)), states)
        pooled = ops.concatenate([means, ops.max(states, axis=1, keepdims=True)], axis=1)
        return ops.reshape(pooled, (-1, self.width))

    def compute_mask(self, *_states_and_mask: Any) -> None:
        """Return None: time is gone."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "heads": self.heads, "units": self.units}


@keras.saving.register_keras_serializable("recollect")
class LinearBranch(layers.Layer):  # type: ignore[misc]
    """A linear classifier on TF-IDF terms: terms and weights (batch, n) in, logits out.

    It starts from zero; the factor lets it learn as fast as the layers beside it.
    """

    FACTOR = 8.0

    def __init__(self, terms: int, outputs: int, **options: Any) -> None:
        super().__init__(**options)
        self.terms, self.outputs = terms, outputs
        self.table = layers.Embedding(terms, outputs, embeddings_initializer="zeros")

    def build(self, *_shapes: Any) -> None:
        self.table.build()
        self.built = True

    def call(self, terms: Any, weights: Any) -> Any:
        return self.FACTOR * ops.sum(self.table(terms) * weights[..., None], axis=1)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "terms": self.terms, "outputs": self.outputs}


def wide_deep(shape: NetworkShape) -> keras.Model:
    """Return the network that is trained.

    Takes the arrays of a `MessageBatch`; returns three logits, each (batch, intents + 1): those
    to answer with, and those of its two branches, which learn from losses of their own as well
    (Cheng et al. 2016, https://arxiv.org/abs/1606.07792). The deep branch is: word vectors →
    bidirectional LSTM → attention pooling joined with max pooling → logits.
    """
    words = keras.Input((), dtype="int32", name="words")
    stems = keras.Input((), dtype="int32", name="stems")
    ngrams = keras.Input((MAX_NGRAMS,), dtype="int32", name="ngrams")
    sentences = keras.Input((None,), dtype="int32", name="sentences")
    terms = keras.Input((None,), dtype="int32", name="terms")
    weights = keras.Input((None,), dtype="float32", name="weights")

    vectors = WordVectors(
        shape.words, shape.stems, shape.ngrams, shape.embedding, name="word_vectors"
    )(words, stems, ngrams)
    steps = ops.take(vectors, sentences, axis=0)
    steps = layers.SpatialDropout1D(shape.spatial_dropout)(steps)
    lstm = layers.LSTM(shape.units, return_sequences=True, name="lstm")
    states = layers.Bidirectional(lstm, name="bilstm")(steps, mask=ops.not_equal(sentences, 0))
    pooled = AttentionPooling(shape.heads, name="pooling")(states)
    deep = layers.Dense(shape.intents + 1, name="logits")(layers.Dropout(shape.dropout)(pooled))
    linear = LinearBranch(shape.terms, shape.intents + 1, name="linear")(terms, weights)
    joint = layers.Add(name="joint")([deep, linear])

    inputs = [words, stems, ngrams, sentences, terms, weights]
    return keras.Model(inputs, [joint, deep, linear], name="wide_deep")
