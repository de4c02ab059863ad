"""TF-IDF of stems, pairs of stems and parts of words, for the linear branch of a network.

The weights equal scikit-learn's with `sublinear_tf`, computed for a single message in well under a
millisecond, without scikit-learn in the server.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

MAX_TERMS_PER_BLOCK = 8192
PADDING = 0
_PART_SIZES = (2, 3, 4, 5)
_MAX_UNINFORMATIVE_LETTERS = 2
"""Length of parts of words so short as to occur in any message, also in random letters."""

_SYLLABLES = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
"""Kana and Hangul: a syllable stands for two letters or so."""

_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Chinese characters: each is a word or most of one."""

_MAX_DISTANCE = 4
"""Largest distance of the two stems of a pair, in words."""

_MAX_CACHED_WORDS = 10_000

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """Known terms of a message and the weights, both of shape (terms,).

    `informative` is False for a message with parts of words of one or two letters only.
    """

    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    informative: bool = True


NO_TERMS = WeightedTerms(np.array([PADDING], np.int32), np.zeros(1, np.float32), informative=False)
"""A single padding of weight 0."""


@dataclass(frozen=True, slots=True)
class Term:
    """Term as written by people, with … for the rest of a word around a part."""

    text: str
    is_part: bool


class TfidfVectorizer:
    """Vectorizer of words into `WeightedTerms`, fitted on the patterns and saved as JSON.

    A message has three blocks of terms with vectors of equal length: stems and bigrams of stems,
    parts of words, and unordered pairs of stems. The vector of the whole message has length 1.
    """

    def __init__(self, stem: Stem, terms: Sequence[str], idf: Sequence[float]) -> None:
        self._stem = stem
        self._numbers = {term: 1 + i for i, term in enumerate(terms)}
        self._idf = np.array([0, *idf], np.float64)
        self._informative = np.array([False, *map(_is_informative, terms)])
        self._parts_of = lru_cache(_MAX_CACHED_WORDS)(self._known_parts)

    @classmethod
    def fit(
        cls, stem: Stem, sentences: Iterable[Sequence[str]], max_terms: int = MAX_TERMS_PER_BLOCK
    ) -> TfidfVectorizer:
        """Return a vectorizer with the `max_terms` most frequent terms of each block."""
        counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        messages = 0
        for words in sentences:
            messages += 1
            stems = [stem(word) for word in words]
            parts = (part for word in words for part in _parts(word))
            for counter, terms in zip(
                counts, (_stems_and_bigrams(stems), parts, _pairs(stems)), strict=True
            ):
                counter.update(set(terms))
        vocabulary = dict(item for counter in counts for item in _most_frequent(counter, max_terms))
        idf = [1 + log((1 + messages) / (1 + count)) for count in vocabulary.values()]
        return cls(stem, list(vocabulary), idf)

    @property
    def term_count(self) -> int:
        """Rows of a table of terms: known terms and padding."""
        return len(self._idf)

    def encode(self, words: Sequence[str]) -> WeightedTerms:
        """Return the terms of a message; NO_TERMS for a message without known terms."""
        stems = [self._stem(word) for word in words]
        parts = [self._parts_of(word) for word in words] or [NO_TERMS.terms[:0]]
        blocks = [
            self._block(self._known(_stems_and_bigrams(stems))),
            self._block(np.concatenate(parts)),
            self._block(self._known(_pairs(stems))),
        ]
        blocks = [block for block in blocks if len(block.terms)]
        if not blocks:
            return NO_TERMS
        weights = np.concatenate([block.weights for block in blocks])
        terms = np.concatenate([block.terms for block in blocks])
        informative = bool(self._informative[terms].any())
        return WeightedTerms(terms, (weights / sqrt(len(blocks))).astype(np.float32), informative)

    def readable_terms(self, numbers: Iterable[int]) -> tuple[Term, ...]:
        """Return terms by number, without the number of padding."""
        terms = list(self._numbers)
        return tuple(_readable(terms[number - 1]) for number in numbers)

    def word_weights(self, words: Sequence[str]) -> tuple[float, ...]:
        """Return the weight of the stem of each word of a message, 0 for an unknown stem."""
        weighted = self.encode(words)
        weights = dict(zip(weighted.terms.tolist(), weighted.weights.tolist(), strict=True))
        stems = map(self._stem, words)
        return tuple(weights.get(self._numbers.get(stem, PADDING), 0.0) for stem in stems)

    def has_part(self, word: str) -> bool:
        """Return True for a word with a part of a word of the patterns."""
        return len(self._known_parts(word)) > 0

    def to_json(self) -> str:
        """Return terms and inverse document frequencies as JSON, for `from_json`."""
        return json.dumps(
            {"terms": list(self._numbers), "idf": self._idf[1:].tolist()}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, stem: Stem, text: str) -> TfidfVectorizer:
        """Return the vectorizer of the JSON of `to_json`."""
        saved = json.loads(text)
        return cls(stem, saved["terms"], saved["idf"])

    def _block(self, numbers: NDArray[np.int32]) -> WeightedTerms:
        terms, counts = np.unique(numbers, return_counts=True)
        weights = (1 + np.log(counts)) * self._idf[terms]
        return WeightedTerms(terms, (weights / (np.linalg.norm(weights) or 1)).astype(np.float32))

    def _known_parts(self, word: str) -> NDArray[np.int32]:
        return self._known(_parts(word))

    def _known(self, terms: Iterable[str]) -> NDArray[np.int32]:
        """Return the numbers of the known terms."""
        return np.array([number for term in terms if (number := self._numbers.get(term))], np.int32)


def _most_frequent(counts: Counter[str], max_terms: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:max_terms]


def _is_informative(term: str) -> bool:
    return not term.startswith("\x01") or _letters(term[1:]) > _MAX_UNINFORMATIVE_LETTERS


def _letters(part: str) -> int:
    """Number of letters, as many as an alphabet needs for a character of another script."""
    signs = part.strip("\x02\x03")
    return len(signs) + len(_SYLLABLES.findall(signs)) + 2 * len(_IDEOGRAPHS.findall(signs))


def _readable(term: str) -> Term:
    if term.startswith("\x04"):
        return Term(term[1:].replace(" ", " + "), is_part=False)
    if not term.startswith("\x01"):
        return Term(term, is_part=False)
    start = "" if term.startswith("\x02", 1) else "…"
    end = "" if term.endswith("\x03") else "…"
    return Term(f"{start}{term[1:].strip(chr(2) + chr(3))}{end}", is_part=True)


def _stems_and_bigrams(stems: Sequence[str]) -> list[str]:
    """Stems, and bigrams of stems joined by a space; terms of other blocks begin with a mark."""
    return [*stems, *(f"{first} {second}" for first, second in pairwise(stems))]


def _pairs(stems: Sequence[str]) -> list[str]:
    """Unordered pairs of stems within `_MAX_DISTANCE`, the same in "order late", "late order"."""
    return [
        f"\x04{min(stem, later_stem)} {max(stem, later_stem)}"
        for i, stem in enumerate(stems)
        for later_stem in stems[i + 1 : i + 1 + _MAX_DISTANCE]
    ]


def _parts(word: str) -> list[str]:
    marked = f"\x02{word}\x03"
    return [
        f"\x01{marked[start : start + size]}"
        for size in _PART_SIZES
        for start in range(len(marked) - size + 1)
    ]
