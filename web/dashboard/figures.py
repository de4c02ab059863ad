"""Figures of answers by hour or day, in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.admin.periods import HOUR, Period
from web.conversations.filter import IS_ANSWER, OUTCOMES
from web.conversations.tables import Feedback, Message

Moment = datetime | sa.ColumnElement[datetime]

CLOCKS = timedelta(days=1)
"""Time by which the clocks of machines may differ."""


@dataclass(frozen=True, slots=True)
class TimeBin:
    """Counts of the answers in an hour or a day from `start`."""

    start: datetime
    conversations: int = 0
    messages: int = 0
    fallbacks: int = 0
    understood: int = 0
    asked: int = 0
    up: int = 0
    down: int = 0


def over_time(session: Session, period: Period) -> tuple[TimeBin, ...]:
    """Bins of the period in order, also empty bins."""
    answers = {row[0]: row[1:] for row in session.execute(_answers(session, period))}
    thumbs = {row[0]: row[1:] for row in session.execute(_thumbs(session, period))}
    bins = []
    for start in period.bins():
        name = start.strftime(_time_format(period))
        bins.append(TimeBin(start, *answers.get(name, (0, 0, 0, 0, 0)), *thumbs.get(name, (0, 0))))
    return tuple(bins)


def answers_in(start: Moment, end: Moment) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions for answers from `start` to before `end`."""
    return IS_ANSWER, Message.created_at >= start, Message.created_at < end


def rated_in(start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions on answers of a period that have a thumb; `end` is outside.

    A thumb is younger than its answer, up to the clocks of the machines: so those of the period are
    read, and then their answers.
    """
    return (Feedback.created_at >= start - CLOCKS, *answers_in(start, end))


def count_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    """Number of rows of a group with the condition."""
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _time_format(period: Period) -> str:
    return "%Y-%m-%d %H" if period.step == HOUR else "%Y-%m-%d"


def _answers(session: Session, period: Period) -> sa.Select[Any]:
    figures = (
        sa.func.count(Message.conversation_id.distinct()),
        sa.func.count(),
        count_of(OUTCOMES["fallback"]),
        count_of(OUTCOMES["understood"]),
        count_of(OUTCOMES["asked"]),
    )
    if _is_sqlite(session):
        name = _bin_of(session, period, Message.created_at)
        return sa.select(name, *figures).where(*answers_in(period.start, period.end)).group_by(name)
    # Bin by bin, in order, as the index has the answers of each in a row: grouped by the name of a
    # bin, PostgreSQL sorts all answers.
    starts = sa.func.generate_series(period.start, period.end - period.step, period.step)
    bins = sa.select(starts.column_valued("start").label("start")).order_by("start").subquery()
    in_bin = answers_in(bins.c.start, bins.c.start + period.step)
    return (
        sa.select(_bin_of(session, period, bins.c.start), *figures)
        .join_from(bins, Message, sa.and_(*in_bin))
        .group_by(bins.c.start)
    )


def _thumbs(session: Session, period: Period) -> sa.Select[Any]:
    name = _bin_of(session, period, Message.created_at)
    return (
        sa.select(name, count_of(Feedback.value == 1), count_of(Feedback.value == -1))
        .join_from(Feedback, Message, Feedback.message_id == Message.id)
        .where(*rated_in(period.start, period.end))
        .group_by(name)
    )


def _bin_of(
    session: Session, period: Period, moment: sa.SQLColumnExpression[datetime]
) -> sa.ColumnElement[str]:
    """Hour or day of a moment as text; SQLite stores times as texts."""
    length = len(datetime(2026, 1, 1, tzinfo=UTC).strftime(_time_format(period)))
    if _is_sqlite(session):
        text = sa.type_coerce(moment, sa.String)
        return sa.func.substr(text, 1, sa.literal_column(str(length)))
    utc = sa.func.timezone(sa.literal_column("'UTC'"), moment)
    pattern = "'YYYY-MM-DD HH24'" if period.step == HOUR else "'YYYY-MM-DD'"
    return sa.func.to_char(utc, sa.literal_column(pattern))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
