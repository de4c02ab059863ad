"""Nearest neighbours of a message among the patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.dataset.examples import Examples
from chatbot.features.tfidf import TfidfVectorizer
from chatbot.intents.intent_set import IntentSet
from chatbot.text.words import WordSplitter


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Pattern of an intent, the words, and the cosine similarity to a message, 0 to 1."""

    pattern: str
    words: tuple[str, ...]
    intent: str
    similarity: float


class Neighbours:
    """Nearest-neighbour search among the patterns, by the cosine of TF-IDF vectors."""

    def __init__(
        self,
        intents: IntentSet,
        splitter: WordSplitter,
        vectorizer: TfidfVectorizer | None = None,
    ) -> None:
        """Fit a vectorizer on the patterns, unless there is a `vectorizer`."""
        tags, examples = Examples.of(intents, splitter)
        trainable = [intent for tag in tags if (intent := intents.get(tag))]
        self._patterns = [(text, intent.tag) for intent in trainable for text in intent.patterns]
        self._sentences = examples.sentences
        self._splitter = splitter
        self._vectorizer = vectorizer or TfidfVectorizer.fit(splitter.stem, self._sentences)
        self._weights: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for row, words in enumerate(self._sentences):
            for term, weight in self._terms(words):
                self._weights[term].append((row, weight))

    def nearest_intents(self, message: str, intent: str, count: int) -> tuple[str, ...]:
        """Return the intents of the `count` patterns nearest to a message of `intent`.

        The same message as a pattern of `intent` is no neighbour. There are fewer than `count`
        intents if fewer patterns share a term with the message.
        """
        words = tuple(self._splitter.words(message))
        neighbours = [
            neighbour
            for neighbour in self.search(words)
            if (neighbour.intent, neighbour.words) != (intent, words)
        ]
        return tuple(neighbour.intent for neighbour in neighbours[:count])

    def search(self, words: Sequence[str]) -> list[Neighbour]:
        """Return all patterns with a term of the message, the nearest first."""
        similarities = np.zeros(len(self._sentences))
        for term, weight in self._terms(words):
            for row, pattern_weight in self._weights.get(term, ()):
                similarities[row] += weight * pattern_weight
        order = np.argsort(-similarities, kind="stable")[: np.count_nonzero(similarities)].tolist()
        return [
            Neighbour(text, self._sentences[row], tag, min(float(similarities[row]), 1.0))
            for row in order
            for text, tag in (self._patterns[row],)
        ]

    def _terms(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """Terms and weights of a message, without padding."""
        weighted = self._vectorizer.encode(words)
        pairs = zip(weighted.terms.tolist(), weighted.weights.tolist(), strict=True)
        return [(term, weight) for term, weight in pairs if weight]
