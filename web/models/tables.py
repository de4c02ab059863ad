"""Tables of model versions, records and deployments."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import Base, utc_now
from web.core.stored_values import JSON


class ModelVersion(Base):
    """Trained bundle; `archive` is loaded only on access."""

    __tablename__ = "model_versions"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    sha256: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    bundle_metadata: Mapped[dict[str, Any]] = mapped_column("metadata", JSON(dict[str, Any]))
    training_run_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_runs.id", ondelete="SET NULL")
    )
    # The last column: for a column behind, SQLite would walk through all pages of the archive.
    archive: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Deployment(Base):
    """Activation of a version. Rows are only added; the newest is the live model."""

    __tablename__ = "deployments"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    model_version_id: Mapped[int] = mapped_column(ForeignKey("model_versions.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    who: Mapped[str | None] = mapped_column(Text)


class VersionRecord(Base):
    """Figures, note and fate of a model version, a row each.

    A separate table, as columns added to `model_versions` would come behind the archive.
    `rejected` are the reasons of the gate, NULL if the version passed. A deleted version has an
    empty archive: messages, runs and deployments go on naming the version.
    """

    __tablename__ = "version_records"

    model_version_id: Mapped[int] = mapped_column(
        ForeignKey("model_versions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    who: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    rejected: Mapped[list[dict[str, Any] | str] | None] = mapped_column(JSON)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(dict[str, Any]))
    deleted_at: Mapped[datetime | None]
