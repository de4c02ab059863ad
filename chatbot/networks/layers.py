"""Layers of words and of logits beyond the layers of Keras."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("recollect")
class OneHot(layers.Layer):  # type: ignore[misc]
    """One-hot encoding of numbers, with zeros for padding, number 0: (n,) to (n, count)."""

    def __init__(self, count: int, **options: Any) -> None:
        super().__init__(**options)
        self.count = count

    def call(self, numbers: Any) -> Any:
        mask = ops.cast(ops.not_equal(numbers, 0), "float32")
        return ops.one_hot(numbers, self.count) * mask[..., None]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "count": self.count}


@keras.saving.register_keras_serializable("recollect")
class TakeWords(layers.Layer):  # type: ignore[misc]
    """Lookup of the vectors of messages among the vectors of the distinct words of a batch.

    Takes indexes (batch, time) and vectors (n, d); returns (batch, time, d). Index 0 is padding,
    hidden from further layers by a mask.
    """

    def call(self, sentences: Any, vectors: Any) -> Any:
        return ops.take(vectors, sentences, axis=0)

    def compute_mask(self, sentences: Any, _previous: Any) -> Any:
        """Return True for words and False for padding."""
        return ops.not_equal(sentences, 0)


@keras.saving.register_keras_serializable("recollect")
class WordVectors(layers.Layer):  # type: ignore[misc]
    """Word embedding: sum of the vectors of a word, of the stem, and of the character n-grams.

    Takes words (n,), stems (n,) and hashed n-grams (n, MAX_NGRAMS); returns (n, dimension). The sum
    of n-gram vectors is divided by the root of the number, so long and short words have
    vectors of similar length (fastText: https://arxiv.org/abs/1607.04606).
    """

    def __init__(self, words: int, stems: int, ngrams: int, dimension: int, **options: Any) -> None:
        super().__init__(**options)
        self.rows = (words, stems, ngrams)
        self.dimension = dimension
        initializer = keras.initializers.RandomUniform(-0.08, 0.08)
        self.words, self.stems, self.ngrams = (
            layers.Embedding(rows, dimension, embeddings_initializer=initializer.clone(), name=name)
            for rows, name in zip(self.rows, ("words", "stems", "ngrams"), strict=True)
        )

    def build(self, *_shapes: Any) -> None:
        for embedding in (self.words, self.stems, self.ngrams):
            embedding.build()
        self.built = True

    def call(self, words: Any, stems: Any, ngrams: Any) -> Any:
        mask = ops.cast(ops.not_equal(ngrams, 0), "float32")
        count = ops.maximum(ops.sum(mask, axis=-1, keepdims=True), 1.0)
        subword = ops.sum(self.ngrams(ngrams) * mask[..., None], axis=-2) / ops.sqrt(count)
        return self.words(words) + self.stems(stems) + subword

    def get_config(self) -> dict[str, Any]:
        words, stems, ngrams = self.rows
        sizes = {"words": words, "stems": stems, "ngrams": ngrams, "dimension": self.dimension}
        return {**super().get_config(), **sizes}


@keras.saving.register_keras_serializable("recollect")
class LinearBranch(layers.Layer):  # type: ignore[misc]
    """Linear classifier on TF-IDF terms: terms and weights (batch, n) to logits (batch, outputs).

    Solved by `chatbot.training.linear`, and not trained with the network.
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
    """Trainable mean of the halves of each vector: (batch, time, 2 * d) to (batch, time, d).

    The halves are the vectors of two layers of an encoder (ELMo mixes all layers: Peters et al.
    2018, https://arxiv.org/abs/1802.05365).
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
class CosineClassifier(layers.Layer):  # type: ignore[misc]
    """Logits by the cosine with a trainable vector per output, times a trainable scale.

    The cosine favours no output for the length of a vector (Gidaris & Komodakis 2018,
    https://arxiv.org/abs/1804.09458). Takes (batch, d), returns (batch, outputs).
    """

    FIRST_SCALE = 16.0

    def __init__(self, outputs: int, **options: Any) -> None:
        super().__init__(**options)
        self.outputs = outputs

    def build(self, shape: Any) -> None:
        self.kernel = self.add_weight(shape=(shape[-1], self.outputs), name="kernel")
        initializer = keras.initializers.Constant(self.FIRST_SCALE)
        self.scale = self.add_weight(shape=(), initializer=initializer, name="scale_bias")
        self.built = True

    def call(self, values: Any) -> Any:
        unit = ops.normalize(self.kernel, axis=0)
        return self.scale * ops.matmul(ops.normalize(values, axis=-1), unit)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "outputs": self.outputs}
