"""Charts of the dashboard: traffic, answers, thumbs and top intents."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from web.admin.periods import HOUR, bin_name
from web.charts.chart import SHARES, Axis, Chart, Series
from web.dashboard.figures import TimeBin
from web.dashboard.service import Dashboard
from web.http.translation import _, later, translated

_BY_HOUR = (
    later("Conversations with a message, and messages of visitors, by hour."),
    later("Shares of the messages that were understood, and that were not, by hour."),
    later("Answers that visitors rated, by hour."),
)
_BY_DAY = (
    later("Conversations with a message, and messages of visitors, by day."),
    later("Shares of the messages that were understood, and that were not, by day."),
    later("Answers that visitors rated, by day."),
)


def charts_of(figures: Dashboard, behind: Callable[..., str]) -> tuple[Chart, ...]:
    """Return the charts in the order of the page; `behind` makes addresses of conversations."""
    return (*_over_time(figures, behind), _top_intents(figures, behind))


def _over_time(figures: Dashboard, behind: Callable[..., str]) -> tuple[Chart, ...]:
    step, bins = figures.period.step, figures.bins
    labels = tuple(_label(time_bin.start, hours=step == HOUR) for time_bin in bins)
    links = tuple(behind(period=bin_name(time_bin.start, step)) for time_bin in bins)
    is_hours = step == HOUR
    time = Axis(_("Hour, UTC") if is_hours else _("Day, UTC"), "time")
    traffic, answers, thumbs = map(translated, _BY_HOUR if is_hours else _BY_DAY)
    charts = (
        Chart(
            "traffic", _("Conversations and messages"), traffic, "columns", labels, _traffic(bins)
        ),
        Chart(
            "answers", _("Understood or not"), answers, "lines", labels, _answers(bins), y=SHARES
        ),
        Chart(
            "thumbs",
            _("Thumbs"),
            thumbs,
            "columns",
            labels,
            _thumbs(bins),
            nothing="" if _is_rated(bins) else _("No answer was rated in this time."),
        ),
    )
    return tuple(replace(chart, x=time, links=links) for chart in charts)


def _top_intents(figures: Dashboard, behind: Callable[..., str]) -> Chart:
    return Chart(
        "intents",
        _("Top intents"),
        _("Intents that most messages were understood as."),
        "bars",
        tuple(count.intent for count in figures.top),
        (Series(_("Messages"), tuple(count.messages for count in figures.top)),),
        x=Axis(_("Intent"), "name"),
        nothing="" if figures.top else _("No message was understood in this time."),
        links=tuple(behind(intent=count.intent) for count in figures.top),
    )


def _label(start: datetime, *, hours: bool) -> str:
    return f"{start:%Y-%m-%d %H:%M}" if hours else f"{start:%Y-%m-%d}"


def _traffic(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    return (
        Series(_("Conversations"), tuple(time_bin.conversations for time_bin in bins), "third"),
        Series(_("Messages"), tuple(time_bin.messages for time_bin in bins)),
    )


def _answers(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    understood = tuple(_share(time_bin.understood, time_bin.messages) for time_bin in bins)
    fallbacks = tuple(_share(time_bin.fallbacks, time_bin.messages) for time_bin in bins)
    return (Series(_("Answered"), understood), Series(_("Fallback"), fallbacks, "second"))


def _is_rated(bins: Sequence[TimeBin]) -> bool:
    return any(time_bin.up or time_bin.down for time_bin in bins)


def _thumbs(bins: Sequence[TimeBin]) -> tuple[Series, ...]:
    return (
        Series(_("Up"), tuple(time_bin.up for time_bin in bins)),
        Series(_("Down"), tuple(time_bin.down for time_bin in bins), "second"),
    )


def _share(count: int, messages: int) -> float | None:
    return count / messages if messages else None
