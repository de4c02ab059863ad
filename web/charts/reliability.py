"""Reliability diagram: share of right answers by confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.text.wording import counted
from web.charts.chart import Axis, Chart, Series

if TYPE_CHECKING:
    from chatbot.evaluation.reliability import Reliability, ReliabilityBin


def reliability_chart(reliability: Reliability) -> Chart:
    """Reliability diagram with a column for each bin of confidence."""
    from chatbot.evaluation.reliability import BINS

    middles = tuple((place + 0.5) / BINS for place in range(BINS))
    bins = {int(figures.low * BINS + 0.5): figures for figures in reliability.bins}
    columns = [bins.get(place) for place in range(BINS)]
    shares = tuple(column.accuracy if column else None for column in columns)
    return Chart(
        "reliability",
        "Is the confidence true?",
        "Share of right answers by confidence. On the dashed line, both are the same: above it, "
        "the bot is right more often than it says, below it less often.",
        "columns",
        middles,
        (Series("Right answers", shares, hints=tuple(map(_hint, columns))),),
        x=Axis("Confidence", "share", (0, 1)),
        y=Axis("Right", "share", (0, 1)),
        note="Of the messages that the bot is 80% sure of, 80 in 100 should be right: then the "
        "columns reach the dashed line.",
        diagonal=True,
    )


def _hint(figures: ReliabilityBin | None) -> str:
    if figures is None:
        return ""
    messages = counted(figures.messages, "message")
    return f"confidence {figures.confidence:.0%}: {figures.accuracy:.0%} right of {messages}"
