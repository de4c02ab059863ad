"""Classification metrics of outcomes: accuracy, macro F1, confusions, confidence intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from chatbot.dataset.examples import IntArray
from chatbot.evaluation.outcomes import Outcome, in_scope

RESAMPLES = 1_000
_LEVEL = 0.95
_NOWHERE = -1
"""Number of a predicted intent not expected for any message."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the 95% confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """Precision, recall and F1 of an intent; `support` is the number of messages.

    `precision` is 0 if the intent was never predicted.
    """

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Messages of `intent` mistaken for `predicted`, "" for none."""

    intent: str
    predicted: Annotated[str, Field(alias="got")]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PredictionSets:
    """Share of prediction sets with the expected intent, and mean size of the sets."""

    coverage: float
    mean_size: float


def accuracy(outcomes: Sequence[Outcome], seed: int) -> Interval:
    """Share of messages in scope with the expected intent as the most likely intent.

    The interval is from the percentile bootstrap over messages (Efron 1979,
    https://doi.org/10.1214/aos/1176344552). At least one message is in scope.
    """
    return _mean([float(outcome.correct) for outcome in in_scope(outcomes)], seed)


def macro_f1(outcomes: Sequence[Outcome], seed: int) -> Interval:
    """Mean F1 of the expected intents, unweighted.

    Interval and conditions as in `accuracy`.
    """
    truth, predicted, tags = _numbered(outcomes)

    def mean(rows: IntArray) -> float:
        f1, support = _f1(truth[rows], predicted[rows], len(tags))
        return float(f1[support > 0].mean())

    return _bootstrap(len(truth), mean, seed)


def difference(first: Sequence[Outcome], second: Sequence[Outcome], seed: int) -> Interval:
    """Difference in accuracy on the same messages, `first` minus `second`.

    The bootstrap is paired: messages hard for both do not widen the interval.
    """
    pairs = zip(in_scope(first), in_scope(second), strict=True)
    return _mean([float(a.correct - b.correct) for a, b in pairs], seed)


def false_rejection_difference(
    first: Sequence[Outcome], second: Sequence[Outcome], seed: int
) -> Interval:
    """Difference in false rejection rate on the same messages, `first` minus `second`; paired."""
    pairs = zip(in_scope(first), in_scope(second), strict=True)
    return _mean([float(b.accepted - a.accepted) for a, b in pairs], seed)


def macro_f1_difference(first: Sequence[Outcome], second: Sequence[Outcome], seed: int) -> Interval:
    """Difference in macro F1 on the same messages, `first` minus `second`; paired."""
    truth, ours, tags = _numbered(first)
    _, theirs, _ = _numbered(second)

    def gain(rows: IntArray) -> float:
        (f1, support), (other_f1, _) = (
            _f1(truth[rows], predicted[rows], len(tags)) for predicted in (ours, theirs)
        )
        return float((f1 - other_f1)[support > 0].mean())

    return _bootstrap(len(truth), gain, seed)


def per_intent(outcomes: Sequence[Outcome]) -> tuple[IntentFigures, ...]:
    """Figures of every expected intent, the lowest F1 first."""
    truth, predicted, tags = _numbered(outcomes)
    f1, support = _f1(truth, predicted, len(tags))
    hits, predictions = _hits(truth, predicted, len(tags)), _counts(predicted, len(tags))
    figures = [
        IntentFigures(
            tag,
            _share(hits[i], predictions[i]),
            _share(hits[i], support[i]),
            float(f1[i]),
            int(support[i]),
        )
        for i, tag in enumerate(tags)
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.f1, figure.intent)))


def confusions(outcomes: Sequence[Outcome]) -> tuple[Confusion, ...]:
    """Pairs of expected and different predicted intents, the most frequent first."""
    messages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for outcome in in_scope(outcomes):
        if not outcome.correct:
            messages[str(outcome.intent), outcome.predicted].append(outcome.message)
    pairs = sorted(messages, key=lambda pair: (-len(messages[pair]), pair))
    return tuple(Confusion(*pair, tuple(messages[pair])) for pair in pairs)


def prediction_sets(outcomes: Sequence[Outcome]) -> PredictionSets | None:
    """Figures of the prediction sets; None if the network gives none."""
    outcomes = in_scope(outcomes)
    if not any(outcome.candidates for outcome in outcomes):
        return None
    covered = [outcome.intent in outcome.candidates for outcome in outcomes]
    sizes = [len(outcome.candidates) for outcome in outcomes]
    return PredictionSets(float(np.mean(covered)), float(np.mean(sizes)))


def _mean(values: Sequence[float], seed: int) -> Interval:
    array = np.array(values, np.float64)
    return _bootstrap(len(array), lambda rows: float(array[rows].mean()), seed)


def _bootstrap(size: int, figure: Callable[[IntArray], float], seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    drawn = [figure(rng.integers(size, size=size)) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(figure(np.arange(size)), float(low), float(high))


def _numbered(outcomes: Sequence[Outcome]) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    """Numbers of expected and predicted intents of the messages in scope, and the tags."""
    outcomes = in_scope(outcomes)
    tags = tuple(Counter(str(outcome.intent) for outcome in outcomes))
    numbers = {tag: i for i, tag in enumerate(tags)}
    truth = np.array([numbers[str(outcome.intent)] for outcome in outcomes], np.int64)
    predicted = [numbers.get(outcome.predicted, _NOWHERE) for outcome in outcomes]
    return truth, np.array(predicted, np.int64), tags


def _f1(truth: IntArray, predicted: IntArray, intents: int) -> tuple[NDArray[np.float64], IntArray]:
    """F1 and support of each intent."""
    support = _counts(truth, intents)
    total = support + _counts(predicted, intents)
    f1 = 2 * _hits(truth, predicted, intents) / np.maximum(total, 1)
    return f1, support


def _hits(truth: IntArray, predicted: IntArray, intents: int) -> IntArray:
    return _counts(truth[truth == predicted], intents)


def _counts(numbers: IntArray, intents: int) -> IntArray:
    return np.bincount(numbers[numbers != _NOWHERE], minlength=intents)


def _share(part: int, whole: int) -> float:
    return float(part / whole) if whole else 0.0
