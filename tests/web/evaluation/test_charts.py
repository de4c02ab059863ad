"""Charts of an evaluation show the worst intents and hold its figures."""

import pytest

from tests.support.evaluations import HOSTILE, LONG, made_up_evaluation
from web.evaluation.charts import MOST_CONFUSED, MOST_INTENTS, charts_of

EVALUATION = made_up_evaluation()
CHARTS = charts_of(EVALUATION)


def test_the_weakest_intents_come_first() -> None:
    chart = CHARTS["intents"]
    recall, precision = chart.series
    assert len(chart.labels) == len(recall.values) == MOST_INTENTS
    assert chart.labels[0] == EVALUATION.intents[0].intent
    assert recall.values[0] == EVALUATION.intents[0].recall
    assert precision.values[0] == EVALUATION.intents[0].precision


def test_names_are_whole() -> None:
    assert {HOSTILE, LONG} <= {*CHARTS["confusion"].labels}


def test_the_confusion_matrix_counts_messages() -> None:
    chart = CHARTS["confusion"]
    rows = [series.values for series in chart.series]
    assert len(rows) == len(rows[0]) == len(chart.labels) == MOST_CONFUSED
    most = max(len(pair.messages) for pair in EVALUATION.confusions)
    assert max(value or 0 for row in rows for value in row) == most
    pair = EVALUATION.confusions[0]
    row = next(series for series in chart.series if series.name == pair.intent)
    assert row.values[chart.labels.index(pair.predicted)] == len(pair.messages)


def test_scores_are_shares_of_their_kind() -> None:
    for series in CHARTS["scores"].series:
        assert sum(value or 0 for value in series.values) == pytest.approx(1)


def test_the_learning_curve_has_its_intervals() -> None:
    chart = CHARTS["learning"]
    (line,) = chart.series
    assert chart.labels == (0.25, 0.5, 0.75, 1.0)
    for value, (low, high) in zip(line.values, line.intervals, strict=True):
        assert value is not None
        assert low < value < high
