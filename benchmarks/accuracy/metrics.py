"""Figures about answered messages: pure functions of numbers, all percentages from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 15
"""Of equal width, for the calibration error."""

ACCEPTED = 95
"""Percent of the in-scope messages that are answered where systems are compared at one point."""


def accuracy(truth: Sequence[str], answers: Sequence[str]) -> float:
    """Return how many percent of the answers are right."""
    return _percent(_equal(truth, answers))


def macro_f1(truth: Sequence[str], answers: Sequence[str]) -> float:
    """Return the unweighted mean F1 of all labels that are true or answered, in percent."""
    right, answered = _equal(truth, answers), np.array(answers, object)
    expected = np.array(truth, object)
    scores = []
    for label in sorted({*truth, *answers}):
        hits = np.count_nonzero(right & (expected == label))
        made = np.count_nonzero(expected == label) + np.count_nonzero(answered == label)
        scores.append(2 * hits / made)
    return 100 * float(np.mean(scores))


def share_refused(accepted: Sequence[bool]) -> float:
    """Return how many percent of the messages were not accepted."""
    return _percent(~np.asarray(accepted, bool))


def oos_recall_at(
    in_scope: ArrayLike, out_of_scope: ArrayLike, accepted: float = ACCEPTED
) -> float:
    """Return how many percent of the out-of-scope messages are refused at one operating point.

    Takes the scores of both, higher for "in scope". The threshold is an in-scope score below which
    as many of them lie as `accepted` percent leaves over, rounded down to whole messages.
    """
    scores = np.sort(np.asarray(in_scope, float))
    # Rounding may leave a whole number a little short of itself.
    refused = int(np.floor(len(scores) * (100 - accepted) / 100 + 1e-9))
    threshold = scores[min(refused, len(scores) - 1)]
    return _percent(np.asarray(out_of_scope, float) < threshold)


def auroc(in_scope: ArrayLike, out_of_scope: ArrayLike) -> float:
    """Return the area under the ROC curve in percent; equal scores count half.

    That is how often an in-scope message scores higher than an out-of-scope one (Mann and Whitney
    1947, https://doi.org/10.1214/aoms/1177730491).
    """
    foreign = np.sort(np.asarray(out_of_scope, float))
    scores = np.asarray(in_scope, float)
    below = np.searchsorted(foreign, scores, "left") + np.searchsorted(foreign, scores, "right")
    return 100 * float(np.mean(below)) / (2 * len(foreign))


def calibration_error(confidences: ArrayLike, right: ArrayLike, bins: int = BINS) -> float:
    """Return the expected calibration error in percent (https://arxiv.org/abs/1706.04599).

    The confidences, 0 to 1, fall into bins of equal width that exclude their lower end. In each,
    the mean confidence is compared with the share of `right` answers; bins count by their messages.
    """
    shown, correct = np.asarray(confidences, float), np.asarray(right, float)
    which = np.clip(np.ceil(shown * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(which, correct - shown, minlength=bins)
    return 100 * float(np.abs(gaps).sum()) / len(shown)


def _equal(truth: Sequence[str], answers: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([a == b for a, b in zip(truth, answers, strict=True)], bool)


def _percent(marked: NDArray[np.bool_]) -> float:
    return 100 * float(np.mean(marked))
