"""The layers that Keras does not have: a network is made of these and of its own, nothing else."""

from __future__ import annotations

import warnings
from typing import Any

import keras
from keras import layers, ops

_HIDDEN = -1e9
"""What is added to a score at a padded position: nothing is left of it after a softmax or max."""


@keras.saving.register_keras_serializable("recollect")
class OneHot(layers.Layer):  # type: ignore[misc]
    """A row of zeros with a one at the place of each number: (n,) to (n, count).

    Number 0, that of padding, has no one.
    """

    def __init__(self, count: int, **options: Any) -> None:
        super().__init__(**options)
        self.count = count

    def call(self, numbers: Any) -> Any:
        real = ops.cast(ops.not_equal(numbers, 0), "float32")
        return ops.one_hot(numbers, self.count) * real[..., None]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "count": self.count}


@keras.saving.register_keras_serializable("recollect")
class TakeWords(layers.Layer):  # type: ignore[misc]
    """The vectors of messages' words, out of those of the distinct words of a batch.

    Takes the places of the words (batch, time) and the vectors (n, d); returns (batch, time, d).
    Place 0 is padding, which the layers that follow are told by a mask.
    """

    def call(self, sentences: Any, vectors: Any) -> Any:
        return ops.take(vectors, sentences, axis=0)

    def compute_mask(self, sentences: Any, _previous: Any) -> Any:
        """Return True where there is a word, and False where there is padding."""
        return ops.not_equal(sentences, 0)


class _OverTime(layers.Layer):  # type: ignore[misc]
    """What makes one vector of all steps of a message."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, *_steps_and_mask: Any) -> None:
        """Return None: time is gone."""


@keras.saving.register_keras_serializable("recollect")
class BagOfWords(_OverTime):
    """Which of them occur in a message, in whatever order: (batch, time, n) to (batch, n)."""

    def call(self, steps: Any) -> Any:
        # Padding has no ones.
        return ops.max(steps, axis=1)


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
class AttentionPooling(_OverTime):
    """Several weighted means over time, joined with the maximum over time.

    Each head learns which words to look at (structured self-attention, Lin et al. 2017,
    https://arxiv.org/abs/1703.03130). Takes states (batch, time, d) and, where there is padding,
    a mask (batch, time); returns (batch, (heads + 1) * d).
    """

    def __init__(self, heads: int, units: int = 128, **options: Any) -> None:
        super().__init__(**options)
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

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "heads": self.heads, "units": self.units}


@keras.saving.register_keras_serializable("recollect")
class LinearBranch(layers.Layer):  # type: ignore[misc]
    """A linear classifier on TF-IDF terms: terms and weights (batch, n) in, logits out.

    It does not learn with the network: `chatbot.training.linear` solves it.
    """

    def __init__(self, terms: int, outputs: int, **options: Any) -> None:
        super().__init__(trainable=False, **options)
        self.terms, self.outputs = terms, outputs

    def build(self, *_shapes: Any) -> None:
        self.table = self.add_weight(
            shape=(self.terms, self.outputs), initializer="zeros", trainable=False, name="table"
        )
        self.bias = self.add_weight(
            shape=(self.outputs,), initializer="zeros", trainable=False, name="bias"
        )
        self.built = True

    def call(self, terms: Any, weights: Any) -> Any:
        return self.bias + ops.sum(ops.take(self.table, terms, axis=0) * weights[..., None], axis=1)

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "terms": self.terms, "outputs": self.outputs}
        del config["trainable"]
        return config


@keras.saving.register_keras_serializable("recollect")
class LayerMix(layers.Layer):  # type: ignore[misc]
    """A learnt mean of the halves of each vector: (batch, time, 2 * d) to (batch, time, d).

    The halves are the vectors of two layers of an encoder (ELMo does so with all of its layers,
    Peters et al. 2018, https://arxiv.org/abs/1802.05365).
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def build(self, shape: Any) -> None:
        self.half = shape[-1] // 2
        self.bias = self.add_weight(shape=(2,), initializer="zeros", name="bias")
        self.built = True

    def call(self, vectors: Any) -> Any:
        shares = ops.softmax(self.bias)
        return shares[0] * vectors[..., : self.half] + shares[1] * vectors[..., self.half :]


@keras.saving.register_keras_serializable("recollect")
class SentenceVector(_OverTime):
    """The mean over time of both halves, each of length 1: (batch, time, d) to (batch, d)."""

    def build(self, shape: Any) -> None:
        self.width = shape[-1]
        self.built = True

    def call(self, vectors: Any) -> Any:
        # Padding is zero, and the length of a mean does not matter: a sum will do.
        halves = ops.reshape(ops.sum(vectors, axis=1), (-1, 2, self.width // 2))
        return ops.reshape(ops.normalize(halves, axis=-1), (-1, self.width))


@keras.saving.register_keras_serializable("recollect")
class CosineClassifier(layers.Layer):  # type: ignore[misc]
    """Logits by the angle to a learnt vector per output, times a learnt scale.

    So that no output is favoured for the length of its vector (Gidaris & Komodakis 2018,
    https://arxiv.org/abs/1804.09458). Takes (batch, d), returns (batch, outputs).
    """

    FIRST_SCALE = 16.0

    def __init__(self, outputs: int, **options: Any) -> None:
        super().__init__(**options)
        self.outputs = outputs

    def build(self, shape: Any) -> None:
        self.kernel = self.add_weight(shape=(shape[-1], self.outputs), name="kernel")
        first = keras.initializers.Constant(self.FIRST_SCALE)
        self.scale = self.add_weight(shape=(), initializer=first, name="scale_bias")
        self.built = True

    def call(self, values: Any) -> Any:
        unit = ops.normalize(self.kernel, axis=0)
        return self.scale * ops.matmul(ops.normalize(values, axis=-1), unit)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "outputs": self.outputs}
