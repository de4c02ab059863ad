"""Feature extraction: words, stems, hashed character n-grams, and TF-IDF terms of a message.

An unknown or misspelt word still shares most n-grams with similar words of the patterns.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_pieces import PieceReader
from chatbot.features.arrays import (
    FIRST_KNOWN,
    UNKNOWN,
    IntArray,
    MessageBatch,
    MessageFeatures,
    WordFeatures,
)
from chatbot.features.ngrams import hashed_ngrams, ngrams_of
from chatbot.features.tfidf import NO_TERMS, TfidfVectorizer, WeightedTerms
from chatbot.text.function_words import is_function_word
from chatbot.text.spelling import Speller
from chatbot.text.typed import TypedWords
from chatbot.text.words import WordSplitter

_MAX_CACHED_WORDS = 10_000
_MIN_BUCKETS, _MAX_BUCKETS = 512, 8192


class FeatureExtractor:
    """Extractor of features from words, fitted on the patterns and saved as JSON."""

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
        # Without an encoder, the other words of the language are unknown.
        is_function = partial(is_function_word, language=splitter.language)
        is_word = pieces.has_word if pieces else is_function
        mends_slips = pieces is not None and pieces.is_of_words
        self._speller = Speller(words, splitter.stem, is_word, mends_slips=mends_slips)

    @classmethod
    def fit(
        cls,
        splitter: WordSplitter,
        sentences: Sequence[Sequence[str]],
        buckets: int | None = None,
        pieces: PieceReader | None = None,
    ) -> FeatureExtractor:
        """Return an extractor with the words and stems of `sentences` as vocabulary.

        With `pieces`, features hold the vectors of word pieces as well. `buckets` is the number of
        n-gram buckets, by default about the number of distinct n-grams: more buckets only cost.
        """
        words = {word for sentence in sentences for word in sentence}
        if buckets is None:
            ngrams = {crc32(ngram) for word in words for ngram in ngrams_of(word)}
            power_of_two = 2 ** round(np.log2(max(1, len(ngrams))))
            buckets = int(np.clip(power_of_two, _MIN_BUCKETS, _MAX_BUCKETS))
        stems = {splitter.stem(word) for word in words}
        tfidf = TfidfVectorizer.fit(splitter.stem, sentences)
        return cls(splitter, sorted(words), sorted(stems), tfidf, buckets, pieces)

    @property
    def words(self) -> Collection[str]:
        """Words of the patterns."""
        return self._word_ids.keys()

    @property
    def word_count(self) -> int:
        """Rows of a word embedding: vocabulary, padding and unknown."""
        return FIRST_KNOWN + len(self._word_ids)

    @property
    def stem_count(self) -> int:
        """Rows of a stem embedding: known stems, padding and unknown."""
        return FIRST_KNOWN + len(self._stem_ids)

    @property
    def ngram_count(self) -> int:
        """Rows of an n-gram embedding: buckets and padding."""
        return 1 + self.buckets

    def has_word(self, word: str) -> bool:
        """Return True for a word of the patterns."""
        return word in self._word_ids

    def has_stem(self, word: str) -> bool:
        """Return True for a word with the stem of a word of the patterns."""
        return self.splitter.stem(word) in self._stem_ids

    def correct_spelling(self, words: Sequence[str]) -> Sequence[str]:
        """Return `words` with misspelt words corrected by the vocabulary, and the same text."""
        corrected = [self._speller.read(word) for word in words]
        return TypedWords(corrected, words.text) if isinstance(words, TypedWords) else corrected

    def encode(self, words: Sequence[str]) -> MessageFeatures:
        """Return the features of a message, with spelling corrected."""
        words = self.correct_spelling(words)
        pieces = self.pieces.read(words) if self.pieces else None
        features = self.encode_words(words)
        content = self.content_stems(words)
        return MessageFeatures(features, self.tfidf.encode(words), pieces, content)

    def content_stems(self, words: Sequence[str]) -> IntArray:
        """Return the numbers of the stems of `words` that are no function words.

        Numbers, dates and emoji are no content words: "where is my order 4821" is not foreign.
        """
        language = self.splitter.language
        stems = [
            self._row(word)[1]
            for word in words
            if not is_function_word(word, language) and any(map(str.isalpha, word))
        ]
        return np.array(stems, np.int32)

    def count_steps(self, words: Sequence[str]) -> int:
        """Return the number of time steps of a message: pieces, or words for lack of pieces."""
        return len(self.pieces.read(words) if self.pieces else words)

    def encode_words(self, words: Sequence[str]) -> WordFeatures:
        """Return the features of `words`, a row per word; no words count as one unknown word."""
        rows = [self._row(word) for word in words or ("",)]
        return WordFeatures(*(np.array(kind, np.int32) for kind in zip(*rows, strict=True)))

    def encode_batch(
        self,
        messages: Sequence[Sequence[str]],
        *,
        with_terms: bool = True,
        with_words: bool = True,
    ) -> MessageBatch:
        """Return a batch of `messages`, without spelling correction, padded to the longest message.

        Training on misspelt words helps with errors beyond spelling correction. Without
        `with_terms`, the batch has padding in place of TF-IDF terms, the slowest of the features;
        without `with_words`, padding in place of words.
        """
        distinct: dict[str, int] = {}
        rows = [
            [distinct.setdefault(word, len(distinct) + 1) for word in words or ("",)]
            for words in (messages if with_words else [("",)] * len(messages))
        ]
        terms = [self.tfidf.encode(words) if with_terms else NO_TERMS for words in messages]
        pieces = [self.pieces.read(words) for words in messages] if self.pieces else None
        features = MessageFeatures(
            self._encode_after_padding(list(distinct)),
            WeightedTerms(
                _pad([message.terms for message in terms], np.int32),
                _pad([message.weights for message in terms], np.float32),
            ),
            None if pieces is None else _pad(pieces, np.float32),
        )
        return MessageBatch(_pad(rows, np.int32), features)

    def _encode_after_padding(self, words: Sequence[str]) -> WordFeatures:
        """Return the features of `words` after a row of padding."""
        features = self.encode_words(words)
        return WordFeatures(
            np.pad(features.words, (1, 0)),
            np.pad(features.stems, (1, 0)),
            np.pad(features.ngrams, ((1, 0), (0, 0))),
        )

    def to_json(self) -> str:
        """Return the vocabulary and settings as JSON, for `from_json`."""
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
        """Return the extractor of the JSON of `to_json`; `pieces` is not part of the JSON."""
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


def _pad(rows: Sequence[Sequence[int] | NDArray[Any]], dtype: type) -> NDArray[Any]:
    """Return `rows` as one array, with 0 after the shorter rows."""
    width = np.shape(rows[0])[1:]
    padded: NDArray[Any] = np.zeros((len(rows), max(map(len, rows)), *width), dtype)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = row
    return padded
