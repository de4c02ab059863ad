"""Moment of a message, for the conditions of responses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Moment:
    """Time of a message on the clock of the bot's machine, and the visitor's language.

    The `language` is a code such as "de", "" if it is not known. A moment `has_persons` who answer
    in the chat beside the bot; None where that is not known.
    """

    time: datetime
    language: str = ""
    has_persons: bool | None = None

    @classmethod
    def now(cls, language: str = "", *, has_persons: bool | None = None) -> Self:
        """Return the present moment, in the time zone of the machine."""
        return cls(datetime.now().astimezone(), language, has_persons)

    @property
    def weekday(self) -> str:
        """Name of the day, one of WEEKDAYS."""
        return WEEKDAYS[self.time.weekday()]

    @property
    def clock(self) -> str:
        """Time as HH:MM, which sorts."""
        return self.time.strftime("%H:%M")
