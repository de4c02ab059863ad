"""How the bot is doing in a period: figures of its answers, each by the UTC time of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.filter import OUTCOMES
from web.conversations.tables import Feedback, Message
from web.core.periods import Period
from web.dashboard.figures import ConfidenceBin, answers_in, count_of, over_time
from web.models import deployments
from web.models.versions import Version

TOP = 10


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of a period. `messages` counts those of visitors: each has one answer.

    `understood` are the answers that are neither the fallback nor a question which is meant; the
    median of the confidences is None where there is no answer.
    """

    conversations: int
    messages: int
    fallbacks: int
    understood: int
    up: int
    down: int
    median_confidence: float | None

    @property
    def fallback_rate(self) -> float | None:
        return self.fallbacks / self.messages if self.messages else None

    @property
    def answered_share(self) -> float | None:
        return self.understood / self.messages if self.messages else None


@dataclass(frozen=True, slots=True)
class IntentCount:
    """How many messages got the answer of an intent."""

    intent: str
    messages: int


@dataclass(frozen=True, slots=True)
class ThumbsDownGrowth:
    """Thumbs down for the answers of an intent: in the period, and in that before."""

    intent: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the page shows; `bins` are the hours or the days of the period, in order."""

    period: Period
    totals: Totals
    bins: tuple[ConfidenceBin, ...]
    top: tuple[IntentCount, ...]
    grown: tuple[ThumbsDownGrowth, ...]
    live: Version | None


def read(session: Session, period: Period) -> Dashboard:
    """The figures of the period."""
    bins = over_time(session, period)
    return Dashboard(
        period,
        _totals(session, period, bins),
        bins,
        _top_intents(session, period),
        _grown(session, period),
        deployments.live_version(session),
    )


def _totals(session: Session, period: Period, bins: Sequence[ConfidenceBin]) -> Totals:
    conversations = sa.select(sa.func.count(Message.conversation_id.distinct()))
    return Totals(
        conversations=session.scalar(conversations.where(*answers_in(period.start, period.end)))
        or 0,
        messages=sum(bin_.messages for bin_ in bins),
        fallbacks=sum(bin_.fallbacks for bin_ in bins),
        understood=sum(bin_.understood for bin_ in bins),
        up=sum(bin_.up for bin_ in bins),
        down=sum(bin_.down for bin_ in bins),
        median_confidence=_median_confidence(session, period),
    )


def _median_confidence(session: Session, period: Period) -> float | None:
    """The middle one, or the mean of the two in the middle."""
    known = (*answers_in(period.start, period.end), Message.confidence.is_not(None))
    count = session.scalar(sa.select(sa.func.count()).where(*known)) or 0
    if not count:
        return None
    middle = (
        sa.select(Message.confidence)
        .where(*known)
        .order_by(Message.confidence)
        .offset((count - 1) // 2)
        .limit(2 - count % 2)
        .subquery()
    )
    return session.scalar(sa.select(sa.func.avg(middle.c.confidence)))


def _top_intents(session: Session, period: Period) -> tuple[IntentCount, ...]:
    """The intents that most messages had, without what was not understood."""
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
    """The intents with more thumbs down than in the period before, most grown first."""
    start, _ = period.before
    now = count_of(Message.created_at >= period.start)
    before = count_of(Message.created_at < period.start)
    statement = (
        sa.select(Message.intent, now, before)
        .join_from(Feedback, Message, Feedback.message_id == Message.id)
        .where(Feedback.value == -1, *answers_in(start, period.end), Message.intent.is_not(None))
        .group_by(Message.intent)
        .having(now > before)
        .order_by((now - before).desc(), now.desc(), Message.intent)
        .limit(TOP)
    )
    return tuple(ThumbsDownGrowth(*row) for row in session.execute(statement))
