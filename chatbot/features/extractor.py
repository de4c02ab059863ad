"""From words to what the network sees of them: each by itself, and TF-IDF terms of the whole.

Of a word it sees the identity, the stem and hashed character n-grams: a word that was never seen,
or is misspelt, still shares most of them with the words it resembles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_pieces import PieceReader
from chatbot.features.arrays import IntArray, MessageBatch, MessageFeatures, WordFeatures
from chatbot.features.ngrams import hashed_ngrams, ngrams_of
from chatbot.features.tfidf import NO_TERMS, TfidfVectorizer, WeightedTerms
from chatbot.text.spelling import Speller
from chatbot.text.words import WordSplitter

PADDING, UNKNOWN = 0, 1
FIRST_KNOWN = 2
_MAX_CACHED_WORDS = 10_000
_FEWEST_BUCKETS, _MOST_BUCKETS = 512, 8192


class FeatureExtractor:
    """Turns words into what the network reads. Fitted on the patterns, saved as JSON."""

    def __init__(
        self,
        splitter: WordSplitter,
        words: Sequence[str],
        stems: Sequence[str],
        tfidf: TfidfVectorizer,
        buckets: int,
        pieces: PieceReader | None = None,
    ) -> None:
        self.splitter = splitter
        self.pieces = pieces
        self.tfidf = tfidf
        self.buckets = buckets
        self._word_ids = {word: FIRST_KNOWN + i for i, word in enumerate(words)}
        self._stem_ids = {stem: FIRST_KNOWN + i for i, stem in enumerate(stems)}
        row = partial(_row, splitter, self._word_ids, self._stem_ids, buckets)
        self._row = lru_cache(_MAX_CACHED_WORDS)(row)
        is_word = pieces.has_word if pieces else _is_no_word
        self._speller = Speller(words, splitter.stem, is_word)

    @classmethod
    def fit(
        cls,
        splitter: WordSplitter,
        sentences: Sequence[Sequence[str]],
        buckets: int | None = None,
        pieces: PieceReader | None = None,
    ) -> FeatureExtractor:
        """Return an extractor that knows every word of `sentences` and its stem.

        With `pieces`, what it returns holds the vectors of word pieces as well.

        `buckets` None takes about as many as the words have n-grams: a larger table only costs.
        """
        words = {word for sentence in sentences for word in sentence}
        if buckets is None:
            ngrams = {crc32(ngram) for word in words for ngram in ngrams_of(word)}
            needed = 2 ** round(np.log2(max(1, len(ngrams))))
            buckets = int(np.clip(needed, _FEWEST_BUCKETS, _MOST_BUCKETS))
        stems = {splitter.stem(word) for word in words}
        tfidf = TfidfVectorizer.fit(splitter.stem, sentences)
        return cls(splitter, sorted(words), sorted(stems), tfidf, buckets, pieces)

    @property
    def word_count(self) -> int:
        """Rows of a word embedding: the known words, padding and unknown."""
        return FIRST_KNOWN + len(self._word_ids)

    @property
    def stem_count(self) -> int:
        """Rows of a stem embedding: the known stems, padding and unknown."""
        return FIRST_KNOWN + len(self._stem_ids)

    @property
    def ngram_count(self) -> int:
        """Rows of an n-gram embedding: the buckets and padding."""
        return 1 + self.buckets

    def has_word(self, word: str) -> bool:
        """True when this very word stands in a pattern."""
        return word in self._word_ids

    def has_stem(self, word: str) -> bool:
        """True when a word with the same stem stands in a pattern."""
        return self.splitter.stem(word) in self._stem_ids

    def spelt(self, words: Sequence[str]) -> list[str]:
        """Return `words`, the misspelt ones as those of the patterns that they must be."""
        return [self._speller.read(word) for word in words]

    def encode(self, words: Sequence[str]) -> MessageFeatures:
        """Return the features of the message that consists of `words`, misspelt or not."""
        words = self.spelt(words)
        pieces = self.pieces.read(words) if self.pieces else None
        return MessageFeatures(self.encode_words(words), self.tfidf.encode(words), pieces)

    def steps(self, words: Sequence[str]) -> int:
        """Return how many steps a network makes to read a message: its pieces, or its words."""
        return len(self.pieces.read(words) if self.pieces else words)

    def encode_words(self, words: Sequence[str]) -> WordFeatures:
        """Return the features of `words`, one row a word; no words count as one unknown."""
        rows = [self._row(word) for word in words or ("",)]
        return WordFeatures(*(np.array(kind, np.int32) for kind in zip(*rows, strict=True)))

    def encode_batch(
        self, messages: Sequence[Sequence[str]], *, with_terms: bool = True
    ) -> MessageBatch:
        """Return `messages` as they are spelt, padded to the longest of them.

        A network that learns from misspelt words gets on with what no spelling mends. Most of the
        time goes into the TF-IDF terms: without them, the batch has padding in their place.
        """
        distinct: dict[str, int] = {}
        rows = [
            [distinct.setdefault(word, len(distinct) + 1) for word in words or ("",)]
            for words in messages
        ]
        known = self.encode_words(list(distinct))
        weighted = [self.tfidf.encode(words) if with_terms else NO_TERMS for words in messages]
        pieces = [self.pieces.read(words) for words in messages] if self.pieces else None
        features = MessageFeatures(
            WordFeatures(
                np.pad(known.words, (1, 0)),
                np.pad(known.stems, (1, 0)),
                np.pad(known.ngrams, ((1, 0), (0, 0))),
            ),
            WeightedTerms(
                _padded([each.terms for each in weighted], np.int32),
                _padded([each.weights for each in weighted], np.float32),
            ),
            None if pieces is None else _padded(pieces, np.float32),
        )
        return MessageBatch(_padded(rows, np.int32), features)

    def to_json(self) -> str:
        """Return everything that `from_json` needs to encode words the same way."""
        return json.dumps(
            {
                "language": self.splitter.language,
                "buckets": self.buckets,
                "words": list(self._word_ids),
                "stems": list(self._stem_ids),
                "tfidf": self.tfidf.to_json(),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str, pieces: PieceReader | None = None) -> FeatureExtractor:
        """Return the extractor that `to_json` described; `pieces` is not part of the text."""
        saved = json.loads(text)
        splitter = WordSplitter(saved["language"])
        tfidf = TfidfVectorizer.from_json(splitter.stem, saved["tfidf"])
        return cls(splitter, saved["words"], saved["stems"], tfidf, saved["buckets"], pieces)


def _row(
    splitter: WordSplitter,
    words: Mapping[str, int],
    stems: Mapping[str, int],
    buckets: int,
    word: str,
) -> tuple[int, int, IntArray]:
    stem = splitter.stem(word)
    return words.get(word, UNKNOWN), stems.get(stem, UNKNOWN), hashed_ngrams(word, buckets)


def _is_no_word(_word: str) -> bool:
    """Without an encoder, nobody knows the words of the language."""
    return False


def _padded(rows: Sequence[Sequence[int] | NDArray[Any]], dtype: type) -> NDArray[Any]:
    """Return `rows` as one array, the shorter ones filled up with 0."""
    width = np.shape(rows[0])[1:]
    padded: NDArray[Any] = np.zeros((len(rows), max(map(len, rows)), *width), dtype)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = row
    return padded
