"""From a message to its intents, by the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.bundle import FEATURES, GRAPH, LABELS, Bundle
from chatbot.contexts import Turn
from chatbot.features import FeatureExtractor
from chatbot.graph import OnnxGraph, softmax

EXPECTED_BONUS = math.log(3)
"""Added to the logit of an intent that the bot's last question leads to: three to one."""


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent and the probability, 0 to 1, that a message means it."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network thinks of one message.

    `labels` are the intents and `logits`, shape (intents + 1,), their scores; the last score is
    that of the message being out of scope. `known` is False where no pattern has so much as a part
    of a word of the message: the network then knows nothing about it.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    logits: NDArray[np.float32]
    known: bool = True

    def ranking(self, turn: Turn, most: int | None = None) -> tuple[RankedIntent, ...]:
        """Return the intents that `turn` allows, by falling confidence; the `most` first of them.

        What remains of 1, when all confidences are added, is the probability of out-of-scope.
        """
        offsets = _offsets(self.labels, turn)
        shares = softmax(self.logits + offsets)
        allowed = int(np.isfinite(offsets).sum()) - 1
        best = np.argsort(-shares[:-1], kind="stable")[:allowed][:most]
        return tuple(RankedIntent(self.labels[i], float(shares[i])) for i in best)


@lru_cache(maxsize=256)
def _offsets(labels: tuple[str, ...], turn: Turn) -> NDArray[np.float64]:
    """What a turn adds to the logits: nothing is left of an intent at minus infinity."""
    scores = [
        -math.inf if label in turn.unavailable else EXPECTED_BONUS * (label in turn.expected)
        for label in labels
    ]
    return np.array([*scores, 0.0])


class IntentClassifier:
    """Answers which intent a message has. Safe to share between threads."""

    def __init__(
        self, graph: OnnxGraph, extractor: FeatureExtractor, labels: Sequence[str]
    ) -> None:
        self.labels = tuple(labels)
        self.graph = graph
        self.extractor = extractor

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> IntentClassifier:
        """Return the classifier in a bundle."""
        return cls(
            OnnxGraph(bundle.parts[GRAPH]),
            FeatureExtractor.from_json(bundle.text(FEATURES)),
            json.loads(bundle.text(LABELS)),
        )

    @classmethod
    def load(cls, path: Path) -> IntentClassifier:
        """Return the classifier in a bundle's file. Raises BundleError."""
        return cls.from_bundle(Bundle.load(path))

    def predict(self, text: str) -> Prediction:
        """Return what the network thinks of `text`, whatever its length or content."""
        words = self.extractor.splitter.words(text)
        features = self.extractor.encode(words)
        known = bool(features.terms.weights.any())
        return Prediction(tuple(words), self.labels, self.graph.logits(features), known)
