"""From a message to its intents, by the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_pieces import installed_piece_reader
from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import softmax
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.bundle import CALIBRATION, FEATURES, GRAPH, LABELS, PATTERNS, Bundle
from chatbot.model.calibration import Calibration
from chatbot.model.network_output import NetworkOutput
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores
from chatbot.model.pattern_vectors import PatternVectors

EXPECTED_BONUS = math.log(3)
"""Added to the logit of an intent that the bot's last question leads to: three to one."""


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent and the probability, 0 to 1, that a message means it."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network thinks of one message: `labels` are the intents, in the order of its logits.

    What a bot has just asked makes some intents likelier, and others impossible: that is the
    `turn` of the methods.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    evidence: NetworkOutput
    calibration: Calibration

    def verdict(self, turn: AllowedIntents) -> ScopeDecision:
        """Return whether the message is enough like what was learnt to be answered, and why."""
        allowed = within(self.evidence, self.labels, turn)
        return self.calibration.guard.judge(
            ScopeScores.of(allowed, self.calibration.temperature), self.evidence.known
        )

    def ranking(self, turn: AllowedIntents, most: int | None = None) -> tuple[RankedIntent, ...]:
        """Return the intents that `turn` allows, by falling confidence; the `most` first of them.

        The confidences of all add up to 1: they are about which intent it is, if it is any of
        them. Whether it is, says the verdict.
        """
        return self._ranked(self.calibration.temperature, turn, most)

    def raw_ranking(self, turn: AllowedIntents) -> tuple[RankedIntent, ...]:
        """Return the same as the network itself sees it, before calibration."""
        return self._ranked(1.0, turn, None)

    def candidates(self, turn: AllowedIntents) -> tuple[str, ...]:
        """Return the prediction set: the likely intents, the likeliest first.

        It holds the right one in a share of `calibration.coverage` of all messages that have one.
        Empty where no intent is likely.
        """
        smallest = self.calibration.smallest
        return tuple(each.intent for each in self.ranking(turn) if each.confidence >= smallest)

    def _ranked(
        self, temperature: float, turn: AllowedIntents, most: int | None
    ) -> tuple[RankedIntent, ...]:
        added = _offsets(self.labels, turn)
        allowed = int(np.isfinite(added).sum())
        if not allowed:
            return ()
        shares = softmax(self.evidence.logits[:-1] / temperature + added)
        best = np.argsort(-shares, kind="stable")[:allowed][:most]
        return tuple(RankedIntent(self.labels[i], float(shares[i])) for i in best)


def within(evidence: NetworkOutput, labels: tuple[str, ...], turn: AllowedIntents) -> NetworkOutput:
    """Return the evidence with nothing left of the intents that are impossible in this turn."""
    if not turn.unavailable:
        return evidence
    impossible = np.append(np.isinf(_offsets(labels, turn)), False)
    return replace(evidence, logits=np.where(impossible, -np.inf, evidence.logits))


@lru_cache(maxsize=256)
def _offsets(labels: tuple[str, ...], turn: AllowedIntents) -> NDArray[np.float64]:
    """Return what a turn adds to the logits: nothing is left of an intent at minus infinity."""
    scores = [
        -math.inf if label in turn.unavailable else EXPECTED_BONUS * (label in turn.expected)
        for label in labels
    ]
    return np.array(scores)


class IntentClassifier:
    """Answers which intent a message has. Safe to share between threads."""

    def __init__(
        self,
        graph: OnnxGraph,
        extractor: FeatureExtractor,
        labels: Sequence[str],
        calibration: Calibration,
        patterns: PatternVectors | None = None,
    ) -> None:
        self.labels = tuple(labels)
        self.extractor = extractor
        self.graph = graph
        self.calibration = calibration
        self._patterns = patterns

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> IntentClassifier:
        """Return the classifier in a bundle.

        Raises EncoderError where the network reads word pieces, and their encoder is not there.
        """
        pieces, patterns = None, None
        if bundle.metadata.encoder:
            pieces = installed_piece_reader(bundle.metadata.encoder)
            patterns = PatternVectors.from_bytes(bundle.parts[PATTERNS])
        return cls(
            OnnxGraph(bundle.parts[GRAPH]),
            FeatureExtractor.from_json(bundle.text(FEATURES), pieces),
            json.loads(bundle.text(LABELS)),
            Calibration.from_json(bundle.text(CALIBRATION)),
            patterns,
        )

    def predict(self, text: str) -> Prediction:
        """Return what the network thinks of `text`, whatever its length or content."""
        words = self.extractor.splitter.words(text)
        evidence = NetworkOutput.of(self.graph, self.extractor.encode(words), self._patterns)
        return Prediction(tuple(words), self.labels, evidence, self.calibration)
