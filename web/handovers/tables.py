"""Tables of hand-overs and of canned answers."""

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import BIG_ID, Base, utc_now

Status = Literal["waiting", "taken", "left", "ended"]
Reason = Literal["intent", "doubt", "visitor"]


class HandOver(Base):
    """Request for a person in a conversation: at most one that has not ended, by a partial index.

    While it is `waiting`, the visitor waits until `waits_until`, and then may leave an `address`.
    `taken_by` is the user, `person` the name that the visitor reads, `taken_at` when the person
    took it or wrote last. Each change raises `version`, by which those who wait see that there is
    something new.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'taken', 'left', 'ended')", name="status"),
        CheckConstraint("reason IN ('intent', 'doubt', 'visitor')", name="reason"),
        Index(None, "conversation_id", "id"),
        Index(None, "status", "requested_at"),
        Index(None, "taken_by", "taken_at"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE")
    )
    status: Mapped[Status] = mapped_column(String(8))
    reason: Mapped[Reason] = mapped_column(String(8))
    requested_at: Mapped[datetime]
    waits_until: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(String(255))
    person: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(255))
    address: Mapped[str | None] = mapped_column(Text)
    visitor_typed_at: Mapped[datetime | None]
    person_typed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class CannedAnswer(Base):
    """Answer that persons give often, for any of them to put into a message."""

    __tablename__ = "canned_answers"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


HAND_OVERS = cast(sa.Table, HandOver.__table__)
