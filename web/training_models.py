"""The tables beside training runs and model versions: epochs, log, what is known of a version."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.database import JSON, Base, utc_now


class TrainingEpoch(Base):
    """One epoch of a run: its `n`-th of all, which is `epoch` of the network of this round.

    `epochs` is how many the run was thought to have then.
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
    """A sentence about what a run has come to."""

    __tablename__ = "training_log"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("training_runs.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    text: Mapped[str] = mapped_column(Text)


class VersionRecord(Base):
    """What is known about a model version: a table of its own, for the archive must come last.

    `rejected` are the reasons why the gate stopped it, NULL where it passed. A deleted version has
    lost its archive, and stays readable: messages, runs and deployments go on naming it.
    """

    __tablename__ = "version_records"

    model_version_id: Mapped[int] = mapped_column(
        ForeignKey("model_versions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    who: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    rejected: Mapped[list[str] | None] = mapped_column(JSON)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    deleted_at: Mapped[datetime | None]
