"""The tables: conversations, messages, feedback, training runs, model versions, deployments."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    Text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from web.database import BIG_ID, JSON, Base, utc_now

Role = Literal["user", "bot"]
RunStatus = Literal["queued", "running", "succeeded", "rejected", "failed", "cancelled"]


class Conversation(Base):
    """One chat; `state` is the JSON of the DialogueState after its last message."""

    __tablename__ = "conversations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    visitor_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)


class Message(Base):
    """What a visitor wrote, or what the bot answered to it (then `reply_to` names it)."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("role IN ('user', 'bot')", name="role"),
        Index(None, "conversation_id", "seq"),
        # All that the figures about answers are made of; whoever writes "role = 'bot'" uses it,
        # for in the database it holds only those rows. The condition is in the migration alone:
        # to state it here would load the dialect of PostgreSQL, 3 MB, where SQLite serves.
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
    role: Mapped[Role] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    reply_to: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), unique=True
    )
    intent: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None]
    alternatives: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    fallback: Mapped[bool | None]
    quick_replies: Mapped[list[str] | None] = mapped_column(JSON)
    model_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_versions.id", ondelete="SET NULL")
    )
    latency_ms: Mapped[float | None]
    candidates: Mapped[list[str] | None] = mapped_column(JSON)
    coverage: Mapped[float | None]


class Feedback(Base):
    """A visitor's judgement (+1 or -1) of one answer."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"),)

    message_id: Mapped[UUID] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    value: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)


class TrainingRun(Base):
    """One training: the row is the truth of the job, the queue carries only its id.

    `reasons` are those of the gate against the model, and `report` is the JSON of its RunReport.
    """

    __tablename__ = "training_runs"
    __table_args__ = (
        CheckConstraint(
            "status IN ('queued', 'running', 'succeeded', 'rejected', 'failed', 'cancelled')",
            name="status",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    status: Mapped[RunStatus] = mapped_column(String(16), default="queued")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    epoch: Mapped[int | None]
    epochs: Mapped[int | None]
    loss: Mapped[float | None]
    accuracy: Mapped[float | None]
    validation_accuracy: Mapped[float | None]
    error: Mapped[str | None] = mapped_column(Text)
    config: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # use_alter: versions name their run, too, and one of the two tables must come first.
    model_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_versions.id", ondelete="SET NULL", use_alter=True)
    )
    activates: Mapped[bool] = mapped_column(default=True, server_default=true())
    who: Mapped[str | None] = mapped_column(Text)
    reasons: Mapped[list[str] | None] = mapped_column(JSON)
    report: Mapped[str | None] = mapped_column(Text, deferred=True)


class ModelVersion(Base):
    """One trained bundle; `archive` is loaded only when it is asked for."""

    __tablename__ = "model_versions"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    sha256: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    bundle_metadata: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    training_run_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_runs.id", ondelete="SET NULL")
    )
    # The last column: to read one behind it, SQLite would walk through all of its pages.
    archive: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Deployment(Base):
    """One activation of a version. Rows are only added; the newest is the live model."""

    __tablename__ = "deployments"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    model_version_id: Mapped[int] = mapped_column(ForeignKey("model_versions.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    who: Mapped[str | None] = mapped_column(Text)
