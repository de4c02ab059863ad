"""Reliability of confidences: 80% should be correct in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.outcomes import Outcome, in_scope

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Bin of a reliability diagram: the messages with a confidence from `low` to `high`.

    `confidence` is the mean confidence, `accuracy` the share of correct answers, 0 to 1.
    """

    low: float
    high: float
    messages: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Expected calibration error, 0 to 1, and the bins with messages."""

    ece: float
    bins: tuple[ReliabilityBin, ...]


def reliability(outcomes: Sequence[Outcome]) -> Reliability:
    """Expected calibration error of the messages in scope, over ten bins of equal width.

    Guo et al. 2017, https://arxiv.org/abs/1706.04599, equation 3.
    """
    outcomes = in_scope(outcomes)
    confidence = np.array([outcome.confidence for outcome in outcomes])
    correct = np.array([outcome.correct for outcome in outcomes], bool)
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = tuple(
        ReliabilityBin(
            i / BINS,
            (i + 1) / BINS,
            int(inside.sum()),
            float(confidence[inside].mean()),
            float(correct[inside].mean()),
        )
        for i in range(BINS)
        if (inside := number == i).any()
    )
    gaps = [bin_.messages * abs(bin_.confidence - bin_.accuracy) for bin_ in bins]
    return Reliability(sum(gaps) / max(len(outcomes), 1), bins)
