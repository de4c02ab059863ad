"""Table of events that wait to be sent."""

from datetime import datetime
from typing import Literal, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import Base, utc_now

EventKind = Literal[
    "conversation.started",
    "handover.requested",
    "handover.taken",
    "handover.returned",
    "handover.closed",
]


class Event(Base):
    """Event of a conversation, to be sent at `due_at`; it is deleted when it has arrived.

    An event goes with its conversation, when that is erased before.
    """

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('conversation.started', 'handover.requested', 'handover.taken',"
            " 'handover.returned', 'handover.closed')",
            name="kind",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[EventKind] = mapped_column(String(40))
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    tries: Mapped[int] = mapped_column(default=0)


EVENTS = cast(sa.Table, Event.__table__)
