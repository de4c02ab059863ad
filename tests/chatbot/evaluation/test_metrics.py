"""The figures are those of scikit-learn, and their intervals are what a bootstrap gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from chatbot.evaluation.metrics import (
    Confusion,
    PredictionSets,
    accuracy,
    confusions,
    difference,
    macro_f1,
    per_intent,
    prediction_sets,
)
from chatbot.evaluation.outcomes import Outcome
from tests.support.bot_answers import IN_SCOPE, TAGS, answer

FEW = settings(max_examples=25)
HALF = [answer("apple", "apple"), answer("apple", "pear")] * 50


def truth_and_predicted(outcomes: list[Outcome]) -> tuple[list[str], list[str]]:
    return [str(outcome.intent) for outcome in outcomes], [
        outcome.predicted for outcome in outcomes
    ]


@FEW
@given(IN_SCOPE)
def test_accuracy_is_that_of_scikit_learn(outcomes: list[Outcome]) -> None:
    assert accuracy(outcomes, 1).value == pytest.approx(
        accuracy_score(*truth_and_predicted(outcomes))
    )


@FEW
@given(IN_SCOPE)
def test_macro_f1_is_that_of_scikit_learn(outcomes: list[Outcome]) -> None:
    truth, predicted = truth_and_predicted(outcomes)
    tags = sorted(set(truth))
    theirs = f1_score(truth, predicted, labels=tags, average="macro", zero_division=0)
    assert macro_f1(outcomes, 1).value == pytest.approx(theirs)


@given(IN_SCOPE)
def test_the_figures_of_each_intent_are_those_of_scikit_learn(outcomes: list[Outcome]) -> None:
    truth, predicted = truth_and_predicted(outcomes)
    ours = per_intent(outcomes)
    tags = [figures.intent for figures in ours]
    theirs = precision_recall_fscore_support(truth, predicted, labels=tags, zero_division=0)
    for i, figures in enumerate(ours):
        mine = (figures.precision, figures.recall, figures.f1, figures.support)
        assert mine == pytest.approx([column[i] for column in theirs])
    assert [figures.f1 for figures in ours] == sorted(figures.f1 for figures in ours)


def test_off_topic_messages_change_no_figure_of_the_intents() -> None:
    foreign = [answer(None, "apple")] * 10
    assert accuracy(HALF + foreign, 1) == accuracy(HALF, 1)
    assert macro_f1(HALF + foreign, 1) == macro_f1(HALF, 1)
    assert per_intent(HALF + foreign) == per_intent(HALF)
    assert confusions(HALF + foreign) == confusions(HALF)


@FEW
@given(IN_SCOPE, st.integers(0, 100))
def test_an_interval_is_between_0_and_1_and_the_same_for_a_seed(
    outcomes: list[Outcome], seed: int
) -> None:
    for figure in (accuracy, macro_f1):
        interval = figure(outcomes, seed)
        assert 0 <= interval.low <= interval.high <= 1
        assert figure(outcomes, seed) == interval


def test_an_interval_is_as_wide_as_chance_makes_it() -> None:
    interval = accuracy(HALF, 1)
    spread = 1.96 * np.sqrt(0.25 / 100)
    assert interval.value == 0.5
    assert interval.low == pytest.approx(0.5 - spread, abs=0.02)
    assert interval.high == pytest.approx(0.5 + spread, abs=0.02)
    wide = accuracy(HALF[:20], 1)
    assert wide.high - wide.low > 1.5 * (interval.high - interval.low)


def test_an_intent_that_a_resample_lacks_makes_it_no_worse() -> None:
    rare = macro_f1([answer("apple", "apple")] * 20 + [answer("pear", "pear")], 1)
    assert (rare.low, rare.value, rare.high) == (1, 1, 1)


def test_a_difference_is_paired() -> None:
    same = difference(HALF, HALF, 1)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    better = [answer("apple", "apple")] * 100
    gain = difference(better, HALF, 1)
    assert gain.value == 0.5
    assert 0.3 < gain.low < 0.5 < gain.high < 0.7
    assert difference(HALF, better, 1).value == -0.5


def test_confusions_come_with_their_messages_the_most_frequent_first() -> None:
    outcomes = [
        answer("apple", "pear", "one"),
        answer("plum", "apple", "two"),
        answer("apple", "pear", "three"),
        answer("pear", "pear", "four"),
        answer("quince", "", "five"),
    ]
    assert confusions(outcomes) == (
        Confusion("apple", "pear", ("one", "three")),
        Confusion("plum", "apple", ("two",)),
        Confusion("quince", "", ("five",)),
    )


@given(IN_SCOPE)
def test_confusions_hold_every_misunderstood_message(outcomes: list[Outcome]) -> None:
    wrong = sum(not outcome.correct for outcome in outcomes)
    assert sum(len(pair.messages) for pair in confusions(outcomes)) == wrong


def test_prediction_sets_are_counted_where_there_are_some() -> None:
    assert prediction_sets(HALF) is None
    outcomes = [
        answer("apple", "apple", candidates=("apple",)),
        answer("apple", "pear", candidates=("pear", "apple", "plum")),
        answer("apple", "pear", candidates=("pear", "plum")),
        answer("apple", "pear"),
        answer(None, "pear", candidates=TAGS),
    ]
    assert prediction_sets(outcomes) == PredictionSets(coverage=0.5, mean_size=1.5)
