"""Charts of a run that learns."""

from datetime import UTC, datetime

from web.training.charts import progress_charts
from web.training.progress import EpochFigures

NOW = datetime(2026, 1, 2, tzinfo=UTC)
EPOCHS = (
    EpochFigures(1, 1, 2, 1, 10, 2.5, 0.25, 0.125, NOW),
    EpochFigures(2, 1, 2, 2, 10, 1.5, 0.5, 0.375, NOW),
    EpochFigures(3, 2, 2, 1, 10, 2.0, 0.25, None, NOW),
)


def test_a_new_network_begins_a_new_line() -> None:
    accuracy, loss = progress_charts(EPOCHS)
    learnt, unseen = accuracy.series
    assert learnt.values == (0.25, 0.5, None, 0.25)
    assert unseen.values == (0.125, 0.375, None, None)
    assert loss.series[0].values == (2.5, 1.5, None, 2.0)
    assert accuracy.labels[:2] == (1, 2)
    assert accuracy.labels[3] == 3


def test_axes_reach_the_last_epoch_and_the_highest_loss() -> None:
    accuracy, loss = progress_charts(EPOCHS)
    assert accuracy.x.limits == loss.x.limits == (0, 10)
    assert accuracy.y.limits == (0, 1)
    assert loss.y.limits == (0, 2.5)


def test_the_latest_figures_are_told_in_words() -> None:
    accuracy, loss = progress_charts(EPOCHS[:2])
    assert "50.0% in training, 37.5% held out" in accuracy.summary
    assert "1.50" in loss.summary
    assert "held out" not in progress_charts(EPOCHS)[0].summary


def test_a_run_without_epochs_has_empty_charts() -> None:
    accuracy, loss = progress_charts(())
    assert accuracy.labels == loss.labels == ()
