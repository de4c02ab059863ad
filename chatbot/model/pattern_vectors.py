"""Sentence vectors of the patterns, to compare messages with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.files import DIMENSION
from chatbot.encoder.word_pieces import PieceReader, sentence_vector

NEAREST = 10
_MOST_PATTERNS = 4000


class PatternVectors:
    """Matrix of sentence vectors, shape (patterns, DIMENSION), as exact as half precision."""

    def __init__(self, vectors: NDArray[np.float16]) -> None:
        self._vectors = vectors.astype(np.float32)

    @classmethod
    def of(cls, reader: PieceReader, sentences: Sequence[Sequence[str]]) -> PatternVectors:
        """Compute the vectors of `sentences`; of very many, the vectors of an even sample."""
        rows = np.unique(np.linspace(0, len(sentences) - 1, _MOST_PATTERNS).astype(int))
        vectors = [sentence_vector(reader.read(sentences[row]))[DIMENSION:] for row in rows]
        return cls(np.array(vectors, np.float16))

    def nearness(self, sentence: NDArray[np.float32]) -> float:
        """Return the mean cosine similarity, -1 to 1, of a sentence vector to the ten nearest."""
        similarities = self._vectors @ sentence[DIMENSION:]
        count = min(NEAREST, len(similarities))
        return float(np.partition(similarities, -count)[-count:].mean())

    def to_bytes(self) -> bytes:
        """Return the vectors as bytes for `from_bytes`."""
        return self._vectors.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> PatternVectors:
        """Return the vectors in the bytes of `to_bytes`."""
        return cls(np.frombuffer(data, "<f2").reshape(-1, DIMENSION))
