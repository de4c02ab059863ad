"""TF-IDF of stems, pairs of stems and parts of words, for the linear branch of a network.

The weighting is scikit-learn's with `sublinear_tf`, written for one message at a time: a message
is answered in well under a millisecond, and a server needs no scikit-learn.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

MOST_PER_BLOCK = 8192
PADDING = 0
_PART_SIZES = (2, 3, 4, 5)
_SAYS_NOTHING = 2
"""Parts of words of so many letters are in every message, also where somebody only hit the keys."""

_FARTHEST = 4
"""How many words apart two stems may stand to be a pair."""

_MAX_CACHED_WORDS = 10_000

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The known terms of a message and their weights, each of shape (terms,).

    `telling` is False where they are nothing but parts of words of one or two letters.
    """

    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    telling: bool = True


NO_TERMS = WeightedTerms(np.array([PADDING], np.int32), np.zeros(1, np.float32), telling=False)
"""One padding of weight 0."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as people write it; where it is part of a word, … stands for the rest."""

    text: str
    is_part: bool


class TfidfVectorizer:
    """Turns words into `WeightedTerms`. Fitted on the patterns, saved as JSON.

    A message has three blocks of terms, each of the same length: stems and neighbours, parts of
    words, and pairs of stems in whatever order. The whole has length 1.
    """

    def __init__(self, stem: Stem, terms: Sequence[str], idf: Sequence[float]) -> None:
        self._stem = stem
        self._numbers = {term: 1 + i for i, term in enumerate(terms)}
        self._idf = np.array([0, *idf], np.float64)
        self._telling = np.array([False, *map(_is_telling, terms)])
        self._parts_of = lru_cache(_MAX_CACHED_WORDS)(self._known_parts)

    @classmethod
    def fit(
        cls, stem: Stem, sentences: Iterable[Sequence[str]], most: int = MOST_PER_BLOCK
    ) -> TfidfVectorizer:
        """Return a vectorizer that knows the `most` frequent terms of each block."""
        counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        messages = 0
        for words in sentences:
            messages += 1
            stems = [stem(word) for word in words]
            parts = (part for word in words for part in _parts(word))
            for counter, terms in zip(counts, (_ordered(stems), parts, _pairs(stems)), strict=True):
                counter.update(set(terms))
        kept = {term: n for block in counts for term, n in _most_frequent(block, most)}
        idf = [1 + log((1 + messages) / (1 + count)) for count in kept.values()]
        return cls(stem, list(kept), idf)

    @property
    def term_count(self) -> int:
        """Rows of a table of terms: the known ones and padding."""
        return len(self._idf)

    def encode(self, words: Sequence[str]) -> WeightedTerms:
        """Return the terms of a message; NO_TERMS when it has no known one."""
        stems = [self._stem(word) for word in words]
        number = self._numbers.get
        of_parts = [self._parts_of(word) for word in words]
        blocks = [
            self._block(np.array([n for t in _ordered(stems) if (n := number(t))], np.int32)),
            self._block(np.concatenate(of_parts) if of_parts else np.zeros(0, np.int32)),
            self._block(np.array([n for t in _pairs(stems) if (n := number(t))], np.int32)),
        ]
        filled = [block for block in blocks if len(block.terms)]
        if not filled:
            return NO_TERMS
        weights = np.concatenate([block.weights for block in filled])
        terms = np.concatenate([block.terms for block in filled])
        telling = bool(self._telling[terms].any())
        return WeightedTerms(terms, (weights / sqrt(len(filled))).astype(np.float32), telling)

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
        stems = map(self._stem, words)
        return tuple(weights.get(self._numbers.get(stem, PADDING), 0.0) for stem in stems)

    def has_part(self, word: str) -> bool:
        """True when some part of the word is part of a word in a pattern."""
        return len(self._known_parts(word)) > 0

    def to_json(self) -> str:
        """Return everything that `from_json` needs to encode messages the same way."""
        return json.dumps(
            {"terms": list(self._numbers), "idf": self._idf[1:].tolist()}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, stem: Stem, text: str) -> TfidfVectorizer:
        """Return the vectorizer that `to_json` described."""
        saved = json.loads(text)
        return cls(stem, saved["terms"], saved["idf"])

    def _block(self, numbers: NDArray[np.int32]) -> WeightedTerms:
        terms, counts = np.unique(numbers, return_counts=True)
        weights = (1 + np.log(counts)) * self._idf[terms]
        return WeightedTerms(terms, (weights / (np.linalg.norm(weights) or 1)).astype(np.float32))

    def _known_parts(self, word: str) -> NDArray[np.int32]:
        return np.array([n for part in _parts(word) if (n := self._numbers.get(part))], np.int32)


def _most_frequent(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def _is_telling(term: str) -> bool:
    return not term.startswith("\x01") or len(term.strip("\x01\x02\x03")) > _SAYS_NOTHING


def _readable(term: str) -> Term:
    if term.startswith("\x04"):
        return Term(term[1:].replace(" ", " + "), is_part=False)
    if not term.startswith("\x01"):
        return Term(term, is_part=False)
    start = "" if term.startswith("\x02", 1) else "…"
    end = "" if term.endswith("\x03") else "…"
    return Term(f"{start}{term[1:].strip(chr(2) + chr(3))}{end}", is_part=True)


def _ordered(stems: Sequence[str]) -> list[str]:
    """Stems, and neighbours joined by a space; the other blocks carry marks of their own."""
    return [*stems, *(f"{first} {second}" for first, second in pairwise(stems))]


def _pairs(stems: Sequence[str]) -> list[str]:
    """Stems that stand near each other: "my order is late" and "why is it late, my order"."""
    return [
        f"\x04{min(one, other)} {max(one, other)}"
        for at, one in enumerate(stems)
        for other in stems[at + 1 : at + 1 + _FARTHEST]
    ]


def _parts(word: str) -> list[str]:
    marked = f"\x02{word}\x03"
    return [
        f"\x01{marked[at : at + size]}"
        for size in _PART_SIZES
        for at in range(len(marked) - size + 1)
    ]
