"""Tables of conversations, messages and feedback."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import BIG_ID, Base, utc_now
from web.core.stored_values import JSON

Role = Literal["user", "bot", "person"]


class Conversation(Base):
    """A conversation; `state` is the JSON of the DialogueState after the last message.

    The bot leaves messages to persons until `silent_until`, None without a hand-over. `length` is
    the number of messages, which whoever stores one counts anew.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "updated_at", "id"), Index(None, "length", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    visitor_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    silent_until: Mapped[datetime | None]
    length: Mapped[int] = mapped_column(default=0, server_default="0")


class Message(Base):
    """A message of a visitor, the answer of the bot to the message `reply_to`, or a person's.

    `author` is the name of a person, as the visitor reads it.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("role IN ('user', 'bot', 'person')", name="role"),
        Index(None, "conversation_id", "seq"),
        # For the intents of all answers, and the figures about answers. In the database these two
        # hold only rows with role = 'bot', and serve statements with this literal. The condition is
        # in the migrations alone: here it would load the dialect of PostgreSQL, 3 MB, also for
        # SQLite.
        Index("ix_messages_intent", "intent"),
        Index(
            "ix_messages_answers",
            "created_at",
            "intent",
            "fallback",
            "confidence",
            "conversation_id",
        ),
    )

    seq: Mapped[int] = mapped_column(BIG_ID, Identity(), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE")
    )
    role: Mapped[Role] = mapped_column(String(6))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    reply_to: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), unique=True
    )
    intent: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None]
    alternatives: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(list[dict[str, Any]]))
    fallback: Mapped[bool | None]
    quick_replies: Mapped[list[str] | None] = mapped_column(JSON(list[str]))
    model_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_versions.id", ondelete="SET NULL")
    )
    latency_ms: Mapped[float | None]
    candidates: Mapped[list[str] | None] = mapped_column(JSON(list[str]))
    coverage: Mapped[float | None]
    slots: Mapped[dict[str, str] | None] = mapped_column(JSON(dict[str, str]))
    bubbles: Mapped[list[Any] | None] = mapped_column(JSON(list[str | dict[str, Any]]))
    author: Mapped[str | None] = mapped_column(String(80))


class Feedback(Base):
    """Rating of an answer by the visitor: +1 or -1."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"),)

    message_id: Mapped[UUID] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    value: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
