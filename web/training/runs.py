"""Training runs: request, claim, progress, end, recover. The row is the truth of a job.

Every function works in the transaction of its session, and leaves the commit to the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from web.core import audit
from web.core.database import change, utc_now
from web.models import deployments
from web.models.rejections import from_column, to_column
from web.models.tables import ModelVersion
from web.training.tables import RunStatus, TrainingEpoch, TrainingLogEntry, TrainingRun

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport
    from chatbot.training.progress import EpochProgress


LONGEST_ERROR = 4000

INTERRUPTED = (
    "The process that was training ended before it was done. Nothing was lost but its work:"
    " start the training again."
)


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
    reasons: tuple[Rejection, ...]

    @property
    def active(self) -> bool:
        """Whether the run waits or trains."""
        return self.status in ACTIVE


class RunNotWaitingError(RuntimeError):
    """The run is not queued (any more): someone else has it, or it was cancelled."""


class RunEndedError(RuntimeError):
    """The run cannot be cancelled: it has ended."""


class TrainingFailedError(RuntimeError):
    """There is no model; the text says why and what to do."""


class RunLostError(TrainingFailedError):
    """The run is not running any more: it was cancelled or given up while it trained."""


def request(
    session: Session, config: Mapping[str, Any], who: str | None = None, *, activates: bool = True
) -> Run:
    """A new queued run; `config` is what `chatbot.training.train.TrainingConfig.from_json` reads.

    Unless it `activates` its model, that waits for somebody to do so, even if it is good enough.
    What `who` asks for is noted in the audit log. To be enqueued once it is committed.
    """
    row = TrainingRun(config=dict(config), who=who, activates=activates)
    session.add(row)
    session.flush()
    if who:
        audit.note(session, who, "training.request", f"training run {row.id}")
    return read(session, row.id)


def request_first(session: Session, config: Mapping[str, Any]) -> Run | None:
    """A new queued run if no live model can be read and no run is under way, else None."""
    if deployments.can_be_read(session):
        return None
    if session.scalar(sa.select(TrainingRun.id).where(_is(*ACTIVE)).limit(1)) is not None:
        return None
    return request(session, config)


def claim(session: Session, run_id: int) -> None:
    """Turn a queued run into a running one; raises RunNotWaitingError for all but the first."""
    now = utc_now()
    if not _update(session, run_id, "queued", status="running", started_at=now, heartbeat_at=now):
        raise RunNotWaitingError(f"Training run {run_id} is not waiting to be started.")


def report(session: Session, run_id: int, progress: "EpochProgress") -> bool:
    """Note the epoch that was just trained; False if the run is no longer wanted."""
    now = utc_now()
    wanted = _update(
        session,
        run_id,
        "running",
        heartbeat_at=now,
        epoch=progress.epoch,
        epochs=progress.epochs,
        loss=progress.loss,
        accuracy=progress.accuracy,
        validation_accuracy=progress.validation_accuracy,
    )
    if wanted:
        session.add(_epoch(run_id, progress, now))
    return wanted


def _epoch(run_id: int, progress: "EpochProgress", now: datetime) -> TrainingEpoch:
    return TrainingEpoch(
        run_id=run_id,
        n=progress.epoch,
        round=progress.round,
        rounds=progress.rounds,
        epoch=progress.epoch_of_round,
        epochs=progress.epochs,
        loss=progress.loss,
        accuracy=progress.accuracy,
        validation_accuracy=progress.validation_accuracy,
        created_at=now,
    )


def log(session: Session, run_id: int, sentence: str) -> None:
    """Write down what the run has come to."""
    session.add(TrainingLogEntry(run_id=run_id, text=sentence))


def finish(
    session: Session,
    run_id: int,
    version_id: int,
    report: "RunReport | None" = None,
    *,
    reasons: Sequence[Rejection] = (),
    accepted: bool = True,
) -> None:
    """The run led to this version, which was `accepted`, or rejected for these reasons.

    Raises RunLostError if the run had been given up before.
    """
    values = {
        "status": "succeeded" if accepted else "rejected",
        "finished_at": utc_now(),
        "model_version_id": version_id,
        "reasons": to_column(reasons),
        "report": report.to_json() if report else None,
    }
    if not _update(session, run_id, "running", **values):
        raise RunLostError(f"Training run {run_id} was given up while it trained.")


def fail(session: Session, run_id: int, reason: str) -> bool:
    """End an active run with the reason, a sentence; False if it had ended already."""
    error = reason if len(reason) <= LONGEST_ERROR else reason[: LONGEST_ERROR - 2] + " …"
    return _update(session, run_id, *ACTIVE, status="failed", finished_at=utc_now(), error=error)


def cancel(session: Session, run_id: int) -> bool:
    """Give up an active run; a training one notices at its next epoch."""
    return _update(session, run_id, *ACTIVE, status="cancelled", finished_at=utc_now())


def cancel_for(session: Session, run_id: int, who: str) -> None:
    """Give up an active run because `who` wants it; raises UnknownRunError and RunEndedError."""
    run = read(session, run_id)
    if not cancel(session, run_id):
        raise RunEndedError(f"Training run {run_id} has ended already: it {run.status}.")
    log(session, run_id, f"Cancelled by {who}.")
    audit.note(session, who, "training.cancel", f"training run {run_id}")


def recover(session: Session) -> list[int]:
    """Mark the runs of dead processes as failed; returns their numbers.

    Only for the holder of the training lock: nobody else is training, so whatever is still
    marked as running was left behind.
    """
    left = with_status(session, "running")
    for run_id in left:
        fail(session, run_id, INTERRUPTED)
    return left


def _is(*statuses: RunStatus) -> sa.ColumnElement[bool]:
    return TrainingRun.status.in_(statuses)


def _update(session: Session, run_id: int, *expected: RunStatus, **values: Any) -> bool:
    """Change the row in one statement, if its status is still one of the expected."""
    statement = sa.update(TrainingRun).where(TrainingRun.id == run_id, _is(*expected))
    return change(session, statement.values(**values)) > 0


ACTIVE: tuple[RunStatus, ...] = ("queued", "running")


class UnknownRunError(LookupError):
    """No training run has this number."""


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
    from chatbot.evaluation.report import RunReport

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
    return Run(**{**row._mapping, "reasons": from_column(row.reasons)})
