"""Features of tokens for a tagger: words, stems, n-grams, letter case, vectors of pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.piece_table import PieceTable
from chatbot.features.arrays import FIRST_KNOWN, UNKNOWN, IntArray
from chatbot.features.ngrams import MAX_NGRAMS, hashed_ngrams, ngrams_of
from chatbot.text.tokens import SHAPES, Token
from chatbot.text.words import WordSplitter

_MOST_CACHED, _CACHED_WHILE_ANSWERING = 10_000, 1_000
"""Tokens whose features are kept, each with a kilobyte of vectors."""

_MIN_BUCKETS, _MAX_BUCKETS = 512, 4096


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """Features of `n` tokens: shapes (n,), (n,), (n, MAX_NGRAMS) and (n, width of `vectors`)."""

    words: IntArray
    stems: IntArray
    ngrams: IntArray
    vectors: NDArray[np.float32]

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a graph's inputs."""
        return {
            "words": self.words,
            "stems": self.stems,
            "ngrams": self.ngrams,
            "vectors": self.vectors,
        }


class TokenFeatures:
    """Extractor of the features of tokens, fitted on patterns and saved as JSON.

    The vector of a token has its shape, and with a table of word pieces their mean vector.
    """

    def __init__(
        self,
        splitter: WordSplitter,
        words: Sequence[str],
        stems: Sequence[str],
        buckets: int,
        pieces: PieceTable | None = None,
        cached: int = _MOST_CACHED,
    ) -> None:
        self.splitter = splitter
        self.words, self.stems = tuple(words), tuple(stems)
        self.buckets = buckets
        self.pieces = pieces
        self._word_ids = {word: FIRST_KNOWN + i for i, word in enumerate(words)}
        self._stem_ids = {stem: FIRST_KNOWN + i for i, stem in enumerate(stems)}
        self._row = lru_cache(cached)(self._read)

    @classmethod
    def fit(
        cls,
        splitter: WordSplitter,
        sentences: Sequence[Sequence[Token]],
        pieces: PieceTable | None = None,
    ) -> TokenFeatures:
        """Return an extractor with the words of `sentences` as vocabulary."""
        words = Counter(word for sentence in sentences for word, _ in sentence)
        ngrams = {crc32(ngram) for word in words for ngram in ngrams_of(word)}
        even = 2 ** round(np.log2(max(1, len(ngrams))))
        buckets = int(np.clip(even, _MIN_BUCKETS, _MAX_BUCKETS))
        stems = {splitter.stem(word) for word in words}
        return cls(splitter, sorted(words), sorted(stems), buckets, pieces)

    @property
    def word_count(self) -> int:
        """Rows of a word embedding: vocabulary, padding and unknown."""
        return FIRST_KNOWN + len(self.words)

    @property
    def stem_count(self) -> int:
        """Rows of a stem embedding: known stems, padding and unknown."""
        return FIRST_KNOWN + len(self.stems)

    @property
    def width(self) -> int:
        """Length of the vector of a token."""
        return len(SHAPES) + (self.pieces.width if self.pieces else 0)

    def encode(self, tokens: Sequence[Token]) -> TokenArrays:
        """Return the features of tokens, at least one."""
        rows = [self._row(token) for token in tokens]
        words, stems, ngrams, vectors = zip(*rows, strict=True)
        return TokenArrays(
            np.array(words, np.int32),
            np.array(stems, np.int32),
            np.array(ngrams, np.int32),
            np.array(vectors, np.float32),
        )

    def last(self) -> TokenArrays:
        """Return the features of a token with the last word, stem and n-gram of all."""
        vector = np.zeros((1, self.width), np.float32)
        ngrams = np.full((1, MAX_NGRAMS), self.buckets, np.int32)
        words, stems = ([count - 1] for count in (self.word_count, self.stem_count))
        return TokenArrays(np.array(words, np.int32), np.array(stems, np.int32), ngrams, vector)

    def _read(self, token: Token) -> tuple[int, int, IntArray, NDArray[np.float32]]:
        word, shape = token
        stem = self.splitter.stem(word)
        vector = np.zeros(self.width, np.float32)
        vector[shape] = 1
        if self.pieces:
            vector[len(SHAPES) :] = self.pieces.read((word,)).mean(axis=0)
        return (
            self._word_ids.get(word, UNKNOWN),
            self._stem_ids.get(stem, UNKNOWN),
            hashed_ngrams(word, self.buckets),
            vector,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the vocabulary and settings, for `from_json`."""
        return {
            "language": self.splitter.language,
            "buckets": self.buckets,
            "words": list(self.words),
            "stems": list(self.stems),
            "pieces": self.pieces is not None,
        }

    @classmethod
    def from_json(cls, saved: Mapping[str, Any], pieces: PieceTable | None) -> TokenFeatures:
        """Return the extractor of the values of `to_json`; `pieces` is not part of them."""
        splitter = WordSplitter(saved["language"])
        table = pieces if saved["pieces"] else None
        if saved["pieces"] and pieces is None:
            raise ValueError("The table of word pieces is missing.")
        vocabulary = saved["words"], saved["stems"], saved["buckets"]
        return cls(splitter, *vocabulary, table, _CACHED_WHILE_ANSWERING)
