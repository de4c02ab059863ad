"""Coverage of a message: words that stand in the patterns of an intent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from chatbot.features.arrays import UNKNOWN, IntArray

FloatArray = NDArray[np.float32]


class WordCoverage:
    """Weights of stems, and the intents with the stem in a pattern.

    Stems are numbers of features; the stem UNKNOWN is in no pattern, and has the largest weight:
    the weights are inverse document frequencies.
    """

    def __init__(
        self, intents: int, weights: Sequence[float], intents_of: Sequence[Sequence[int]]
    ) -> None:
        self._intents = intents
        self._weights = np.array(weights, np.float32)
        self._intents_of = [np.array(labels, np.int32) for labels in intents_of]

    @classmethod
    def fit(
        cls, intents: int, content: Sequence[IntArray], labels: NDArray[np.int64], stems: int
    ) -> WordCoverage:
        """Return the coverage of patterns, each with stems of `content` words and a label."""
        counts: Counter[int] = Counter()
        intents_of: list[set[int]] = [set() for _ in range(stems)]
        for row, label in zip(content, labels.tolist(), strict=True):
            distinct = set(row.tolist()) - {UNKNOWN}
            counts.update(distinct)
            for stem in distinct:
                intents_of[stem].add(label)
        total = 1 + len(content)
        weights = [1 + log(total / (1 + counts[stem])) for stem in range(stems)]
        return cls(intents, weights, [sorted(labels) for labels in intents_of])

    def of(self, content: IntArray) -> FloatArray:
        """Return the share of content words, by weight, that each intent knows: (intents,).

        All of none is 1: a message of function words has nothing foreign.
        """
        covered = np.zeros(self._intents, np.float32)
        if not len(content):
            return covered + 1
        for stem in content.tolist():
            covered[self._intents_of[stem]] += self._weights[stem]
        return np.asarray(covered / self._weights[content].sum(), np.float32)

    def to_json(self) -> str:
        """Return the coverage as JSON, for `from_json`."""
        intents_of = [labels.tolist() for labels in self._intents_of]
        weights = [round(weight, 4) for weight in self._weights.tolist()]
        return json.dumps({"intents": self._intents, "weights": weights, "intents_of": intents_of})

    @classmethod
    def from_json(cls, text: str) -> WordCoverage:
        """Return the coverage in a text of `to_json`."""
        saved = json.loads(text)
        return cls(saved["intents"], saved["weights"], saved["intents_of"])
