"""The patterns that are most like a message."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from chatbot.examples import Examples
from chatbot.intents import IntentSet
from chatbot.text import WordSplitter
from chatbot.tfidf import TfidfVectorizer


class Neighbours:
    """Compares messages with all patterns, by the cosine of their TF-IDF terms."""

    def __init__(self, intents: IntentSet, splitter: WordSplitter) -> None:
        self._tags, self._patterns = Examples.of(intents, splitter)
        self._splitter = splitter
        self._vectorizer = TfidfVectorizer.fit(splitter.stem, self._patterns.sentences)
        self._weights: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for row, words in enumerate(self._patterns.sentences):
            for term, weight in self._terms(words):
                self._weights[term].append((row, weight))

    def nearest(self, message: str, intent: str, count: int) -> tuple[str, ...]:
        """Return the intents of the `count` patterns that are most like a message of `intent`.

        The message itself does not count, and fewer are returned where fewer have a term of it.
        """
        words = tuple(self._splitter.words(message))
        likeness = np.zeros(len(self._patterns))
        for term, weight in self._terms(words):
            for row, other in self._weights.get(term, ()):
                likeness[row] += weight * other
        near = [
            tag
            for row in np.argsort(-likeness, kind="stable")
            if likeness[row] > 0
            and not ((tag := self._tag(row)) == intent and self._patterns.sentences[row] == words)
        ]
        return tuple(near[:count])

    def _tag(self, row: int) -> str:
        return self._tags[int(self._patterns.labels[row])]

    def _terms(self, words: tuple[str, ...]) -> list[tuple[int, float]]:
        encoded = self._vectorizer.encode(words)
        return list(zip(encoded.terms.tolist(), encoded.weights.tolist(), strict=True))
