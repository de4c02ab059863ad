"""Prediction for a message: network output with the calibration."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chatbot.inference import softmax
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.calibration import Calibration
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import ScopeScores

EXPECTED_BONUS = math.log(3)
"""Addend to the logits of intents expected after the bot's last question: odds of 3 to 1."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """Network output for a message: `labels` are the intents, in the order of the logits.

    Open contexts make some intents likelier, and others impossible: hence the `allowed` intents
    of the methods.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    output: NetworkOutput
    calibration: Calibration

    def decide(self, allowed: AllowedIntents) -> Decision:
        """Decide whether to answer, to ask back, or to give the fallback."""
        ranking = self.ranking(allowed)
        threshold = self.calibration.conformal_threshold
        scores = ScopeScores.of(
            masked(self.output, self.labels, allowed), self.calibration.temperature
        )
        return Decision.of(
            ranking,
            tuple(ranked.intent for ranked in ranking if ranked.confidence >= threshold),
            self.calibration.detector.decide(scores, self.output.in_vocabulary),
            self.calibration.coverage,
        )

    def ranking(self, allowed: AllowedIntents) -> tuple[RankedIntent, ...]:
        """Return the allowed intents by falling confidence.

        Confidences add up to 1: each is the probability of an intent, given a message with any
        allowed intent. The scope decision is separate.
        """
        return self._ranked(self.calibration.temperature, allowed)

    def raw_ranking(self, allowed: AllowedIntents) -> tuple[RankedIntent, ...]:
        """Return the ranking before calibration."""
        return self._ranked(1.0, allowed)

    def _ranked(self, temperature: float, allowed: AllowedIntents) -> tuple[RankedIntent, ...]:
        offsets = _offsets(self.labels, allowed)
        count = int(np.isfinite(offsets).sum())
        if not count:
            return ()
        probabilities = softmax(self.output.logits[:-1] / temperature + offsets)
        order = np.argsort(-probabilities, kind="stable")[:count]
        return tuple(RankedIntent(self.labels[i], float(probabilities[i])) for i in order)


def masked(
    output: NetworkOutput, labels: tuple[str, ...], allowed: AllowedIntents
) -> NetworkOutput:
    """Return the output with minus infinity for the logits of unavailable intents."""
    if not allowed.unavailable:
        return output
    unavailable = np.append(np.isinf(_offsets(labels, allowed)), False)
    return replace(output, logits=np.where(unavailable, -np.inf, output.logits))


@lru_cache(maxsize=256)
def _offsets(labels: tuple[str, ...], allowed: AllowedIntents) -> NDArray[np.float64]:
    """Offsets of the logits, minus infinity for unavailable intents."""
    offsets = [
        -math.inf if label in allowed.unavailable else EXPECTED_BONUS * (label in allowed.expected)
        for label in labels
    ]
    return np.array(offsets)
