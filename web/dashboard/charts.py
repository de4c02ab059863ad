"""Charts of the dashboard: traffic, answers, thumbs and top intents."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from web.charts.chart import SHARES, Axis, Chart, Series
from web.core.periods import HOUR, bin_name
from web.dashboard.figures import TimeBin
from web.dashboard.service import Dashboard


def charts_of(figures: Dashboard, behind: Callable[..., str]) -> tuple[Chart, ...]:
    """Return the charts in the order of the page; `behind` makes addresses of conversations."""
    return (*_over_time(figures, behind), _top_intents(figures, behind))


def _over_time(figures: Dashboard, behind: Callable[..., str]) -> tuple[Chart, ...]:
    step, bins = figures.period.step, figures.bins
    labels = tuple(_label(time_bin.start, hours=step == HOUR) for time_bin in bins)
    links = tuple(behind(period=bin_name(time_bin.start, step)) for time_bin in bins)
    name = "hour" if step == HOUR else "day"
    time = Axis(f"{name.title()}, UTC", "time")
    traffic = f"Conversations with a message, and messages of visitors, by {name}."
    answers = f"Shares of the messages that were understood, and that were not, by {name}."
    thumbs = f"Answers that visitors rated, by {name}."
    charts = (
        Chart("traffic", "Conversations and messages", traffic, "columns", labels, _traffic(bins)),
        Chart("answers", "Understood or not", answers, "lines", labels, _answers(bins), y=SHARES),
        Chart("thumbs", "Thumbs", thumbs, "columns", labels, _thumbs(bins)),
    )
    return tuple(replace(chart, x=time, links=links) for chart in charts)


def _top_intents(figures: Dashboard, behind: Callable[..., str]) -> Chart:
    return Chart(
        "intents",
        "Top intents",
        "Intents that most messages were understood as.",
        "bars",
        tuple(count.intent for count in figures.top),
        (Series("Messages", tuple(count.messages for count in figures.top)),),
        x=Axis("Intent", "name"),
        links=tuple(behind(intent=count.intent) for count in figures.top),
    )


def _label(start: datetime, *, hours: bool) -> str:
    return f"{start:%Y-%m-%d %H:%M}" if hours else f"{start:%Y-%m-%d}"


def _traffic(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    return (
        Series("Conversations", tuple(time_bin.conversations for time_bin in bins), "third"),
        Series("Messages", tuple(time_bin.messages for time_bin in bins)),
    )


def _answers(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    understood = tuple(_share(time_bin.understood, time_bin.messages) for time_bin in bins)
    fallbacks = tuple(_share(time_bin.fallbacks, time_bin.messages) for time_bin in bins)
    return (Series("Answered", understood), Series("Fallback", fallbacks, "second"))


def _thumbs(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    return (
        Series("Up", tuple(time_bin.up for time_bin in bins)),
        Series("Down", tuple(time_bin.down for time_bin in bins), "second"),
    )


def _share(count: int, messages: int) -> float | None:
    return count / messages if messages else None
