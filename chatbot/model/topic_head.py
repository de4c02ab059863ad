"""Linear head that tells messages like the patterns from messages about anything else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_pieces import PIECE_WIDTH

FloatArray = NDArray[np.float32]


class TopicHead:
    """Weights of a sentence vector, shape (PIECE_WIDTH,), and a bias."""

    def __init__(self, weights: FloatArray, bias: float) -> None:
        self._weights = weights
        self._bias = bias

    def margin(self, sentence: FloatArray) -> float:
        """Return the log odds that a message is about an intent, for its sentence vector."""
        return float(self._weights @ sentence) + self._bias

    def to_bytes(self) -> bytes:
        """Return the head as bytes for `from_bytes`."""
        return np.append(self._weights, self._bias).astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> TopicHead:
        """Return the head in the bytes of `to_bytes`."""
        numbers = np.frombuffer(data, "<f4", PIECE_WIDTH + 1)
        return cls(numbers[:-1], float(numbers[-1]))
