"""Tables of training runs, epochs and log lines."""

from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, Identity, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import Base, utc_now
from web.core.stored_values import JSON

RunStatus = Literal["queued", "running", "succeeded", "rejected", "failed", "cancelled"]
RUN_STATUSES: tuple[RunStatus, ...] = get_args(RunStatus)


class TrainingRun(Base):
    """A training: the row is the truth of the job, the queue carries only the id.

    `reasons` are the gate's against the model, and `report` is the JSON of the RunReport. `failure`
    is the note of what ended the run, and `error` its English.
    """

    __tablename__ = "training_runs"
    __table_args__ = (CheckConstraint(f"status IN {RUN_STATUSES}", name="status"),)

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
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSON(dict[str, Any]))
    config: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # use_alter: versions name their run, too, and one of the two tables is created first.
    model_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_versions.id", ondelete="SET NULL", use_alter=True)
    )
    activates: Mapped[bool] = mapped_column(default=True, server_default=true())
    who: Mapped[str | None] = mapped_column(Text)
    reasons: Mapped[list[dict[str, Any] | str] | None] = mapped_column(JSON)
    report: Mapped[str | None] = mapped_column(Text, deferred=True)


class TrainingEpoch(Base):
    """Epoch of a run: the `n`-th of all, and number `epoch` of the round's network.

    `epochs` is the expected number of epochs of the run at that time.
    """

    __tablename__ = "training_epochs"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("training_runs.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int]
    rounds: Mapped[int]
    epoch: Mapped[int]
    epochs: Mapped[int]
    loss: Mapped[float]
    accuracy: Mapped[float]
    validation_accuracy: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class TrainingLogEntry(Base):
    """A note in the log of a run, and its English; earlier releases know the text alone."""

    __tablename__ = "training_log"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("training_runs.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[dict[str, Any] | None] = mapped_column(JSON(dict[str, Any]))
