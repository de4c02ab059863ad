"""What a network learns from: messages as words, and the intent of each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.augmentation import Augmentation
from chatbot.intents.intent_set import RESERVED_TAGS, IntentSet
from chatbot.text.words import WordSplitter

IntArray = NDArray[np.int64]

_SEPARATORS = re.compile(r"[_\W]+")
_HELD_OUT_SHARE = 0.15
_FEWEST_TO_SPARE_ONE = 4
_MISSPELT = Augmentation(word_dropout=0.1, typo=0.5)


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages as words, and the number of the intent of each: shape (n,)."""

    sentences: tuple[tuple[str, ...], ...]
    labels: IntArray

    @classmethod
    def of(cls, intents: IntentSet, splitter: WordSplitter) -> tuple[tuple[str, ...], Examples]:
        """Return the tags of the intents that have patterns, and every pattern as an example.

        Patterns of the fallback and the clarification are left out: no message means these.
        """
        taught = [i for i in intents if i.patterns and i.tag not in RESERVED_TAGS]
        tags = tuple(i.tag for i in taught)
        return tags, cls._from_texts([i.patterns for i in taught], splitter)

    @classmethod
    def of_names(cls, tags: Sequence[str], splitter: WordSplitter) -> Examples:
        """Return the name of each intent as two examples: authors choose telling ones."""
        return cls._from_texts([(_SEPARATORS.sub(" ", tag),) * 2 for tag in tags], splitter)

    @classmethod
    def _from_texts(cls, texts: Sequence[Sequence[str]], splitter: WordSplitter) -> Examples:
        sentences = tuple(tuple(splitter.words(text)) for group in texts for text in group)
        labels = [number for number, group in enumerate(texts) for _ in group]
        return cls(sentences, np.array(labels, np.int64))

    def __add__(self, other: Examples) -> Examples:
        labels = np.concatenate([self.labels, other.labels])
        return Examples(self.sentences + other.sentences, labels)

    def __len__(self) -> int:
        return len(self.sentences)

    def take(self, rows: Sequence[int] | IntArray) -> Examples:
        """Return the examples at these rows."""
        return Examples(tuple(self.sentences[i] for i in rows), self.labels[np.asarray(rows, int)])

    def held_out(self, seed: int) -> IntArray:
        """Return the rows to hold out of training: the same share of every intent.

        An intent of fewer than four patterns keeps them all. The words alone decide who comes
        first, so that nearly the same are held out again when some have been added.
        """
        held_out: list[int] = []
        for label in np.unique(self.labels):
            rows = np.flatnonzero(self.labels == label).tolist()
            rows.sort(key=lambda row: place_by_words(self.sentences[row], seed))
            spared = max(1, round(_HELD_OUT_SHARE * len(rows)))
            held_out += rows[:spared] if len(rows) >= _FEWEST_TO_SPARE_ONE else []
        return np.array(sorted(held_out), np.int64)

    def misspelt(self, seed: int) -> Examples:
        """Return the same messages with typing errors, where there is nothing to hold out."""
        rng = np.random.default_rng(seed)
        sentences = tuple(tuple(_MISSPELT.apply(words, rng)) for words in self.sentences)
        return Examples(sentences, self.labels)


def place_by_words(words: Sequence[str], seed: int) -> bytes:
    """Return what to sort by for an order that looks drawn by lot, and is the same every time."""
    return hashlib.blake2b("\n".join((str(seed), *words)).encode(), digest_size=16).digest()


NOTHING = Examples((), np.zeros(0, np.int64))
"""No examples."""
