"""Charts of an evaluation: intents, confusion, reliability, scores, learning curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.charts.chart import SHARES, Axis, Chart, Series
from web.charts.reliability import reliability_chart

if TYPE_CHECKING:
    from chatbot.evaluation.evaluation import Evaluation


MOST_INTENTS = 25

MOST_CONFUSED = 12


def charts_of(evaluation: Evaluation) -> dict[str, Chart]:
    """Return the charts by name, without empty charts."""
    charts = [_intents(evaluation), _confusion(evaluation)]
    charts += [reliability_chart(evaluation.reliability), _scores(evaluation)]
    charts.append(_learning(evaluation))
    return {chart.name: chart for chart in charts if chart}


def _intents(evaluation: Evaluation) -> Chart:
    weakest = evaluation.intents[:MOST_INTENTS]
    return Chart(
        "intents",
        "Weakest intents",
        f"Recall and precision of the {len(weakest)} intents with the lowest F1; the table below "
        "has all.",
        "bars",
        tuple(figures.intent for figures in weakest),
        (
            Series("Recall", tuple(figures.recall for figures in weakest)),
            Series("Precision", tuple(figures.precision for figures in weakest), "second"),
        ),
        x=Axis("Intent", "name"),
        y=SHARES,
    )


def _confusion(evaluation: Evaluation) -> Chart | None:
    tags = (tag for pair in evaluation.confusions for tag in (pair.intent, pair.predicted) if tag)
    names = tuple(dict.fromkeys(tags))[:MOST_CONFUSED]
    if not names:
        return None
    counts = {(pair.intent, pair.predicted): len(pair.messages) for pair in evaluation.confusions}
    return Chart(
        "confusion",
        "Confusion matrix",
        f"How many messages of an intent (row) were taken for another (column), of the "
        f"{len(names)} that are confused most.",
        "heat map",
        names,
        tuple(_row(row, tuple(counts.get((row, column), 0) for column in names)) for row in names),
    )


def _row(intent: str, counts: tuple[int, ...]) -> Series:
    return Series(intent, counts, texts=tuple(str(count or "") for count in counts))


def _scores(evaluation: Evaluation) -> Chart | None:
    scope = evaluation.scope
    if not scope.off_topic:
        return None
    in_scope = tuple(score_bin.in_scope / scope.in_scope for score_bin in scope.scores)
    off_topic = tuple(score_bin.off_topic / scope.off_topic for score_bin in scope.scores)
    return Chart(
        "scores",
        "On topic or off?",
        "How surely good questions and off-topic messages are taken for something that the bot "
        "knows. The less the two overlap, the better.",
        "histogram",
        tuple((score_bin.low + score_bin.high) / 2 for score_bin in scope.scores),
        (Series("Good questions", in_scope), Series("Off topic", off_topic, "second")),
        x=Axis("Score"),
        y=Axis(unit="share"),
    )


def _learning(evaluation: Evaluation) -> Chart | None:
    if not evaluation.learning_curve:
        return None
    points = evaluation.learning_curve.points
    return Chart(
        "learning",
        "Would more patterns help?",
        "Accuracy after learning a share of the patterns, with 95% confidence intervals. Where "
        "the line still rises at its end, more patterns are worth writing.",
        "lines",
        tuple(point.share for point in points),
        (
            Series(
                "Accuracy",
                tuple(point.accuracy.value for point in points),
                intervals=tuple((point.accuracy.low, point.accuracy.high) for point in points),
            ),
        ),
        x=Axis("Patterns", "share"),
        y=Axis("Accuracy", "share"),
    )
