"""Whether more patterns would help, and in which intent: what fewer of them came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.metrics import IntentFigures, Interval, accuracy, per_intent
from chatbot.evaluation.outcomes import Outcome

SHARES = (0.25, 0.5, 0.75, 1.0)
MORE = 20
"""How many more patterns an intent is imagined to have."""

_LEAST_GAIN = 0.01
_TRUST_IN_ALL = 20
"""The average growth counts as much as so many messages of the intent itself."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a share of the patterns came to, asked the same messages."""

    share: float
    accuracy: Interval
    intents: tuple[IntentFigures, ...]


@dataclass(frozen=True, slots=True)
class ExpectedGain:
    """An intent whose recall more patterns are likely to raise, to about `expected`."""

    intent: str
    patterns: int
    recall: float
    expected: float
    sentence: str


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """The points by rising share, and the intents that would gain by more patterns, most first."""

    points: tuple[Point, ...]
    growth: tuple[ExpectedGain, ...]


def learning_curve(
    judged: Sequence[tuple[float, Sequence[Outcome]]], patterns: Mapping[str, int], seed: int
) -> LearningCurve:
    """Return the curve through these shares and the answers after learning them.

    `patterns` are the numbers of patterns that the intents have now.
    """
    points = tuple(
        Point(share, accuracy(answers, seed), per_intent(answers)) for share, answers in judged
    )
    return LearningCurve(points, _growth(points, patterns))


def _growth(points: Sequence[Point], patterns: Mapping[str, int]) -> tuple[ExpectedGain, ...]:
    now = points[-1].intents
    found = []
    for one, exponent in zip(now, _exponents(points), strict=True):
        more = 1 + MORE / patterns[one.intent]
        expected = 1 - (1 - one.recall) * more**-exponent
        if expected - one.recall >= _LEAST_GAIN:
            found.append((expected, one))
    found.sort(key=lambda pair: (pair[1].recall - pair[0], pair[1].intent))
    return tuple(
        ExpectedGain(
            one.intent,
            patterns[one.intent],
            one.recall,
            expected,
            f"{MORE} more patterns in {one.intent} would help{' most' if not place else ''}: "
            f"with {patterns[one.intent]}, {one.recall:.0%} of its messages are understood, and "
            f"about {expected:.0%} would be.",
        )
        for place, (expected, one) in enumerate(found)
    )


def _exponents(points: Sequence[Point]) -> list[float]:
    """How fast the errors of each intent fall: as a power of the number of its patterns.

    That is how errors of networks fall (Hestness et al. 2017, https://arxiv.org/abs/1712.00409).
    A few messages say little about one intent: its exponent is drawn towards the mean of all.
    """
    shares = np.log([point.share for point in points])
    errors = [{intent.intent: _log_error(intent) for intent in point.intents} for point in points]
    now = points[-1].intents
    own = [-np.polyfit(shares, [error[one.intent] for error in errors], 1)[0] for one in now]
    support = np.array([one.support for one in now])
    weight = support / (support + _TRUST_IN_ALL)
    drawn = weight * own + (1 - weight) * np.average(own, weights=support)
    return [float(exponent) for exponent in np.maximum(drawn, 0)]


def _log_error(figures: IntentFigures) -> float:
    """The logarithm of the share of errors, with half a message on either side: never of 0."""
    wrong = figures.support * (1 - figures.recall)
    return float(np.log((wrong + 0.5) / (figures.support + 1)))
