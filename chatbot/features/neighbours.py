"""The patterns that are most like a message."""

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
    """A pattern of an intent, its words, and how like it a message is: the cosine, 0 to 1."""

    pattern: str
    words: tuple[str, ...]
    intent: str
    likeness: float


class Neighbours:
    """Compares messages with all patterns, by the cosine of their TF-IDF terms."""

    def __init__(
        self,
        intents: IntentSet,
        splitter: WordSplitter,
        vectorizer: TfidfVectorizer | None = None,
    ) -> None:
        """Without a `vectorizer`, one is fitted on the patterns."""
        tags, examples = Examples.of(intents, splitter)
        taught = [intent for tag in tags if (intent := intents.get(tag))]
        self._patterns = [(text, intent.tag) for intent in taught for text in intent.patterns]
        self._sentences = examples.sentences
        self._splitter = splitter
        self._vectorizer = vectorizer or TfidfVectorizer.fit(splitter.stem, self._sentences)
        self._weights: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for row, words in enumerate(self._sentences):
            for term, weight in self._terms(words):
                self._weights[term].append((row, weight))

    def nearest(self, message: str, intent: str, count: int) -> tuple[str, ...]:
        """Return the intents of the `count` patterns that are most like a message of `intent`.

        The message itself does not count, and fewer are returned where fewer have a term of it.
        """
        words = tuple(self._splitter.words(message))
        others = [n for n in self.alike(words) if (n.intent, n.words) != (intent, words)]
        return tuple(each.intent for each in others[:count])

    def alike(self, words: Sequence[str]) -> list[Neighbour]:
        """Return the patterns that share a term with a message of these words, nearest first."""
        likeness = np.zeros(len(self._sentences))
        for term, weight in self._terms(words):
            for row, other in self._weights.get(term, ()):
                likeness[row] += weight * other
        order = np.argsort(-likeness, kind="stable")[: np.count_nonzero(likeness)].tolist()
        return [
            Neighbour(text, self._sentences[row], tag, min(float(likeness[row]), 1.0))
            for row in order
            for text, tag in (self._patterns[row],)
        ]

    def _terms(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """The terms of a message, without the padding of one that has none."""
        encoded = self._vectorizer.encode(words)
        pairs = zip(encoded.terms.tolist(), encoded.weights.tolist(), strict=True)
        return [(term, weight) for term, weight in pairs if weight]
