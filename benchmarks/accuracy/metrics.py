"""Metrics of answered messages, in percent from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 15
"""Number of bins of equal width for the calibration error."""

ACCEPTED = 95
"""Percentage of accepted in-scope messages at the operating point of comparisons."""


def accuracy(truth: Sequence[str], answers: Sequence[str]) -> float:
    """Return the percentage of correct answers."""
    return _percent(_equal(truth, answers))


def macro_f1(truth: Sequence[str], answers: Sequence[str]) -> float:
    """Return the unweighted mean F1 of all labels among truth and answers, in percent."""
    correct, predicted = _equal(truth, answers), np.array(answers, object)
    expected = np.array(truth, object)
    scores = []
    for label in sorted({*truth, *answers}):
        true_positives = np.count_nonzero(correct & (expected == label))
        total = np.count_nonzero(expected == label) + np.count_nonzero(predicted == label)
        scores.append(2 * true_positives / total)
    return 100 * float(np.mean(scores))


def rejection_rate(accepted: Sequence[bool]) -> float:
    """Return the percentage of messages without acceptance."""
    return _percent(~np.asarray(accepted, bool))


def oos_recall_at(
    in_scope: ArrayLike, out_of_scope: ArrayLike, accepted: float = ACCEPTED
) -> float:
    """Return the percentage of out-of-scope messages refused at an operating point.

    Takes the scores of both kinds, higher for "in scope". The threshold is the in-scope score with
    100 - `accepted` percent of the in-scope scores below, rounded down to whole messages.
    """
    scores = np.sort(np.asarray(in_scope, float))
    # The addend makes up for the rounding of whole numbers.
    refused = int(np.floor(len(scores) * (100 - accepted) / 100 + 1e-9))
    threshold = scores[min(refused, len(scores) - 1)]
    return _percent(np.asarray(out_of_scope, float) < threshold)


def auroc(in_scope: ArrayLike, out_of_scope: ArrayLike) -> float:
    """Return the area under the ROC curve in percent; equal scores count half.

    The area is the probability of a higher score for an in-scope than for an out-of-scope message
    (Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491).
    """
    negatives = np.sort(np.asarray(out_of_scope, float))
    scores = np.asarray(in_scope, float)
    below = np.searchsorted(negatives, scores, "left")
    not_above = np.searchsorted(negatives, scores, "right")
    return 100 * float(np.mean(below + not_above)) / (2 * len(negatives))


def calibration_error(confidences: ArrayLike, correct: ArrayLike, bins: int = BINS) -> float:
    """Return the expected calibration error in percent (https://arxiv.org/abs/1706.04599).

    The confidences, 0 to 1, fall into bins of equal width without the lower end. The error is the
    mean gap between confidence and share of `correct` answers, weighted by messages per bin.
    """
    predicted, observed = np.asarray(confidences, float), np.asarray(correct, float)
    bin_indexes = np.clip(np.ceil(predicted * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(bin_indexes, observed - predicted, minlength=bins)
    return 100 * float(np.abs(gaps).sum()) / len(predicted)


def _equal(truth: Sequence[str], answers: Sequence[str]) -> NDArray[np.bool_]:
    pairs = zip(truth, answers, strict=True)
    return np.array([expected == answer for expected, answer in pairs], bool)


def _percent(mask: NDArray[np.bool_]) -> float:
    return 100 * float(np.mean(mask))
