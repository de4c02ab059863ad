"""Figures of a period: totals, time bins, top intents, thumbs down; by the UTC time of answers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.admin.periods import Period
from web.conversations.filter import OUTCOMES
from web.conversations.tables import Feedback, Message
from web.core.planning import plan_anew
from web.dashboard.figures import TimeBin, answers_in, count_of, over_time, rated_in
from web.models import deployments
from web.models.versions import Version

TOP = 10

_THOUSANDTHS = sa.cast(Message.confidence * 1000, sa.Integer)
"""Confidences in order, some a number; the databases round differently."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a period; every message of a visitor has a single answer.

    `asked` counts clarifying questions, `understood` answers except these and the fallback. The
    median confidence is None without answers.
    """

    conversations: int
    messages: int
    fallbacks: int
    understood: int
    asked: int
    up: int
    down: int
    median_confidence: float | None

    @property
    def fallback_rate(self) -> float | None:
        return self.fallbacks / self.messages if self.messages else None

    @property
    def answered_share(self) -> float | None:
        return self.understood / self.messages if self.messages else None

    @property
    def asked_share(self) -> float | None:
        return self.asked / self.messages if self.messages else None


@dataclass(frozen=True, slots=True)
class IntentCount:
    """Number of messages with the answer of an intent."""

    intent: str
    messages: int


@dataclass(frozen=True, slots=True)
class ThumbsDownGrowth:
    """Thumbs down for the answers of an intent: in the period, and in the period before."""

    intent: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Content of the page; `bins` are the hours or days of the period, in order."""

    period: Period
    totals: Totals
    bins: tuple[TimeBin, ...]
    top: tuple[IntentCount, ...]
    grown: tuple[ThumbsDownGrowth, ...]
    live: Version | None


def read(session: Session, period: Period) -> Dashboard:
    """Figures of the period."""
    plan_anew(session)
    bins = over_time(session, period)
    return Dashboard(
        period,
        _totals(session, period, bins),
        bins,
        _top_intents(session, period),
        _grown(session, period),
        deployments.live_version(session),
    )


def _totals(session: Session, period: Period, bins: Sequence[TimeBin]) -> Totals:
    conversations = sa.select(sa.func.count(Message.conversation_id.distinct()))
    return Totals(
        conversations=session.scalar(conversations.where(*answers_in(period.start, period.end)))
        or 0,
        messages=sum(time_bin.messages for time_bin in bins),
        fallbacks=sum(time_bin.fallbacks for time_bin in bins),
        understood=sum(time_bin.understood for time_bin in bins),
        asked=sum(time_bin.asked for time_bin in bins),
        up=sum(time_bin.up for time_bin in bins),
        down=sum(time_bin.down for time_bin in bins),
        median_confidence=_median_confidence(session, period),
    )


def _median_confidence(session: Session, period: Period) -> float | None:
    """Median of the confidences: the middle value, or the mean of the middle two.

    Only those of the same thousandths are sorted.
    """
    confident = (*answers_in(period.start, period.end), Message.confidence.is_not(None))
    counts = sa.select(_THOUSANDTHS, sa.func.count()).where(*confident).group_by(_THOUSANDTHS)
    part = _middle(session.execute(counts.order_by(_THOUSANDTHS)).all())
    if part is None:
        return None
    middle = (
        sa.select(Message.confidence)
        .where(*confident, _THOUSANDTHS.between(part.first, part.last))
        .order_by(Message.confidence)
        .offset(part.offset)
        .limit(part.size)
        .subquery()
    )
    return session.scalar(sa.select(sa.func.avg(middle.c.confidence)))


@dataclass(frozen=True, slots=True)
class _Middle:
    """Place of the middle value, or the middle two, among those of some thousandths."""

    first: int
    last: int
    offset: int
    size: int


def _middle(counts: Sequence[tuple[int, int]]) -> _Middle | None:
    """Place of the middle by the numbers of values; None without any."""
    ends = list(accumulate(number for _, number in counts))
    if not ends:
        return None
    low, high = (ends[-1] - 1) // 2, ends[-1] // 2
    first, last = (bisect_right(ends, place) for place in (low, high))
    before = ends[first] - counts[first][1]
    return _Middle(counts[first][0], counts[last][0], low - before, high - low + 1)


def _top_intents(session: Session, period: Period) -> tuple[IntentCount, ...]:
    """Most frequent intents of understood messages."""
    count = sa.func.count()
    understood = (OUTCOMES["understood"], Message.intent.is_not(None))
    statement = (
        sa.select(Message.intent, count)
        .where(*answers_in(period.start, period.end), *understood)
        .group_by(Message.intent)
        .order_by(count.desc(), Message.intent)
        .limit(TOP)
    )
    return tuple(IntentCount(row[0] or "", row[1]) for row in session.execute(statement))


def _grown(session: Session, period: Period) -> tuple[ThumbsDownGrowth, ...]:
    """Intents with more thumbs down than in the period before, largest growth first."""
    start, _ = period.before
    now = count_of(Message.created_at >= period.start)
    before = count_of(Message.created_at < period.start)
    statement = (
        sa.select(Message.intent, now, before)
        .join_from(Feedback, Message, Feedback.message_id == Message.id)
        .where(Feedback.value == -1, *rated_in(start, period.end), Message.intent.is_not(None))
        .group_by(Message.intent)
        .having(now > before)
        .order_by((now - before).desc(), now.desc(), Message.intent)
        .limit(TOP)
    )
    return tuple(ThumbsDownGrowth(*row) for row in session.execute(statement))
