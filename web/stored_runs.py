"""Training runs as the database has them: how they are read, and what each is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.models import ModelVersion, RunStatus, TrainingRun

if TYPE_CHECKING:
    from chatbot.run_report import RunReport

ACTIVE: tuple[RunStatus, ...] = ("queued", "running")


class UnknownRunError(LookupError):
    """No training run has this number."""


@dataclass(frozen=True, slots=True)
class Run:
    """A training run as it stood when it was read. `loss` and the accuracies are of `epoch`.

    `activates` says that its model goes live by itself if it is good enough; otherwise it waits.
    `who` asked for it; None where Recollect itself did. `reasons` are those of the gate why its
    model did not go live by itself.
    """

    id: int
    status: RunStatus
    created_at: datetime
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None
    epoch: int | None
    epochs: int | None
    loss: float | None
    accuracy: float | None
    validation_accuracy: float | None
    error: str | None
    config: Mapping[str, Any]
    model_version_id: int | None
    activates: bool
    who: str | None
    reasons: tuple[str, ...]

    @property
    def active(self) -> bool:
        """Whether the run waits or trains."""
        return self.status in ACTIVE


_READ = sa.select(*(getattr(TrainingRun, field.name) for field in fields(Run)))


def read(session: Session, run_id: int) -> Run:
    """The run with this number; raises UnknownRunError."""
    row = session.execute(_READ.where(TrainingRun.id == run_id)).first()
    if row is None:
        raise UnknownRunError(f"There is no training run {run_id}.")
    return _run(row)


def latest(session: Session) -> Run | None:
    """The run that was requested last."""
    row = session.execute(_READ.order_by(TrainingRun.id.desc()).limit(1)).first()
    return _run(row) if row else None


def report_of(session: Session, run_id: int) -> "RunReport | None":
    """The report of the run; None where it failed, or is from before there were reports."""
    from chatbot.run_report import RunReport

    text = session.scalar(sa.select(TrainingRun.report).where(TrainingRun.id == run_id))
    return RunReport.from_json(text) if text else None


def report_of_version(session: Session, version_id: int) -> "RunReport | None":
    """The report of the run that this version came out of, if it has one."""
    run_id = session.scalar(sa.select(ModelVersion.training_run_id).filter_by(id=version_id))
    return report_of(session, run_id) if run_id else None


def with_status(session: Session, status: RunStatus) -> list[int]:
    """The numbers of the runs with this status, the oldest first."""
    found = sa.select(TrainingRun.id).where(TrainingRun.status == status)
    return list(session.scalars(found.order_by(TrainingRun.id)))


def _run(row: sa.Row[Any]) -> Run:
    return Run(**{**row._mapping, "reasons": tuple(row.reasons or ())})
