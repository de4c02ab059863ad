"""Figures of how a network answered messages that it had not learnt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.examples import IntArray
from chatbot.evaluation.outcomes import Outcome, in_scope

RESAMPLES = 1_000
_LEVEL = 0.95
_NOWHERE = -1
"""Stands for an intent that no message means."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95% confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """How well one intent is understood. `support` is the number of messages that mean it.

    `precision` is 0 where no message was taken for it.
    """

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """The messages of an intent that were taken for another one."""

    intent: str
    got: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PredictionSets:
    """How often the intent meant was among the candidates, and how many these were on average."""

    coverage: float
    mean_size: float


def accuracy(judged: Sequence[Outcome], seed: int) -> Interval:
    """Return the share of messages whose intent was thought most likely.

    The interval is the percentile bootstrap's over messages (Efron 1979,
    https://doi.org/10.1214/aos/1176344552). Of the messages, at least one is in scope; the others
    do not count.
    """
    right = np.array([one.right for one in in_scope(judged)], np.float64)
    return _bootstrap(len(right), lambda rows: float(right[rows].mean()), seed)


def macro_f1(judged: Sequence[Outcome], seed: int) -> Interval:
    """Return the mean F1 of the intents that are meant, each counting the same.

    The interval and what is asked of `judged` are those of `accuracy`.
    """
    truth, got, tags = _numbered(judged)

    def mean(rows: IntArray) -> float:
        f1, support = _f1(truth[rows], got[rows], len(tags))
        return float(f1[support > 0].mean())

    return _bootstrap(len(truth), mean, seed)


def difference(one: Sequence[Outcome], other: Sequence[Outcome], seed: int) -> Interval:
    """Return by how much more of the same messages `one` understood than `other`, of 1.

    The bootstrap is paired: what both find hard does not widen the interval.
    """
    gains = np.array(
        [float(a.right) - b.right for a, b in zip(in_scope(one), in_scope(other), strict=True)]
    )
    return _bootstrap(len(gains), lambda rows: float(gains[rows].mean()), seed)


def macro_f1_difference(one: Sequence[Outcome], other: Sequence[Outcome], seed: int) -> Interval:
    """Return by how much the macro F1 of `one` is above that of `other` on the same messages.

    The bootstrap is paired, as that of `difference`.
    """
    truth, first, tags = _numbered(one)
    _, second, _ = _numbered(other)

    def gain(rows: IntArray) -> float:
        (ours, support), (theirs, _) = (
            _f1(truth[rows], got[rows], len(tags)) for got in (first, second)
        )
        return float((ours - theirs)[support > 0].mean())

    return _bootstrap(len(truth), gain, seed)


def refused_difference(one: Sequence[Outcome], other: Sequence[Outcome], seed: int) -> Interval:
    """Return by how much more of the same messages `one` refused than `other`, of 1."""
    more = np.array(
        [
            float(b.accepted) - a.accepted
            for a, b in zip(in_scope(one), in_scope(other), strict=True)
        ]
    )
    return _bootstrap(len(more), lambda rows: float(more[rows].mean()), seed)


def per_intent(judged: Sequence[Outcome]) -> tuple[IntentFigures, ...]:
    """Return the figures of every intent that is meant, the weakest first."""
    truth, got, tags = _numbered(judged)
    f1, support = _f1(truth, got, len(tags))
    hits, claimed = _hits(truth, got, len(tags)), _counts(got, len(tags))
    figures = [
        IntentFigures(
            tag,
            _share(hits[i], claimed[i]),
            _share(hits[i], support[i]),
            float(f1[i]),
            int(support[i]),
        )
        for i, tag in enumerate(tags)
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.f1, figure.intent)))


def confusions(judged: Sequence[Outcome]) -> tuple[Confusion, ...]:
    """Return the pairs of intents that were confused, the most frequent first."""
    messages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in in_scope(judged):
        if not one.right:
            messages[str(one.intent), one.got].append(one.message)
    pairs = sorted(messages, key=lambda pair: (-len(messages[pair]), pair))
    return tuple(Confusion(*pair, tuple(messages[pair])) for pair in pairs)


def prediction_sets(judged: Sequence[Outcome]) -> PredictionSets | None:
    """Return the figures of the prediction sets; None where the network gave none."""
    asked = in_scope(judged)
    if not any(one.candidates for one in asked):
        return None
    covered = [one.intent in one.candidates for one in asked]
    sizes = [len(one.candidates) for one in asked]
    return PredictionSets(float(np.mean(covered)), float(np.mean(sizes)))


def _bootstrap(size: int, figure: Callable[[IntArray], float], seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    drawn = [figure(rng.integers(size, size=size)) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(figure(np.arange(size)), float(low), float(high))


def _numbered(judged: Sequence[Outcome]) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    asked = in_scope(judged)
    tags = tuple(Counter(str(one.intent) for one in asked))
    numbers = {tag: i for i, tag in enumerate(tags)}
    truth = np.array([numbers[str(one.intent)] for one in asked], np.int64)
    got = np.array([numbers.get(one.got, _NOWHERE) for one in asked], np.int64)
    return truth, got, tags


def _f1(truth: IntArray, got: IntArray, intents: int) -> tuple[NDArray[np.float64], IntArray]:
    support = _counts(truth, intents)
    there = support + _counts(got, intents)
    f1 = 2 * _hits(truth, got, intents) / np.maximum(there, 1)
    return f1, support


def _hits(truth: IntArray, got: IntArray, intents: int) -> IntArray:
    return _counts(truth[truth == got], intents)


def _counts(numbers: IntArray, intents: int) -> IntArray:
    return np.bincount(numbers[numbers != _NOWHERE], minlength=intents)


def _share(part: int, whole: int) -> float:
    return float(part / whole) if whole else 0.0
