"""Reliability diagram: share of right answers by confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.charts.chart import Axis, Chart, Series
from web.http.numbers import number, percent
from web.http.translation import _, ngettext

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
        _("Is the confidence true?"),
        _(
            "Share of right answers by confidence. On the dashed line, both are the same: above "
            "it, the bot is right more often than it says, below it less often."
        ),
        "columns",
        middles,
        (Series(_("Right answers"), shares, hints=tuple(map(_hint, columns))),),
        x=Axis(_("Confidence"), "share", (0, 1)),
        y=Axis(_("Right"), "share", (0, 1)),
        note=_(
            "Of the messages that the bot is 80%% sure of, 80 in 100 should be right: then the "
            "columns reach the dashed line."
        ),
        diagonal=True,
    )


def _hint(figures: ReliabilityBin | None) -> str:
    if figures is None:
        return ""
    return ngettext(
        "confidence %(confidence)s: %(share)s right of %(count)s message",
        "confidence %(confidence)s: %(share)s right of %(count)s messages",
        figures.messages,
        confidence=percent(figures.confidence, 0),
        share=percent(figures.accuracy, 0),
        count=number(figures.messages),
    )
