"""Events: noted within the transaction that they are about, and taken to be sent one by one."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.database import change, utc_now
from web.core.stored_values import LOST_TIME
from web.events.tables import EVENTS, Event, EventKind

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
GIVEN_UP = timedelta(days=1)
"""Age at which an event is not sent any more, and is deleted."""
MOST_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class DueEvent:
    """Event to be sent now, for the `tries`-th time."""

    id: UUID
    kind: EventKind
    conversation_id: UUID
    created_at: datetime
    tries: int


def note(connection: sa.Connection, kind: EventKind, conversation_id: UUID, now: datetime) -> None:
    """Note an event within the transaction of its conversation; nothing is sent here."""
    values = {"id": uuid4(), "kind": kind, "conversation_id": conversation_id, "tries": 0}
    connection.execute(EVENTS.insert(), values | {"created_at": now, "due_at": now})


def is_due(session: Session) -> bool:
    """Return True if an event waits to be sent now."""
    due = sa.exists().where(*_due(utc_now()))
    return bool(session.scalar(sa.select(due)))


def take_due(session: Session) -> DueEvent | None:
    """Take the event that has waited longest, None without any.

    It is due again later, and by then has arrived, or its sender is gone: no two senders take it.
    A row that is damaged is deleted, with a line in the log.
    """
    now = utc_now()
    longest = sa.select(Event).where(*_due(now)).order_by(Event.due_at, Event.id).limit(1)
    try:
        event = session.scalar(longest.with_for_update(skip_locked=True))
        return _taken(event, now) if event else None
    except (TypeError, ValueError) as error:  # SQLite stores any value in any column
        logger.warning("damaged in the database: an event (%s)", type(error).__name__)
        damaged = longest.with_only_columns(Event.id).scalar_subquery()
        change(session, sa.delete(Event).where(Event.id == damaged))
        return None


def remove(session: Session, event_id: UUID) -> None:
    """Delete an event that has arrived."""
    change(session, sa.delete(Event).where(Event.id == event_id))


def is_old(session: Session) -> bool:
    """Return True if an event waits in vain: it is too old to be sent."""
    old = sa.exists().where(_age(utc_now()))
    return bool(session.scalar(sa.select(old)))


def remove_old(session: Session) -> int:
    """Delete the events that are too old to be sent, and return their number."""
    return change(session, sa.delete(Event).where(_age(utc_now())))


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return Event.due_at <= now, sa.not_(_age(now))


def _age(now: datetime) -> sa.ColumnElement[bool]:
    return Event.created_at <= now - GIVEN_UP


def _taken(event: Event, now: datetime) -> DueEvent:
    if event.created_at == LOST_TIME:
        raise ValueError("no time of its own")
    event.tries = min(event.tries, MOST_TRIES) + 1
    event.due_at = now + min(FIRST_WAIT * 2 ** min(event.tries - 1, 10), LONGEST_WAIT)
    return DueEvent(event.id, event.kind, event.conversation_id, event.created_at, event.tries)
