"""Metrics against scikit-learn, and against results by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference

from benchmarks.accuracy import metrics

LABELS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcde")), min_size=1)
SCORES = st.lists(st.integers(-5, 5), min_size=1)


@given(LABELS)
def test_accuracy_and_macro_f1_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, answers = zip(*pairs, strict=True)
    assert metrics.accuracy(truth, answers) == pytest.approx(
        100 * reference.accuracy_score(truth, answers)
    )
    assert metrics.macro_f1(truth, answers) == pytest.approx(
        100 * reference.f1_score(truth, answers, average="macro")
    )


@given(SCORES, SCORES)
def test_auroc_is_that_of_scikit_learn_equal_scores_too(
    in_scope: list[int], out_of_scope: list[int]
) -> None:
    truth = [1] * len(in_scope) + [0] * len(out_of_scope)
    assert metrics.auroc(in_scope, out_of_scope) == pytest.approx(
        100 * reference.roc_auc_score(truth, in_scope + out_of_scope)
    )


def test_a_label_is_compared_as_a_whole() -> None:
    assert metrics.accuracy(["track order"], ["track order "]) == 0.0
    assert metrics.macro_f1(["a", ""], ["a", ""]) == 100.0


def test_refused_are_those_that_were_not_accepted() -> None:
    assert metrics.rejection_rate([True, False, False, True, True]) == 40.0


def test_the_recall_is_that_where_95_percent_are_accepted() -> None:
    in_scope = np.arange(100) / 100
    out_of_scope = [0.01, 0.049, 0.0501, 0.5]
    assert np.count_nonzero(in_scope >= 0.05) == 95
    assert metrics.oos_recall_at(in_scope, out_of_scope) == 50.0


def test_at_least_95_percent_are_accepted_where_they_do_not_come_out_even() -> None:
    assert metrics.oos_recall_at([0.5] + [0.9] * 18, [0.4, 0.6]) == 50.0
    assert metrics.oos_recall_at([0.5] + [0.9] * 19, [0.4, 0.6]) == 100.0


def test_a_foreign_message_with_the_score_of_the_threshold_is_accepted() -> None:
    assert metrics.oos_recall_at([0.1, *[0.5] * 19], [0.4, 0.5]) == 50.0


def test_every_whole_share_is_exact() -> None:
    for count in range(20, 2001, 20):
        scores = np.arange(count)
        between = [count // 20 - 0.5, count // 20 + 0.5]
        assert metrics.oos_recall_at(scores, between) == 50.0, count


def test_a_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    confidences = [0.75] * 4 + [0.25] * 4
    assert metrics.calibration_error(confidences, [1, 1, 1, 0, 1, 0, 0, 0]) == pytest.approx(0)


def test_the_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    # Two messages are sure and wrong, two are unsure and right: gaps of 1.0 and 0.5.
    assert metrics.calibration_error([1, 1, 0.5, 0.5], [0, 0, 1, 1]) == pytest.approx(75)


def test_errors_of_opposite_sign_in_one_bin_cancel_out_but_not_over_bins() -> None:
    assert metrics.calibration_error([0.99, 0.95], [1, 0.94]) == pytest.approx(0, abs=1)
    assert metrics.calibration_error([0.0, 1.0], [1, 0]) == pytest.approx(100)
