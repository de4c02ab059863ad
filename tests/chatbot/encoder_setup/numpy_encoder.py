"""Forward pass of the sentence encoder for a single message, in plain NumPy.

The weights have the layout of PyTorch, and no code is in common with the tested graph.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
WORDS = "embeddings.word_embeddings.weight"


class NumpyEncoder:
    """Encoder in NumPy; `rounded` quantizes each word vector to steps of 1/127 of its maximum."""

    def __init__(self, weights: Mapping[str, Array], rounded: bool, layers: int = 6) -> None:
        self._layers = layers
        self._weights = {name: array.astype(np.float64) for name, array in weights.items()}
        if rounded:
            rows = self._weights[WORDS]
            steps = np.abs(rows).max(axis=1)[:, None] / 127
            steps[steps == 0] = 1
            self._weights[WORDS] = np.rint(rows / steps) * steps

    def layers(self, ids: Sequence[int]) -> list[Array]:
        """Return the input of layer 1 and the outputs of all layers: shape (pieces, 384)."""
        state = self._weights[WORDS][list(ids)]
        state += self._weights["embeddings.position_embeddings.weight"][: len(ids)]
        state += self._weights["embeddings.token_type_embeddings.weight"][0]
        states = [self._normalised("embeddings.LayerNorm", state)]
        for number in range(self._layers):
            states.append(self._layer(f"encoder.layer.{number}", states[-1]))
        return states

    def _layer(self, name: str, state: Array) -> Array:
        mixed = self._linear(f"{name}.attention.output.dense", self._attention(name, state))
        state = self._normalised(f"{name}.attention.output.LayerNorm", mixed + state)
        wide = self._linear(f"{name}.intermediate.dense", state)
        gelu = 0.5 * wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
        return self._normalised(
            f"{name}.output.LayerNorm", self._linear(f"{name}.output.dense", gelu) + state
        )

    def _attention(self, name: str, state: Array) -> Array:
        query, key, value = (
            self._linear(f"{name}.attention.self.{part}", state)
            for part in ("query", "key", "value")
        )
        heads = []
        for start in range(0, 384, 32):
            columns = slice(start, start + 32)
            scores = query[:, columns] @ key[:, columns].T / math.sqrt(32)
            powers = np.exp(scores - scores.max(axis=1, keepdims=True))
            heads.append(powers / powers.sum(axis=1, keepdims=True) @ value[:, columns])
        return np.hstack(heads)

    def _linear(self, name: str, state: Array) -> Array:
        product: Array = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product

    def _normalised(self, name: str, state: Array) -> Array:
        centred = state - state.mean(axis=1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        scaled: Array = centred / deviation * self._weights[f"{name}.weight"]
        return scaled + self._weights[f"{name}.bias"]
