"""What the network sees of a message, or of a batch of them, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.features.tfidf import WeightedTerms

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """The features of `n` words: arrays of shape (n,), (n,) and (n, MAX_NGRAMS)."""

    words: IntArray
    stems: IntArray
    ngrams: IntArray


@dataclass(frozen=True, slots=True)
class MessageFeatures:
    """The features of one message. `pieces` are there for networks that read word pieces."""

    words: WordFeatures
    terms: WeightedTerms
    pieces: FloatArray | None = None

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a graph's inputs; the terms' weights are a row."""
        return {
            "words": self.words.words,
            "stems": self.words.stems,
            "ngrams": self.words.ngrams,
            "terms": self.terms.terms,
            "weights": np.atleast_2d(self.terms.weights),
            **({} if self.pieces is None else {"pieces": self.pieces}),
        }


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """Messages as indexes, shape (batch, time), into the features of their distinct words.

    Most words of a batch occur in several of its messages: looking each up once is what makes
    training on character n-grams affordable. Row 0 of the words is padding. The terms and their
    weights have shape (batch, terms), padded with 0, and the pieces (batch, pieces, PIECE_WIDTH).
    """

    sentences: IntArray
    features: MessageFeatures

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a network's inputs."""
        return {**self.features.arrays(), "sentences": self.sentences}
