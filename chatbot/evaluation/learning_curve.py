"""Learning curve: accuracy with fewer patterns, and the gain to expect from more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.metrics import IntentFigures, Interval, accuracy, per_intent
from chatbot.evaluation.outcomes import Outcome

SHARES = (0.25, 0.5, 0.75, 1.0)
MORE = 20
"""Number of additional patterns of an intent in the estimate of the gain."""

_LEAST_GAIN = 0.01
_TRUST_IN_ALL = 20
"""Weight of the mean exponent of all intents, in messages of an intent."""


@dataclass(frozen=True, slots=True)
class Point:
    """Result of learning a share of the patterns, on the same messages."""

    share: float
    accuracy: Interval
    intents: tuple[IntentFigures, ...]


@dataclass(frozen=True, slots=True)
class ExpectedGain:
    """An intent likely to gain recall by more patterns, up to about `expected`."""

    intent: str
    patterns: int
    recall: float
    expected: float


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Points by rising share, and the intents to gain from MORE patterns, most first."""

    points: tuple[Point, ...]
    growth: tuple[ExpectedGain, ...]


def learning_curve(
    answers: Sequence[tuple[float, Sequence[Outcome]]], patterns: Mapping[str, int], seed: int
) -> LearningCurve:
    """Return the curve through pairs of a share and the outcomes after learning the share.

    `patterns` are the numbers of patterns of the intents.
    """
    points = tuple(
        Point(share, accuracy(outcomes, seed), per_intent(outcomes)) for share, outcomes in answers
    )
    return LearningCurve(points, _growth(points, patterns))


def _growth(points: Sequence[Point], patterns: Mapping[str, int]) -> tuple[ExpectedGain, ...]:
    gains = []
    for figures, exponent in zip(points[-1].intents, _exponents(points), strict=True):
        number, recall = patterns[figures.intent], figures.recall
        expected = 1 - (1 - recall) * (1 + MORE / number) ** -exponent
        if expected - recall >= _LEAST_GAIN:
            gains.append(ExpectedGain(figures.intent, number, recall, expected))
    return tuple(sorted(gains, key=lambda gain: (gain.recall - gain.expected, gain.intent)))


def _exponents(points: Sequence[Point]) -> list[float]:
    """Exponents of the power laws of errors over numbers of patterns, an exponent per intent.

    Errors of networks fall by a power law (Hestness et al. 2017, https://arxiv.org/abs/1712.00409).
    A few messages say little about an intent: the exponent is shrunk towards the mean of all.
    """
    shares = np.log([point.share for point in points])
    errors = [{intent.intent: _log_error(intent) for intent in point.intents} for point in points]
    last = points[-1].intents
    own = [
        -np.polyfit(shares, [error[figures.intent] for error in errors], 1)[0] for figures in last
    ]
    support = np.array([figures.support for figures in last])
    weight = support / (support + _TRUST_IN_ALL)
    shrunk = weight * own + (1 - weight) * np.average(own, weights=support)
    return [float(exponent) for exponent in np.maximum(shrunk, 0)]


def _log_error(figures: IntentFigures) -> float:
    """Logarithm of the share of errors, smoothed by half a message: never of 0."""
    wrong = figures.support * (1 - figures.recall)
    return float(np.log((wrong + 0.5) / (figures.support + 1)))
