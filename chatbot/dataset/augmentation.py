"""Data augmentation: lost and misspelt words, as in real messages but not in patterns."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

_MIN_LENGTH = 4
_COPIES, _COPIES_OF_MANY = 3, 1
_MANY, _TOO_MANY = 2500, 6000
_VOWELS = "aeiou"

Sentence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Random word dropout and typing errors, as probabilities per word."""

    word_dropout: float = 0.1
    typo: float = 0.05

    def apply(self, words: Sequence[str], rng: np.random.Generator) -> list[str]:
        """Return a copy of `words` with random errors and at least one word."""
        draws = rng.random((2, len(words)))
        augmented = [
            misspell(word, rng) if draws[1, i] < self.typo else word
            for i, word in enumerate(words)
            if draws[0, i] >= self.word_dropout
        ]
        return augmented or list(words)


@dataclass(frozen=True, slots=True)
class Misspellings:
    """Copies of each message with one typing error, made before training."""

    copies: Mapping[Sentence, Sequence[Sentence]]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Misspellings:
        """Return the same three copies of every sentence each time.

        Of 2,500 and more distinct sentences there is one copy each. Of 6,000 and more there is
        none: so many sentences hold typing errors already, and copies would not fit into memory.
        """
        distinct = sorted(set(sentences))
        count = (
            _COPIES
            if len(distinct) < _MANY
            else _COPIES_OF_MANY
            if len(distinct) < _TOO_MANY
            else 0
        )
        return cls({words: _copies(words, count) for words in distinct})

    def apply(self, words: Sentence, rng: np.random.Generator) -> Sentence:
        """Return a random copy of `words` with probability 1/2, else `words`."""
        copies = self.copies.get(words, ())
        if not copies or rng.random() < 1 / 2:
            return words
        return copies[int(rng.integers(len(copies)))]

    def all(self) -> list[Sentence]:
        """Return every copy."""
        return [copy for copies in self.copies.values() for copy in copies]


def _copies(words: Sentence, count: int) -> list[Sentence]:
    rng = np.random.default_rng(crc32(" ".join(words).encode("utf-8", "surrogatepass")))
    return [_misspell_one_word(words, rng) for _ in range(count)]


def _misspell_one_word(words: Sentence, rng: np.random.Generator) -> Sentence:
    positions = [i for i, word in enumerate(words) if len(word) >= _MIN_LENGTH]
    if not positions:
        return words
    i = positions[int(rng.integers(len(positions)))]
    return (*words[:i], misspell(words[i], rng), *words[i + 1 :])


def misspell(word: str, rng: np.random.Generator) -> str:
    """Return `word` with one letter lost, doubled or swapped, and a short word unchanged."""
    if len(word) < _MIN_LENGTH:
        return word
    i = int(rng.integers(1, len(word) - 1))
    error = rng.integers(3)
    if error == 0:
        return word[:i] + word[i + 1 :]
    if error == 1:
        return word[:i] + word[i] + word[i:]
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def reworded(
    words: Sentence, often: Container[str], share: float, rng: np.random.Generator
) -> Sentence:
    """Return `words` with a `share` of them unknown, and half as many of the words used `often`.

    Another question for the same shares a third of its content words with this one. A content word
    stays, if there is one.
    """
    kept = rng.random(len(words)) >= [share / 2 if word in often else share for word in words]
    content = [place for place, word in enumerate(words) if word not in often]
    if content and not kept[content].any():
        kept[content[int(rng.integers(len(content)))]] = True
    pairs = zip(words, kept, strict=True)
    return tuple(word if stays else _unknown(word, rng) for word, stays in pairs)


def _unknown(word: str, rng: np.random.Generator) -> str:
    """Return the letters of a word in another order, and a vowel among them."""
    return "".join(rng.permutation([*word, *_VOWELS[int(rng.integers(len(_VOWELS)))]]))
