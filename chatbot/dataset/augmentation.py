"""Small accidents that happen to real messages, for training on patterns that have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

_SHORTEST_MISSPELT = 4
_COPIES, _COPIES_OF_SOME = 3, 1
_SOME, _MANY = 2500, 6000

Sentence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often a word is lost and how often it is misspelt, as probabilities."""

    word_dropout: float = 0.1
    typo: float = 0.05

    def apply(self, words: Sequence[str], rng: np.random.Generator) -> list[str]:
        """Return a copy of `words` with accidents; at least one word stays."""
        dice = rng.random((2, len(words)))
        kept = [
            misspell(word, rng) if dice[1, i] < self.typo else word
            for i, word in enumerate(words)
            if dice[0, i] >= self.word_dropout
        ]
        return kept or list(words)


@dataclass(frozen=True, slots=True)
class Misspellings:
    """A few copies of each message with one typing error, made before training."""

    copies: Mapping[Sentence, Sequence[Sentence]]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Misspellings:
        """Return copies of `sentences`, the same ones each time.

        There are fewer where there are many, and none where there are so many that they hold
        typing errors of their own, and their copies would not fit into memory.
        """
        distinct = sorted(set(sentences))
        count = (
            _COPIES if len(distinct) < _SOME else _COPIES_OF_SOME if len(distinct) < _MANY else 0
        )
        return cls({words: _copies(words, count) for words in distinct})

    def apply(self, words: Sentence, rng: np.random.Generator) -> Sentence:
        """Return a copy of `words` half the time, and `words` otherwise, or if there is none."""
        copies = self.copies.get(words, ())
        if not copies or rng.random() < 1 / 2:
            return words
        return copies[int(rng.integers(len(copies)))]

    def all(self) -> list[Sentence]:
        """Return every copy."""
        return [copy for copies in self.copies.values() for copy in copies]


def _copies(words: Sentence, count: int) -> list[Sentence]:
    rng = np.random.default_rng(crc32(" ".join(words).encode("utf-8", "surrogatepass")))
    return [_misspelt_once(words, rng) for _ in range(count)]


def _misspelt_once(words: Sentence, rng: np.random.Generator) -> Sentence:
    long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST_MISSPELT]
    if not long:
        return words
    at = long[int(rng.integers(len(long)))]
    return (*words[:at], misspell(words[at], rng), *words[at + 1 :])


def misspell(word: str, rng: np.random.Generator) -> str:
    """Return `word` with one letter lost, doubled or swapped; short words stay as they are."""
    if len(word) < _SHORTEST_MISSPELT:
        return word
    at = int(rng.integers(1, len(word) - 1))
    kind = rng.integers(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
