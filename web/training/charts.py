"""Charts of a running run: accuracy and loss by epoch."""

from __future__ import annotations

from collections.abc import Sequence

from web.charts.chart import SHARES, Axis, Chart, Colour, Series
from web.http.numbers import decimal, percent
from web.http.translation import _
from web.training.progress import EpochFigures


def progress_charts(epochs: Sequence[EpochFigures]) -> tuple[Chart, Chart]:
    """Accuracy and loss, with a line for each round: a new network begins to learn."""
    points = _with_gaps(epochs)
    labels = tuple(point.n if point else 0 for point in points)
    axis = Axis(_("Epoch"), limits=(0, epochs[-1].epochs if epochs else 1))
    accuracies = (
        _series(_("training"), "accuracy", points),
        _series(_("held out"), "validation_accuracy", points, "second"),
    )
    losses = (_series(_("training"), "loss", points),)
    highest = max((figures.loss for figures in epochs), default=0)
    accuracy, loss = _accuracy_summary(epochs), _loss_summary(epochs)
    limits = Axis(limits=(0, max(highest, 1e-9)))
    return (
        Chart("accuracy", _("Accuracy"), accuracy, "lines", labels, accuracies, x=axis, y=SHARES),
        Chart("loss", _("Loss"), loss, "lines", labels, losses, x=axis, y=limits),
    )


def _series(
    name: str, field: str, points: Sequence[EpochFigures | None], colour: Colour = "first"
) -> Series:
    values = tuple(getattr(point, field) if point else None for point in points)
    return Series(name, values, colour)


def _with_gaps(epochs: Sequence[EpochFigures]) -> list[EpochFigures | None]:
    """The epochs, with None between two rounds."""
    points: list[EpochFigures | None] = []
    for figures in epochs:
        if points and points[-1] and points[-1].round != figures.round:
            points.append(None)
        points.append(figures)
    return points


def _accuracy_summary(epochs: Sequence[EpochFigures]) -> str:
    if not epochs:
        return _("by epoch")
    latest = epochs[-1]
    share = percent(latest.accuracy)
    if latest.validation_accuracy is None:
        return _("by epoch, at last %(share)s in training", share=share)
    return _(
        "by epoch, at last %(share)s in training, %(held_out)s held out",
        share=share,
        held_out=percent(latest.validation_accuracy),
    )


def _loss_summary(epochs: Sequence[EpochFigures]) -> str:
    if not epochs:
        return _("by epoch")
    return _("by epoch, at last %(loss)s", loss=decimal(epochs[-1].loss, ".2f"))
