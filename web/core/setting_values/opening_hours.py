"""Hours of the week at which persons answer, as an administrator writes them."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import PlainValidator

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "always"
_DAY = "|".join(DAYS)
_PART = re.compile(rf"({_DAY})(?:-({_DAY}))? (\d\d?):(\d\d)-(\d\d?):(\d\d)")
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Days of the week (0 is Monday), and minutes of the day: from the first, before the last."""

    days: frozenset[int]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Times of the week; without times, always."""

    times: tuple[OpenTime, ...] = ()

    def is_open(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Return True for an aware moment within the hours, which are those of a zone."""
        local = moment.astimezone(zone)
        minute = _minutes(local.time())
        return not self.times or any(
            local.weekday() in open_time.days and open_time.first <= minute < open_time.last
            for open_time in self.times
        )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _hours(value: str) -> OpeningHours:
    if value.strip().lower() == ALWAYS:
        return OpeningHours()
    parts = [" ".join(part.lower().split()) for part in value.split(",") if part.strip()]
    times = [_open_time(match) for part in parts if (match := _PART.fullmatch(part))]
    if not parts or len(times) < len(parts) or None in times:
        raise ValueError(
            'Write days and times, as in "mon-fri 9:00-17:00, sat 10:00-14:00", or "always".'
            ' A time ends on its day: instead of "mon 22:00-6:00", write'
            ' "mon 22:00-24:00, tue 0:00-6:00".'
        )
    return OpeningHours(tuple(filter(None, times)))


def _open_time(match: re.Match[str]) -> OpenTime | None:
    first_day, last_day = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
    days = frozenset((first_day + n) % 7 for n in range((last_day - first_day) % 7 + 1))
    hours, minutes = (int(match[3]), int(match[5])), (int(match[4]), int(match[6]))
    first, last = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    is_time = max(minutes) < 60 and first < last <= _MIDNIGHT
    return OpenTime(days, first, last) if is_time else None


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        raise ValueError(
            "Write a time zone of the tz database that this machine has, such as Europe/Berlin."
        ) from None


Hours = Annotated[OpeningHours, PlainValidator(_hours)]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
