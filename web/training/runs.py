"""Training runs as values, each read by a single statement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from web.core.errors import NotFoundError
from web.core.stored_values import read_stored
from web.http.translation import _
from web.models.rejections import from_column
from web.models.tables import ModelVersion
from web.training.notes.note import RunNote, note_of
from web.training.tables import RunStatus, TrainingRun

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport

ACTIVE: tuple[RunStatus, ...] = ("queued", "running")


class UnknownRunError(NotFoundError):
    """Error: no training run with the number."""


@dataclass(frozen=True, slots=True)
class Run:
    """A training run. `loss` and the accuracies are of `epoch`.

    `activates`: the model goes live at once if accepted by the gate. `who` requested the run; None
    for Recollect. `failure` ended the run without a model, and `error` is its English. `reasons`
    are the gate's reasons against the model.
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
    failure: RunNote | None
    config: Mapping[str, Any]
    model_version_id: int | None
    activates: bool
    who: str | None
    reasons: tuple[Rejection, ...]

    @property
    def active(self) -> bool:
        """True while the run waits or trains."""
        return self.status in ACTIVE


_NAMES = tuple(field.name for field in fields(Run))

READ: sa.Select[Any] = sa.select(*(getattr(TrainingRun, name) for name in _NAMES))


def run_of(row: sa.Row[Any]) -> Run:
    """Run in a row of READ; a list may add columns at the end."""
    values = {name: getattr(row, name) for name in _NAMES}
    values["failure"] = None if row.error is None else note_of(row.failure, row.error)
    return Run(**values | {"reasons": from_column(row.reasons), "config": row.config or {}})


def get(session: Session, run_id: int) -> Run:
    """Run with the number; raises UnknownRunError."""
    row = session.execute(READ.where(TrainingRun.id == run_id)).first()
    if row is None:
        raise UnknownRunError(_("There is no training run %(number)d.", number=run_id))
    return run_of(row)


def latest(session: Session) -> Run | None:
    """Run requested last."""
    row = session.execute(READ.order_by(TrainingRun.id.desc()).limit(1)).first()
    return run_of(row) if row else None


def numbers(session: Session, *statuses: RunStatus) -> list[int]:
    """Numbers of the runs with the given statuses, oldest first."""
    statement = sa.select(TrainingRun.id).where(TrainingRun.status.in_(statuses))
    return list(session.scalars(statement.order_by(TrainingRun.id)))


def report_of(session: Session, run_id: int) -> "RunReport | None":
    """Report of the run; None for a failed run, or a run from before reports."""
    from chatbot.evaluation.report import RunReport

    text = session.scalar(sa.select(TrainingRun.report).where(TrainingRun.id == run_id))
    name = f"the report of training run {run_id}"
    return read_stored(RunReport.from_json, text, None, name) if text else None


def report_of_version(session: Session, version_id: int) -> "RunReport | None":
    """Report of the run behind a version, if any."""
    run_id = session.scalar(sa.select(ModelVersion.training_run_id).filter_by(id=version_id))
    return report_of(session, run_id) if run_id else None
