"""TF-IDF of words, pairs of words and parts of words, for the linear branch of the network.

The weighting is scikit-learn's with `sublinear_tf`, written for one message at a time: a message
is answered in well under a millisecond, and a server needs no scikit-learn.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

MAX_TERMS = 16_384
PADDING = 0
_PART_SIZES = (2, 3, 4, 5)
_MAX_CACHED_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The known terms of a message and their weights, each of shape (terms,)."""

    terms: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A term as people write it; where it is part of a word, … stands for the rest."""

    text: str
    is_part: bool


class TfidfVectorizer:
    """Turns words into `WeightedTerms`. Fitted on the patterns, saved as JSON.

    A message has two blocks of terms, (pairs of) words and parts of words, each of length 1.
    """

    def __init__(self, terms: Sequence[str], idf: Sequence[float]) -> None:
        self._numbers = {term: 1 + i for i, term in enumerate(terms)}
        self._idf = np.array([0, *idf], np.float64)
        self._parts_of: dict[str, NDArray[np.int32]] = {}

    @classmethod
    def fit(cls, sentences: Iterable[Sequence[str]], most: int = MAX_TERMS) -> TfidfVectorizer:
        """Return a vectorizer that knows the `most` frequent terms of `sentences`."""
        counts: Counter[str] = Counter()
        messages = 0
        for words in sentences:
            messages += 1
            counts.update({*_word_terms(words), *(p for w in words for p in _parts(w))})
        kept = sorted(sorted(counts), key=counts.__getitem__, reverse=True)[:most]
        return cls(kept, [1 + log((1 + messages) / (1 + counts[term])) for term in kept])

    @property
    def term_count(self) -> int:
        """Rows of a table of terms: the known ones and padding."""
        return len(self._idf)

    def encode(self, words: Sequence[str]) -> WeightedTerms:
        """Return the terms of a message; one padding of weight 0 when it has no known one."""
        number = self._numbers.get
        of_words = [n for term in _word_terms(words) if (n := number(term))]
        of_parts = [self._known_parts(word) for word in words]
        blocks = [self._block(np.array(of_words, np.int32))]
        if of_parts:
            blocks.append(self._block(np.concatenate(of_parts)))
        terms = np.concatenate([block.terms for block in blocks])
        if not len(terms):
            return WeightedTerms(np.array([PADDING], np.int32), np.zeros(1, np.float32))
        return WeightedTerms(terms, np.concatenate([block.weights for block in blocks]))

    def named(self, numbers: Iterable[int]) -> tuple[Term, ...]:
        """Return the terms of these numbers, none of which is padding."""
        terms = list(self._numbers)
        return tuple(_readable(terms[number - 1]) for number in numbers)

    def word_weights(self, words: Sequence[str]) -> tuple[float, ...]:
        """Return the weight of each word in the message that consists of `words`.

        It is 0 for a word that is none of the known terms.
        """
        encoded = self.encode(words)
        weights = dict(zip(encoded.terms.tolist(), encoded.weights.tolist(), strict=True))
        return tuple(weights.get(self._numbers.get(word, PADDING), 0.0) for word in words)

    def has_part(self, word: str) -> bool:
        """True when some part of the word is part of a word in a pattern."""
        return len(self._known_parts(word)) > 0

    def to_json(self) -> str:
        """Return everything that `from_json` needs to encode messages the same way."""
        return json.dumps(
            {"terms": list(self._numbers), "idf": self._idf[1:].tolist()}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str) -> TfidfVectorizer:
        """Return the vectorizer that `to_json` described."""
        saved = json.loads(text)
        return cls(saved["terms"], saved["idf"])

    def _block(self, numbers: NDArray[np.int32]) -> WeightedTerms:
        terms, counts = np.unique(numbers, return_counts=True)
        weights = (1 + np.log(counts)) * self._idf[terms]
        return WeightedTerms(terms, (weights / (np.linalg.norm(weights) or 1)).astype(np.float32))

    def _known_parts(self, word: str) -> NDArray[np.int32]:
        known = self._parts_of.get(word)
        if known is None:
            found = [n for part in _parts(word) if (n := self._numbers.get(part))]
            known = np.array(found, np.int32)
            if len(self._parts_of) >= _MAX_CACHED_WORDS:
                self._parts_of.clear()
            self._parts_of[word] = known
        return known


def _readable(term: str) -> Term:
    if not term.startswith("\x01"):
        return Term(term, is_part=False)
    start = "" if term.startswith("\x02", 1) else "…"
    end = "" if term.endswith("\x03") else "…"
    return Term(f"{start}{term[1:].strip(chr(2) + chr(3))}{end}", is_part=True)


def _word_terms(words: Sequence[str]) -> list[str]:
    """Words, and neighbours joined by a space; parts of words carry a mark of their own."""
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def _parts(word: str) -> list[str]:
    marked = f"\x02{word}\x03"
    return [
        f"\x01{marked[at : at + size]}"
        for size in _PART_SIZES
        for at in range(len(marked) - size + 1)
    ]
