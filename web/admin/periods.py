"""Periods of figures and lists: whole UTC days, or whole hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from web.admin.blueprint import admin
from web.admin.lists import choices
from web.http.translation import _, later, translated

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST_DAYS = 731
RECENT = {
    "24h": later("Last 24 hours"),
    "7d": later("7 days"),
    "30d": later("30 days"),
    "90d": later("90 days"),
}
CUSTOM = "custom"
_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d")


@dataclass(frozen=True, slots=True)
class Period:
    """Time from `start` to before `end`; charts have a bar per `step`.

    `parameters` are the query parameters of addresses for the same period.
    """

    title: str
    start: datetime
    end: datetime
    step: timedelta
    parameters: tuple[tuple[str, str], ...]

    @property
    def before(self) -> tuple[datetime, datetime]:
        """Start and end of the period before, of the same length."""
        return self.start - (self.end - self.start), self.start

    def bins(self) -> list[datetime]:
        """Return the start of each hour or day in the period."""
        count = (self.end - self.start) // self.step
        return [self.start + number * self.step for number in range(count)]


def period_of(name: str, first: str, last: str, now: datetime) -> Period:
    """Return a period by name: a name in RECENT, CUSTOM with two days, a day, or an hour.

    Raises ValueError with a sentence for any other name.
    """
    if name == CUSTOM:
        return _custom(first, last)
    if name in RECENT:
        return _recent(name, now)
    if _HOUR.fullmatch(name):
        start = _parsed(f"{name}:00").replace(tzinfo=UTC)
        return Period(f"{start:%Y-%m-%d %H:00} UTC", start, start + HOUR, HOUR, (("period", name),))
    day = _midnight(name)
    return Period(name, day, day + DAY, HOUR, (("period", name),))


@admin.app_template_global()
def recent_periods() -> list[tuple[str, str]]:
    """Return the choices of recent periods."""
    return choices(RECENT)


def bin_name(start: datetime, step: timedelta) -> str:
    """Return the name for `period_of` of the hour or day from `start`."""
    return f"{start:%Y-%m-%dT%H}" if step == HOUR else f"{start:%Y-%m-%d}"


def _recent(name: str, now: datetime) -> Period:
    """Return the period until the end of the current hour or day."""
    step = HOUR if name == "24h" else DAY
    begun = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    end = (begun if step == HOUR else begun.replace(hour=0)) + step
    length = DAY if step == HOUR else int(name[:-1]) * DAY
    return Period(translated(RECENT[name]), end - length, end, step, (("period", name),))


def _custom(first: str, last: str) -> Period:
    start, end = _midnight(first), _midnight(last)
    if end < start:
        raise ValueError(
            _("The period ends on %(last)s, before it begins: swap the two days.", last=last)
        )
    end += DAY
    if end - start > LONGEST_DAYS * DAY:
        raise ValueError(
            _("The period is too long: choose at most %(most)d days.", most=LONGEST_DAYS)
        )
    parameters = (("period", CUSTOM), ("from", first), ("to", last))
    return Period(_("%(first)s to %(last)s", first=first, last=last), start, end, DAY, parameters)


def _midnight(text: str) -> datetime:
    return datetime.combine(_parsed(text).date(), time(), UTC)


def _parsed(text: str) -> datetime:
    """Return a day or an hour, except of the first and last year, without a day beside."""
    try:
        moment = datetime.fromisoformat(text)
        if not text.startswith(f"{moment:%Y-%m-%d}") or moment.year in (1, date.max.year):
            raise ValueError
    except ValueError:
        sentence = _("“%(text)s” is not a day: write it as 2026-11-25.", text=text)
        raise ValueError(sentence) from None
    return moment
