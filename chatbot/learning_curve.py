"""Whether more patterns would help, and in which intent: what fewer of them came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.judged import Judged
from chatbot.metrics import IntentFigures, Interval, accuracy, per_intent

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
class Growth:
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
    growth: tuple[Growth, ...]


def learning_curve(
    judged: Sequence[tuple[float, Sequence[Judged]]], patterns: Mapping[str, int], seed: int
) -> LearningCurve:
    """Return the curve through these shares and the answers after learning them.

    `patterns` are the numbers of patterns that the intents have now.
    """
    points = tuple(
        Point(share, accuracy(answers, seed), per_intent(answers)) for share, answers in judged
    )
    return LearningCurve(points, _growth(points, patterns))


def _growth(points: Sequence[Point], patterns: Mapping[str, int]) -> tuple[Growth, ...]:
    """Continue each intent's recall as a line over the logarithm of the number of its patterns.

    A few messages say little about one intent: its slope is drawn towards the mean of all.
    """
    halvings = np.log2([point.share for point in points])
    recalls = [{one.intent: one.recall for one in point.intents} for point in points]
    now = points[-1].intents
    slopes = {
        one.intent: _slope(halvings, [recall[one.intent] for recall in recalls]) for one in now
    }
    usual = float(np.average(list(slopes.values()), weights=[one.support for one in now]))
    found = []
    for one in now:
        weight = one.support / (one.support + _TRUST_IN_ALL)
        slope = weight * slopes[one.intent] + (1 - weight) * usual
        doublings = float(np.log2(1 + MORE / patterns[one.intent]))
        expected = min(1.0, one.recall + slope * doublings)
        if expected - one.recall >= _LEAST_GAIN:
            found.append((expected, one))
    found.sort(key=lambda pair: (pair[1].recall - pair[0], pair[1].intent))
    return tuple(
        Growth(
            one.intent,
            patterns[one.intent],
            one.recall,
            expected,
            f"{MORE} more patterns in {one.intent} would help{' most' if not place else ''}: "
            f"of its messages {one.recall:.0%} are understood with {patterns[one.intent]} patterns,"
            f" and about {expected:.0%} would be.",
        )
        for place, (expected, one) in enumerate(found)
    )


def _slope(x: NDArray[np.float64], y: Sequence[float]) -> float:
    return float(np.polyfit(x, y, 1)[0]) if len(y) > 1 else 0.0
