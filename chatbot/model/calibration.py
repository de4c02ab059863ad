"""Calibration of a network: temperature, conformal threshold, out-of-scope detector.

A calibration is fitted to held-out messages only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, TypeAdapter

from chatbot.inference import softmax
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import (
    FALSE_REJECTION_RATE,
    OutOfScopeDetector,
    ScopeScores,
    weight_of_tests,
)

_RESCUED = 1 / 4
"""Share of misunderstood messages to have the true intent in the prediction set."""

_TEMPERATURES = np.geomspace(0.2, 5, 65)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Parameters for turning outputs into confidences, prediction sets and scope decisions.

    Logits divided by `temperature` give calibrated probabilities (Guo et al. 2017,
    https://arxiv.org/abs/1706.04599). Intents of at least the probability `conformal_threshold`
    make up the prediction set; a share of `coverage` of all sets holds the true intent (split
    conformal prediction, Angelopoulos & Bates 2021, https://arxiv.org/abs/2107.07511).
    """

    temperature: float
    detector: Annotated[OutOfScopeDetector, Field(alias="guard")]
    conformal_threshold: Annotated[float, Field(alias="smallest")]
    coverage: float

    @classmethod
    def fit(
        cls,
        outputs: Sequence[NetworkOutput],
        labels: NDArray[np.int64],
        false_rejection_rate: float = FALSE_REJECTION_RATE,
        off_topic: Sequence[NetworkOutput] = (),
        sharpest: float = 0.0,
    ) -> Calibration:
        """Fit the calibration to network outputs of held-out messages and the true intents.

        Logits of impossible intents are minus infinity. The detector is fitted to the messages with
        a right answer: rejecting a wrong answer loses nothing. The temperature is not below
        `sharpest`.
        """
        logits = np.stack([output.logits[:-1] for output in outputs]).astype(np.float64)
        temperatures = _TEMPERATURES[sharpest <= _TEMPERATURES]
        temperature = float(min(temperatures, key=lambda t: _negative_log(logits / t, labels)))
        true = softmax(logits / temperature)[np.arange(len(labels)), labels]
        right = logits.argmax(axis=1) == labels
        coverage = _coverage(right)
        scores = [ScopeScores.of(output, temperature) for output in outputs]
        good = [score for score, is_right in zip(scores, right, strict=True) if is_right] or scores
        bad = [ScopeScores.of(output, temperature) for output in off_topic if output.in_vocabulary]
        detector = OutOfScopeDetector.fit(good, false_rejection_rate)
        detector = detector.lowered(bad, len(off_topic), good)
        return cls(temperature, detector, _conformal_threshold(true, coverage), coverage)

    def raised(
        self,
        tests: tuple[Sequence[NetworkOutput], NDArray[np.int64]],
        held_out: tuple[Sequence[NetworkOutput], NDArray[np.int64]],
    ) -> Calibration:
        """Return the calibration with the threshold of the detector raised.

        Both arguments are outputs and true intents, of the author's tests and of held-out patterns.
        The more tests, the higher; the scores of those with a right answer say how high.
        """
        scores = (
            [
                ScopeScores.of(output, self.temperature)
                for output, label in zip(outputs, labels, strict=True)
                if output.logits[:-1].argmax() == label
            ]
            for outputs, labels in (tests, held_out)
        )
        detector = self.detector.raised(next(scores), next(scores), weight_of_tests(len(tests[1])))
        return replace(self, detector=detector)

    def to_json(self) -> str:
        """Return the calibration as a JSON text for `from_json`."""
        return _CALIBRATION.dump_json(self, by_alias=True).decode()

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Return the calibration in a text of `to_json`."""
        return _CALIBRATION.validate_json(text)


_CALIBRATION = TypeAdapter(Calibration)


def _coverage(right: NDArray[np.bool_]) -> float:
    """Coverage to promise: the accuracy and a quarter of the rest.

    With less, the bot would keep silent about messages understood well; with all of the rest, the
    bot would ask back about everything. It is at most n / (n + 1) of n messages: more can only be
    promised of the set of all intents.
    """
    target = float(right.mean() + _RESCUED * (1 - right.mean()))
    return min(target, len(right) / (len(right) + 1))


def _negative_log(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of the true intents."""
    true = softmax(logits)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(true, 1e-12)).mean())


def _conformal_threshold(true: NDArray[np.float64], coverage: float) -> float:
    """Conformal threshold: probability reached by a share of `coverage` of true intents.

    With n messages, the probability of rank floor((n + 1) (1 - coverage)) from below; 0 for too few
    messages to promise anything, so that every intent is in the set.
    """
    rank = len(true) + 1 - ceil((len(true) + 1) * coverage - 1e-9)
    return float(np.sort(true)[rank - 1]) if rank else 0.0
