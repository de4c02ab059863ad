"""Whether a confidence of 80% is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.outcomes import Outcome, in_scope

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The messages whose confidence is between `low` and `high`: its mean, and how many are right.

    `accuracy` is a share, 0 to 1.
    """

    low: float
    high: float
    messages: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The expected calibration error, 0 to 1, and the bins it is from, without the empty ones."""

    ece: float
    bins: tuple[ReliabilityBin, ...]


def reliability(judged: Sequence[Outcome]) -> Reliability:
    """Return how far confidence and accuracy of the messages in scope are apart.

    The expected calibration error over ten bins of equal width (Guo et al. 2017,
    https://arxiv.org/abs/1706.04599, equation 3).
    """
    asked = in_scope(judged)
    confidence = np.array([one.confidence for one in asked])
    right = np.array([one.right for one in asked], bool)
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = tuple(
        ReliabilityBin(
            i / BINS,
            (i + 1) / BINS,
            int(inside.sum()),
            float(confidence[inside].mean()),
            float(right[inside].mean()),
        )
        for i in range(BINS)
        if (inside := number == i).any()
    )
    gaps = [bin_.messages * abs(bin_.confidence - bin_.accuracy) for bin_ in bins]
    return Reliability(sum(gaps) / max(len(asked), 1), bins)
