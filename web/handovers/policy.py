"""Policy of an installation: when persons answer, and for how long a visitor waits for one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web.core.setting_values.opening_hours import OpeningHours
from web.core.settings import Settings

FORGOTTEN_AFTER = timedelta(days=1)
"""Time after which a wait in vain, without an address, is not on the desk, and ends."""

LEFT_ALONE_AFTER = timedelta(days=7)
"""Time without a key of the person, after which a hand-over without an address ends."""

AWAY_AFTER = timedelta(minutes=15)
"""Time without a key of the person, after which the conversation needs somebody else."""


@dataclass(frozen=True, slots=True)
class HandOverPolicy:
    """Hours in a zone, and the longest wait; one that `announces` notes events."""

    hours: OpeningHours
    zone: ZoneInfo
    wait: timedelta
    announces: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "HandOverPolicy | None":
        """Return the policy of the settings; None where no person can be asked for."""
        if settings.live_hours is None:
            return None
        wait = timedelta(minutes=settings.live_wait)
        return cls(settings.live_hours, settings.live_zone, wait, settings.announces)

    def is_open(self, now: datetime) -> bool:
        """Return True within the hours."""
        return self.hours.is_open(now, self.zone)

    def waits_until(self, now: datetime) -> datetime:
        """Return the end of a wait that begins now: at once, outside the hours."""
        return now + self.wait if self.is_open(now) else now
