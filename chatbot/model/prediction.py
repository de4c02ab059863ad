"""Prediction for a message: network output with the calibration."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from chatbot.entities.entity import NO_MENTIONS, Mentions
from chatbot.inference import softmax
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.calibration import Calibration
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import ScopeScores

EXPECTED_BONUS = math.log(3)
"""Addend to the logits of intents expected after the bot's last question: odds of 3 to 1.

Half of it for those expected after an earlier question.
"""


@dataclass(frozen=True, slots=True)
class Halves:
    """Two clauses of a message, and the prediction for each of them."""

    texts: tuple[str, str]
    predictions: tuple[Prediction, Prediction]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Network output for a message: `labels` are the intents, in the order of the logits.

    Open contexts make some intents likelier, and others impossible: hence the `allowed` intents
    of the methods. `halves` are the predictions for a message read as two clauses, with the texts
    of the clauses, for each way to read it so. `mentions` are the values that the slots of a bot
    can take.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    output: NetworkOutput
    calibration: Calibration
    halves: tuple[Halves, ...] = ()
    mentions: Mentions = field(default_factory=lambda: NO_MENTIONS)

    def decide(self, allowed: AllowedIntents) -> Decision:
        """Decide whether to answer, to ask back, or to give the fallback."""
        ranking = self.ranking(allowed)
        threshold = self.calibration.conformal_threshold
        scores = ScopeScores.of(
            masked(self.output, self.labels, allowed), self.calibration.temperature
        )
        decision = Decision.of(
            ranking,
            tuple(ranked.intent for ranked in ranking if ranked.confidence >= threshold),
            self.calibration.detector.decide(scores, self.output.in_vocabulary),
            self.calibration.coverage,
        )
        answers = decision.kind != "fallback"
        return (
            decision.because("closed_context") if answers and self._is_closed(allowed) else decision
        )

    def _is_closed(self, allowed: AllowedIntents) -> bool:
        """Return True if the likeliest intent waits for a closed context and no other is likely."""
        best = self.labels[int(self.output.logits[:-1].argmax())]
        if best not in allowed.unavailable:
            return False
        probabilities = softmax(self.output.logits[:-1] / self.calibration.temperature)
        possible = probabilities[np.isfinite(_offsets(self.labels, allowed))]
        return not (possible >= self.calibration.conformal_threshold).any()

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
        intents = [self.labels[i] for i in order.tolist()]
        return tuple(map(_RANKED, zip(intents, probabilities[order].tolist(), strict=True)))


_RANKED = partial(tuple.__new__, RankedIntent)
"""RankedIntent of a pair, without a call of Python for each: some hundred a message."""


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
        -math.inf
        if label in allowed.unavailable
        else EXPECTED_BONUS * ((label in allowed.expected) - (label in allowed.earlier) / 2)
        for label in labels
    ]
    return np.array(offsets)
