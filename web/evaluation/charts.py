"""The charts of an evaluation, as plotly.js reads them; the page gives them their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.charts.chart import Chart, bars, heat_map, legend, shares, tags
from web.charts.page import page
from web.evaluation.wording import advice_sentence, gain_sentences

if TYPE_CHECKING:
    from chatbot.evaluation.evaluation import Evaluation


MOST_INTENTS = 25

MOST_CONFUSED = 12

_BAR = 34
"""In pixels: the height of an intent's bars."""


def charts_of(evaluation: Evaluation) -> dict[str, Chart]:
    """The charts by their names, without those that there is nothing to show in."""
    charts = [_intents(evaluation), _confusion(evaluation), _reliability(evaluation)]
    charts += [_scores(evaluation), _learning(evaluation)]
    return {chart.name: chart for chart in charts if chart}


def _intents(evaluation: Evaluation) -> Chart:
    weakest = evaluation.intents[:MOST_INTENTS][::-1]
    names = [figures.intent for figures in weakest]
    data = [
        bars(names, [getattr(one, key) for one in weakest], f"%{{text}}: {key} %{{x:.0%}}")
        | {"name": key.title()}
        for key in ("precision", "recall")
    ]
    return Chart(
        "intents",
        "Weakest intents",
        f"Recall and precision of the {len(weakest)} intents with the lowest F1; the table below "
        "has all.",
        data,
        {"barmode": "group", "xaxis": shares(), "yaxis": tags(names), **legend("reversed")},
        height=90 + _BAR * len(weakest),
    )


def _confusion(evaluation: Evaluation) -> Chart | None:
    names: list[str] = []
    for pair in evaluation.confusions:
        for tag in (pair.intent, pair.got):
            if tag and tag not in names and len(names) < MOST_CONFUSED:
                names.append(tag)
    if not names:
        return None
    counts = {(pair.intent, pair.got): len(pair.messages) for pair in evaluation.confusions}
    z = [[counts.get((row, column), 0) for column in names] for row in names]
    return heat_map(
        "confusion",
        "Who is taken for whom",
        f"How many messages of an intent (row) were taken for another (column), of the "
        f"{len(names)} that are confused most.",
        rows=names,
        columns=names,
        z=z,
        text=[[str(count or "") for count in row] for row in z],
        hover="%{customdata}: %{z}",
    )


def _reliability(evaluation: Evaluation) -> Chart:
    bins = evaluation.reliability.bins
    return Chart(
        "reliability",
        "Is the confidence true?",
        "Share of right answers by confidence. On the dashed line, both are the same: above it, "
        "the bot is right more often than it says, below it less often.",
        [
            {
                "type": "bar",
                "name": "Right answers",
                "x": [(bin_.low + bin_.high) / 2 for bin_ in bins],
                "y": [bin_.accuracy for bin_ in bins],
                "width": [0.9 * (bin_.high - bin_.low) for bin_ in bins],
                "customdata": [[bin_.messages, bin_.confidence] for bin_ in bins],
                "hovertemplate": "confidence %{customdata[1]:.0%}: %{y:.0%} right of "
                "%{customdata[0]} messages<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, 1],
                "y": [0, 1],
                "line": {"dash": "dash", "width": 2},
                "hoverinfo": "skip",
            },
        ],
        {
            "showlegend": False,
            "xaxis": shares("Confidence"),
            "yaxis": shares("Right"),
        },
        height=320,
    )


def _scores(evaluation: Evaluation) -> Chart | None:
    scope = evaluation.scope
    if not scope.off_topic:
        return None
    middles = [(score.low + score.high) / 2 for score in scope.scores]
    groups = (
        ("Good questions", "in_scope", scope.questions),
        ("Off topic", "off_topic", scope.off_topic),
    )
    data = [
        {
            "type": "bar",
            "name": label,
            "x": middles,
            "y": [getattr(score, key) / total for score in scope.scores],
            "hovertemplate": f"{label} with a score near %{{x:.2f}}: %{{y:.1%}}<extra></extra>",
        }
        for label, key, total in groups
    ]
    return Chart(
        "scores",
        "On topic or off?",
        "How surely good questions and off-topic messages are taken for something that the bot "
        "knows. The less the two overlap, the better.",
        data,
        {
            "barmode": "overlay",
            "bargap": 0.05,
            "xaxis": {"title": {"text": "Score"}},
            "yaxis": {"tickformat": ".0%", "rangemode": "tozero"},
            **legend(),
        },
        height=320,
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
        [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [point.share for point in points],
                "y": [point.accuracy.value for point in points],
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [p.accuracy.high - p.accuracy.value for p in points],
                    "arrayminus": [p.accuracy.value - p.accuracy.low for p in points],
                },
                "hovertemplate": "%{x:.0%} of the patterns: %{y:.1%}<extra></extra>",
            }
        ],
        {
            "xaxis": {
                "title": {"text": "Patterns"},
                "tickformat": ".0%",
                "tickvals": [point.share for point in points],
            },
            "yaxis": {"title": {"text": "Accuracy"}, "tickformat": ".0%"},
        },
        height=320,
    )


def report_of(evaluation: Evaluation, bot_name: str) -> str:
    """The page about an evaluation of the bot of this name."""
    drawn = charts_of(evaluation)
    return page(
        "evaluation/report.html",
        drawn,
        evaluation=evaluation,
        bot_name=bot_name,
        advice_sentence=advice_sentence,
        gain_sentences=gain_sentences,
    )
