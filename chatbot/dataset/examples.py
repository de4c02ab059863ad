"""Labelled examples: messages as words, and the intent of each message."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.augmentation import reworded
from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.text.function_words import function_words
from chatbot.text.typed import TypedWords
from chatbot.text.words import WordSplitter

IntArray = NDArray[np.int64]

_SEPARATORS = re.compile(r"[_\W]+")
_HELD_OUT_SHARE = 0.15
_MIN_PATTERNS = 4
_REWORDED, _MOST_COPIES = 500, 5


def trainable(intents: IntentSet) -> list[Intent]:
    """Return the intents to learn: with patterns, and neither fallback nor clarification."""
    return [intent for intent in intents if intent.patterns and intent.tag not in RESERVED_TAGS]


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages as words, and the intent of each message as a class number: shape (n,)."""

    sentences: tuple[tuple[str, ...], ...]
    labels: IntArray

    @classmethod
    def of(cls, intents: IntentSet, splitter: WordSplitter) -> tuple[tuple[str, ...], Examples]:
        """Return the tags of the intents with patterns, and every pattern as an example.

        Patterns of the fallback and the clarification are left out, as no message means either.
        """
        learnt = trainable(intents)
        tags = tuple(intent.tag for intent in learnt)
        return tags, cls._from_texts([intent.patterns for intent in learnt], splitter)

    @classmethod
    def of_tests(cls, intents: IntentSet, splitter: WordSplitter) -> Examples:
        """Return the tests of the intents to learn, with the same labels as the patterns."""
        return cls._from_texts([intent.tests for intent in trainable(intents)], splitter)

    @classmethod
    def of_names(cls, tags: Sequence[str], splitter: WordSplitter) -> Examples:
        """Return the name of each intent as two examples, as names tend to describe the intent."""
        return cls._from_texts([(_SEPARATORS.sub(" ", tag),) * 2 for tag in tags], splitter)

    @classmethod
    def _from_texts(
        cls, texts_by_intent: Sequence[Sequence[str]], splitter: WordSplitter
    ) -> Examples:
        sentences = tuple(
            TypedWords(splitter.words(text), text) for texts in texts_by_intent for text in texts
        )
        labels = [label for label, texts in enumerate(texts_by_intent) for _ in texts]
        return cls(sentences, np.array(labels, np.int64))

    def __add__(self, other: Examples) -> Examples:
        labels = np.concatenate([self.labels, other.labels])
        return Examples(self.sentences + other.sentences, labels)

    def __len__(self) -> int:
        return len(self.sentences)

    def take(self, rows: Sequence[int] | IntArray) -> Examples:
        """Return the examples of some rows."""
        return Examples(tuple(self.sentences[i] for i in rows), self.labels[np.asarray(rows, int)])

    def held_out(self, seed: int) -> IntArray:
        """Return the rows to hold out of training: 15% of every intent with four or more patterns.

        The order of drawing depends on the words alone, so that nearly the same rows are held out
        again after a few additions.
        """
        held_out: list[int] = []
        for label in np.unique(self.labels):
            rows = np.flatnonzero(self.labels == label).tolist()
            rows.sort(key=lambda row: drawing_key(self.sentences[row], seed))
            count = max(1, round(_HELD_OUT_SHARE * len(rows)))
            held_out += rows[:count] if len(rows) >= _MIN_PATTERNS else []
        return np.array(sorted(held_out), np.int64)

    def reworded(self, seed: int, share: float, splitter: WordSplitter) -> Examples:
        """Return copies with unknown words, for a validation without held-out messages.

        `share` of the content words are exchanged, and half as many of the function words.
        """
        rng = np.random.default_rng(seed)
        copies = self.take(np.arange(len(self)).repeat(_copies(len(self))))
        often = function_words(splitter.language)
        sentences = tuple(reworded(words, often, share, rng) for words in copies.sentences)
        return Examples(sentences, copies.labels)


def _copies(examples: int) -> int:
    """Copies of each example: a threshold chosen by a handful of messages would be chance."""
    return int(np.clip(_REWORDED // max(examples, 1), 1, _MOST_COPIES))


def drawing_key(words: Sequence[str], seed: int) -> bytes:
    """Return a sort key for a pseudo-random order that depends on the words and seed alone."""
    return hashlib.blake2b("\n".join((str(seed), *words)).encode(), digest_size=16).digest()


NO_EXAMPLES = Examples((), np.zeros(0, np.int64))
