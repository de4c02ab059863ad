"""The charts show the worst, and keep names apart and harmless."""

from dataclasses import replace

import pytest

from tests.support.evaluations import HOSTILE, LONG, made_up_evaluation
from web.evaluation.charts import MOST_CONFUSED, MOST_INTENTS, charts_of

EVALUATION = made_up_evaluation()
CHARTS = charts_of(EVALUATION)


def test_the_weakest_intents_come_first() -> None:
    chart = CHARTS["intents"]
    precision, recall = chart.data
    assert len(recall["x"]) == MOST_INTENTS
    assert recall["x"][-1] == EVALUATION.intents[0].recall
    assert precision["x"][-1] == EVALUATION.intents[0].precision


def test_names_are_shortened_and_escaped_but_stay_apart() -> None:
    twins = tuple(
        replace(EVALUATION.intents[0], intent=f"{'very_' * 8}{end}") for end in ("one", "two")
    )
    axis = charts_of(replace(EVALUATION, intents=twins))["intents"].layout["yaxis"]
    assert axis["tickvals"] == [0, 1]
    assert all(len(name) <= 22 for name in axis["ticktext"])
    shown = CHARTS["confusion"].layout["xaxis"]["ticktext"]
    assert any(name.startswith("&lt;script&gt;") for name in shown)
    assert not any("<" in name for name in (*shown, *CHARTS["intents"].data[0]["text"]))
    assert LONG not in shown
    assert HOSTILE not in shown


def test_the_confusion_matrix_counts_messages() -> None:
    (heatmap,) = CHARTS["confusion"].data
    assert len(heatmap["z"]) == len(heatmap["z"][0]) == MOST_CONFUSED
    most = max(len(pair.messages) for pair in EVALUATION.confusions)
    assert max(max(row) for row in heatmap["z"]) == most


def test_scores_are_shares_of_their_kind() -> None:
    for trace in CHARTS["scores"].data:
        assert sum(trace["y"]) == pytest.approx(1)


def test_the_learning_curve_has_its_intervals() -> None:
    (line,) = CHARTS["learning"].data
    assert line["x"] == [0.25, 0.5, 0.75, 1.0]
    assert all(gap > 0 for gap in (*line["error_y"]["array"], *line["error_y"]["arrayminus"]))
