"""Form of the conversation filter: a filter from the query of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from web.admin.periods import Period, period_of
from web.conversations.filter import OUTCOMES, ConversationFilter, Outcome
from web.conversations.full_text import LONGEST, parse
from web.core.database import storable
from web.http.translation import _, later

THUMBS = {"up": 1, "down": -1}
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FilterRequest:
    """Filter without the wrong fields, and a sentence for each wrong field."""

    filter: ConversationFilter
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    arguments: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return storable(self.arguments.get(name, "")).strip()[:LONGEST]

    def period(self, now: datetime) -> Period | None:
        names = self.text("period"), self.text("from"), self.text("to")
        if not names[0]:
            return None
        try:
            return period_of(*names, now)
        except ValueError as error:
            self.problems.append(str(error))
            return None

    def outcome(self) -> Outcome | None:
        text = self.text("outcome")
        return next((outcome for outcome in OUTCOMES if outcome == text), None)

    def share(self, name: str, sentence: str) -> float | None:
        """Confidence, 0 to 1, from a percentage."""
        text = self.text(name)
        try:
            percent = float(text) if text else None
        except ValueError:
            percent = -1
        if percent is None or 0 <= percent <= 100:
            return None if percent is None else percent / 100
        self.problems.append(_(sentence))
        return None

    def number(self, name: str, largest: int) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 12 and int(text) <= largest:
            return int(text)
        self.problems.append(_("“%(text)s” is no number of a model version.", text=text))
        return None


def filter_of(arguments: Mapping[str, str], now: datetime) -> FilterRequest:
    """Filter in the query of an address, in a period possibly relative to `now`."""
    read = _Reader(arguments)
    filters = ConversationFilter(
        words=parse(read.text("q")),
        period=read.period(now),
        intent=read.text("intent"),
        outcome=read.outcome(),
        lowest=read.share("low", later("The lowest confidence is a number from 0 to 100.")),
        highest=read.share("high", later("The highest confidence is a number from 0 to 100.")),
        thumb=THUMBS.get(read.text("thumb")),
        version=read.number("version", LARGEST_VERSION),
    )
    low, high = filters.lowest, filters.highest
    if low is not None and high is not None and low > high:
        read.problems.append(
            _("The lowest confidence is above the highest: nothing is between them.")
        )
    return FilterRequest(filters, tuple(read.problems))
