"""Events: noted within the transaction that they are about, and taken to be sent one by one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.database import change, utc_now
from web.events.tables import EVENTS, Event, EventKind

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
GIVEN_UP = timedelta(days=1)
"""Age at which an event is not sent any more."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """Event to be sent now, for the `tries`-th time."""

    id: UUID
    kind: EventKind
    conversation_id: UUID
    created_at: datetime
    tries: int

    @property
    def is_last(self) -> bool:
        """True for an event that is not tried again."""
        return utc_now() - self.created_at >= GIVEN_UP


def note(connection: sa.Connection, kind: EventKind, conversation_id: UUID, now: datetime) -> None:
    """Note an event within the transaction of its conversation; nothing is sent here."""
    values = {"id": uuid4(), "kind": kind, "conversation_id": conversation_id, "tries": 0}
    connection.execute(EVENTS.insert(), values | {"created_at": now, "due_at": now})


def is_due(session: Session) -> bool:
    """Return True if an event waits to be sent now."""
    due = sa.exists().where(Event.due_at <= utc_now())
    return bool(session.scalar(sa.select(due)))


def take_due(session: Session) -> DueEvent | None:
    """Take the event that has waited longest, None without any.

    It is due again later, and by then has arrived, or its sender is gone: no two senders take it.
    """
    now = utc_now()
    due = sa.select(Event).where(Event.due_at <= now).order_by(Event.due_at).limit(1)
    event = session.scalar(due.with_for_update(skip_locked=True))
    if event is None:
        return None
    event.tries += 1
    event.due_at = now + min(FIRST_WAIT * 2 ** min(event.tries - 1, 10), LONGEST_WAIT)
    return DueEvent(event.id, event.kind, event.conversation_id, event.created_at, event.tries)


def remove(session: Session, event_id: UUID) -> None:
    """Delete an event that has arrived, or is given up."""
    change(session, sa.delete(Event).where(Event.id == event_id))
