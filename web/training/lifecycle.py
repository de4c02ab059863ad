"""Life of a training run: request, claim, epochs, end, recovery. The row is the truth of a job.

Every function works in the transaction of the session, and leaves the commit to the caller.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.errors import ExplainedError
from chatbot.evaluation.rejections import Rejection
from web.core import audit
from web.core.database import change, utc_now
from web.core.errors import RefusedError
from web.http.translation import _, in_english, later
from web.models import deployments
from web.models.rejections import to_column
from web.training import runs
from web.training.notes.note import RunNote, column_of
from web.training.runs import ACTIVE, Run
from web.training.tables import RunStatus, TrainingEpoch, TrainingLogEntry, TrainingRun
from web.training.wording.note import note_sentence

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport
    from chatbot.training.progress import EpochProgress


LONGEST_ERROR = 4000

_ENDED = {
    "succeeded": later("Training run %(number)d has ended already: it succeeded."),
    "rejected": later("Training run %(number)d has ended already: it rejected."),
    "failed": later("Training run %(number)d has ended already: it failed."),
    "cancelled": later("Training run %(number)d has ended already: it cancelled."),
}


class RunNotWaitingError(ExplainedError):
    """Error: the run is not queued, but claimed by another process or cancelled."""


class RunEndedError(RefusedError):
    """The run has ended and cannot be cancelled."""


class TrainingFailedError(ExplainedError):
    """The training led to no model; the text gives the reason and the remedy."""


class RunLostError(TrainingFailedError):
    """Error: the run was cancelled or given up during training."""


def request(
    session: Session,
    who: str | None,
    config: Mapping[str, Any],
    *,
    activates: bool = True,
) -> Run:
    """New queued run; `config` is read by `chatbot.training.config.TrainingConfig.from_json`.

    Unless the run `activates` the model, even a good model waits for an activation. The audit log
    notes `who`, None for Recollect. The caller enqueues the run after the commit.
    """
    row = TrainingRun(config=dict(config), who=who, activates=activates)
    session.add(row)
    session.flush()
    if who:
        audit.note(session, who, "training.request", f"training run {row.id}")
    return runs.get(session, row.id)


def request_first(session: Session, config: Mapping[str, Any]) -> Run | None:
    """New queued run; None if a lasting live model can be read, or a run is active."""
    lasts = deployments.can_be_read(session) and not deployments.is_preliminary(session)
    if lasts or runs.numbers(session, *ACTIVE):
        return None
    return request(session, None, config)


def claim(session: Session, run_id: int) -> None:
    """Turn a queued run into a running run; raises RunNotWaitingError for all but the first."""
    now = utc_now()
    if not _update(session, run_id, "queued", status="running", started_at=now, heartbeat_at=now):
        raise RunNotWaitingError(f"Training run {run_id} is not waiting to be started.")


def note_epoch(session: Session, run_id: int, progress: "EpochProgress") -> bool:
    """Store the figures of a trained epoch; False if the run is not running any more."""
    now = utc_now()
    running = _update(
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
    if running:
        session.add(_epoch(run_id, progress, now))
    return running


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


def log(session: Session, run_id: int, *notes: RunNote) -> None:
    """Add notes to the log of the run, in English for the version before."""
    for note in notes:
        entry = TrainingLogEntry(run_id=run_id, text=_english(note), note=column_of(note))
        session.add(entry)


def finish(
    session: Session,
    run_id: int,
    version_id: int,
    report: "RunReport | None" = None,
    *,
    reasons: Sequence[Rejection] = (),
    accepted: bool = True,
) -> None:
    """End a running run with a stored version, `accepted` or rejected for the reasons.

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


def fail(session: Session, run_id: int, reason: RunNote) -> bool:
    """End an active run with the reason, in English, too; False for a run ended already.

    Of a long reason, the beginning is stored in English alone.
    """
    end: dict[str, Any] = {"error": _english(reason), "failure": column_of(reason)}
    if len(end["error"]) > LONGEST_ERROR:
        end = {"error": end["error"][: LONGEST_ERROR - 2] + " …"}
    return _update(session, run_id, *ACTIVE, status="failed", finished_at=utc_now(), **end)


def cancel(session: Session, run_id: int) -> bool:
    """Give up an active run; the training notices at the next epoch. False for an ended run."""
    return _update(session, run_id, *ACTIVE, status="cancelled", finished_at=utc_now())


def cancel_for(session: Session, who: str, run_id: int) -> None:
    """Give up an active run at the request of `who`; raises UnknownRunError and RunEndedError."""
    run = runs.get(session, run_id)
    if not cancel(session, run_id):
        raise RunEndedError(_(_ENDED[run.status], number=run_id))
    log(session, run_id, RunNote("cancelled", name=who))
    audit.note(session, who, "training.cancel", f"training run {run_id}")


def hand_back(session: Session, run_id: int) -> None:
    """Queue a running run anew, for the next worker: its training was stopped on purpose."""
    nothing = dict.fromkeys(
        ("started_at", "heartbeat_at", "epoch", "epochs", "loss", "accuracy", "validation_accuracy")
    )
    if _update(session, run_id, "running", status="queued", **nothing):
        session.execute(sa.delete(TrainingEpoch).filter_by(run_id=run_id))
        log(session, run_id, RunNote("handed_back"))


def recover(session: Session) -> list[int]:
    """Mark the runs of dead processes as failed, and return the run numbers.

    Only for the holder of the training lock: as nobody else trains, a running run was left behind.
    """
    abandoned = runs.numbers(session, "running")
    for run_id in abandoned:
        fail(session, run_id, RunNote("interrupted"))
    return abandoned


def _english(note: RunNote) -> str:
    with in_english():
        return note_sentence(note)


def _update(session: Session, run_id: int, *expected: RunStatus, **values: Any) -> bool:
    """Change the row in a single statement, if the status is still as expected."""
    statement = sa.update(TrainingRun).where(
        TrainingRun.id == run_id, TrainingRun.status.in_(expected)
    )
    return change(session, statement.values(**values)) > 0
