"""Made-up messages: what people may write around the patterns, without an intent of their own.

A teacher network labels them for a student (Hinton et al. 2015, https://arxiv.org/abs/1503.02531),
so a message may mean another intent than its patterns, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from chatbot.dataset.augmentation import misspell

Sentence = tuple[str, ...]
NearWords = Callable[[str], Sequence[str]]
"""Words with similar vectors, the nearest first."""

_JOINED, _POLITE = 0.3, 0.25
_NEAR, _LOST, _MISSPELT = 0.25, 0.08, 0.04
"""Probabilities: of a part of another pattern, of politeness; of changes, for each word."""


@dataclass(frozen=True, slots=True)
class MadeUpMessage:
    """Message as words, and the patterns that it is made of."""

    words: Sentence
    patterns: frozenset[Sentence]


class MessageMaker:
    """Maker of messages out of patterns.

    The messages of a pattern depend on the pattern, on the others and on nothing else.
    """

    def __init__(
        self, patterns: Sequence[Sentence], politeness: Sequence[Sentence], near_words: NearWords
    ) -> None:
        self._patterns = sorted({words for words in patterns if words})
        self._politeness = politeness
        self._near_words = near_words

    def make(self, count: int) -> list[MadeUpMessage]:
        """Return about `count` different messages, as many of each pattern."""
        if not self._patterns:
            return []
        copies = -(-count // len(self._patterns))
        messages: dict[Sentence, MadeUpMessage] = {}
        for pattern in self._patterns:
            rng = np.random.default_rng(crc32(" ".join(pattern).encode("utf-8", "surrogatepass")))
            for _ in range(copies):
                message = self._make(pattern, rng)
                messages.setdefault(message.words, message)
        return list(messages.values())

    def _make(self, pattern: Sentence, rng: np.random.Generator) -> MadeUpMessage:
        words, patterns = pattern, {pattern}
        if rng.random() < _JOINED:
            other = self._patterns[int(rng.integers(len(self._patterns)))]
            words = _joined(words, other, rng)
            patterns.add(other)
        words = self._changed(words, rng) or words
        if self._politeness and rng.random() < _POLITE:
            phrase = self._politeness[int(rng.integers(len(self._politeness)))]
            words = (*phrase[:-1], *words) if phrase[-1] == GAP else (*words, *phrase[1:])
        return MadeUpMessage(words, frozenset(patterns))

    def _changed(self, words: Sentence, rng: np.random.Generator) -> Sentence:
        changed = []
        for word, draw in zip(words, rng.random((len(words), 3)), strict=True):
            if draw[0] < _LOST:
                continue
            if draw[1] < _NEAR and (near := self._near_words(word)):
                word = near[int(rng.integers(len(near)))]
            changed.append(misspell(word, rng) if draw[2] < _MISSPELT else word)
        return tuple(changed)


GAP = "…"
"""Place of a message in a polite phrase, at either end."""


def politeness(language: str) -> list[Sentence]:
    """Return the polite phrases of a language, with GAP at one end; none for most languages."""
    path = Path(__file__).parent / "politeness" / f"{language}.txt"
    return (
        [tuple(line.split()) for line in path.read_text("utf-8").splitlines()]
        if path.exists()
        else []
    )


def _joined(first: Sentence, second: Sentence, rng: np.random.Generator) -> Sentence:
    """Return the beginning of a pattern with the end of another."""
    cut, end = int(rng.integers(1, len(first) + 1)), int(rng.integers(len(second)))
    return (*first[:cut], *second[end:])
