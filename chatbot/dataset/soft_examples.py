"""Messages with the probabilities of the outputs that a network shall learn for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.examples import Examples

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SoftExamples:
    """Messages as words, targets of shape (n, outputs), and the weight of each message, (n,)."""

    sentences: tuple[tuple[str, ...], ...]
    targets: FloatArray
    weights: FloatArray

    @classmethod
    def of_labels(cls, examples: Examples, weights: FloatArray, smoothing: float) -> SoftExamples:
        """Return examples with smoothed labels (https://arxiv.org/abs/1512.00567).

        `weights` are the weights of the outputs.
        """
        outputs = len(weights)
        certain = np.eye(outputs, dtype=np.float32)[examples.labels]
        targets = certain * np.float32(1 - smoothing) + np.float32(smoothing / outputs)
        return cls(examples.sentences, targets, weights[examples.labels])

    @classmethod
    def none(cls, outputs: int) -> SoftExamples:
        """Return no examples."""
        return cls((), np.zeros((0, outputs), np.float32), np.zeros(0, np.float32))

    def __add__(self, other: SoftExamples) -> SoftExamples:
        return SoftExamples(
            self.sentences + other.sentences,
            np.concatenate([self.targets, other.targets]),
            np.concatenate([self.weights, other.weights]),
        )

    def __len__(self) -> int:
        return len(self.sentences)

    def take(self, rows: NDArray[Any]) -> SoftExamples:
        """Return the examples of some rows."""
        sentences = tuple(self.sentences[row] for row in rows)
        return SoftExamples(sentences, self.targets[rows], self.weights[rows])
