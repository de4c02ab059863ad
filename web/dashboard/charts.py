"""The charts of the dashboard: the same numbers for plotly.js and for a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from web.core.periods import HOUR, bin_name
from web.dashboard.figures import ConfidenceBin
from web.dashboard.service import Dashboard


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one colour of bars: what it shows, and a value per label (None: no value).

    `colour` names one of those that the page's script knows, for light and dark.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table: the labels are the rows, the series the columns.

    `links` lead from each label to the conversations behind it.
    """

    name: str
    title: str
    kind: str
    of: str
    labels: tuple[str, ...]
    links: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False


def charts_of(figures: Dashboard, behind: Callable[..., str]) -> tuple[Chart, ...]:
    """The charts, in the order of the page."""
    step, bins = figures.period.step, figures.bins
    labels = tuple(_label(bin_.start, hours=step == HOUR) for bin_ in bins)
    links = tuple(behind(period=bin_name(bin_.start, step)) for bin_ in bins)
    of = "Hour, UTC" if step == HOUR else "Day, UTC"
    return (
        Chart("traffic", "Conversations and messages", "bar", of, labels, links, _traffic(bins)),
        Chart("answers", "Understood or not", "line", of, labels, links, _answers(bins), True),
        Chart("thumbs", "Thumbs", "bar", of, labels, links, _thumbs(bins)),
        Chart(
            "intents",
            "Top intents",
            "ranking",
            "Intent",
            tuple(each.intent for each in figures.top),
            tuple(behind(intent=each.intent) for each in figures.top),
            (Series("Messages", tuple(each.messages for each in figures.top), "blue"),),
        ),
    )


def _label(start: datetime, *, hours: bool) -> str:
    return f"{start:%Y-%m-%d %H:%M}" if hours else f"{start:%Y-%m-%d}"


def _traffic(bins: Sequence[ConfidenceBin]) -> tuple[Series, ...]:
    return (
        Series("Conversations", tuple(bin_.conversations for bin_ in bins), "grey"),
        Series("Messages", tuple(bin_.messages for bin_ in bins), "blue"),
    )


def _answers(bins: Sequence[ConfidenceBin]) -> tuple[Series, ...]:
    return (
        Series("Answered", tuple(_share(bin_.understood, bin_) for bin_ in bins), "blue"),
        Series("Fallback", tuple(_share(bin_.fallbacks, bin_) for bin_ in bins), "orange"),
    )


def _thumbs(bins: Sequence[ConfidenceBin]) -> tuple[Series, ...]:
    return (
        Series("Up", tuple(bin_.up for bin_ in bins), "blue"),
        Series("Down", tuple(bin_.down for bin_ in bins), "orange"),
    )


def _share(count: int, each: ConfidenceBin) -> float | None:
    return count / each.messages if each.messages else None
