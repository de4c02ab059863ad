"""Features of a message, or of a batch of messages, as arrays for a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.features.tfidf import WeightedTerms

PADDING, UNKNOWN = 0, 1
FIRST_KNOWN = 2
"""Numbers of padding, of an unknown word or stem, and of the first word or stem of the patterns."""

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """Features of `n` words: arrays of shape (n,), (n,) and (n, MAX_NGRAMS)."""

    words: IntArray
    stems: IntArray
    ngrams: IntArray


@dataclass(frozen=True, slots=True)
class MessageFeatures:
    """Features of one message. `pieces` is None for networks without word pieces.

    `content` are the stems of the words other than function words; None in a batch.
    """

    words: WordFeatures
    terms: WeightedTerms
    pieces: FloatArray | None = None
    content: IntArray | None = None

    @property
    def in_vocabulary(self) -> bool:
        """True if a pattern has a word of the message, the stem of a word, or three letters of it.

        The terms are the most frequent of the patterns: a rare word, such as "thx", is none.
        """
        return self.terms.informative or bool((self.words.stems >= FIRST_KNOWN).any())

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a graph's inputs, with the weights as a row."""
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
    """Messages as indexes, shape (batch, time), into the features of the distinct words.

    Most words of a batch occur in several messages: a single lookup per distinct word makes
    training on character n-grams affordable. Row 0 of the words is padding. Terms and weights have
    shape (batch, terms), padded with 0, and pieces (batch, pieces, PIECE_WIDTH).
    """

    sentences: IntArray
    features: MessageFeatures

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a network's inputs."""
        return {**self.features.arrays(), "sentences": self.sentences}
