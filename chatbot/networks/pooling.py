"""Layers for pooling the steps of a message into a single vector."""

from __future__ import annotations

import warnings
from typing import Any

import keras
from keras import layers, ops

_MASKED = -1e9
"""Addend to scores of padding: the sum vanishes in a softmax or maximum."""


class _Pooling(layers.Layer):  # type: ignore[misc]
    """Base of layers with a single vector for all steps of a message."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, *_steps_and_mask: Any) -> None:
        """Return None, as the result has no time axis."""


@keras.saving.register_keras_serializable("recollect")
class BagOfWords(_Pooling):
    """Bag of words of one-hot vectors: (batch, time, n) to (batch, n)."""

    def call(self, steps: Any) -> Any:
        # Padding is all zeros.
        return ops.max(steps, axis=1)


@keras.saving.register_keras_serializable("recollect")
class AttentionPooling(_Pooling):
    """Weighted means over time, with the weights of several heads, and the maximum over time.

    Structured self-attention (Lin et al. 2017, https://arxiv.org/abs/1703.03130). Takes states
    (batch, time, d) and, with padding, a mask (batch, time); returns (batch, (heads + 1) * d).
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
            penalty = ops.cast(ops.logical_not(mask), "float32")[..., None] * _MASKED
            scores, states = scores + penalty, states + penalty
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
class SentenceVector(_Pooling):
    """Mean over time of both halves, scaled to length 1: (batch, time, d) to (batch, d)."""

    def build(self, shape: Any) -> None:
        self.width = shape[-1]
        self.built = True

    def call(self, vectors: Any) -> Any:
        # Padding is zero, and normalising makes a sum equal to a mean.
        halves = ops.reshape(ops.sum(vectors, axis=1), (-1, 2, self.width // 2))
        return ops.reshape(ops.normalize(halves, axis=-1), (-1, self.width))
