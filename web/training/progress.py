"""Progress of a training run: place in the queue, epochs, log, time left."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.database import utc_now
from web.training import runs
from web.training.notes.note import RunNote, note_of
from web.training.runs import Run
from web.training.tables import TrainingEpoch, TrainingLogEntry, TrainingRun

FEWEST_EPOCHS = 2
"""Fewest epochs for an estimate of the duration of an epoch."""


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """The `n`-th epoch of a run of about `epochs`: number `epoch` of the round's network."""

    n: int
    round: int
    rounds: int
    epoch: int
    epochs: int
    loss: float
    accuracy: float
    validation_accuracy: float | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """A note in the log of a run."""

    created_at: datetime
    note: RunNote


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run with epochs and log. `ahead` is the number of runs before a waiting run.

    `seconds_left` is the estimated time to the last epoch; None without an estimate.
    """

    run: Run
    ahead: int
    epochs: tuple[EpochFigures, ...]
    log: tuple[LogLine, ...]
    seconds_left: float | None


_EPOCHS = sa.select(*(getattr(TrainingEpoch, field.name) for field in fields(EpochFigures)))


def progress(session: Session, run_id: int) -> RunProgress:
    """Progress of the run; raises UnknownRunError."""
    run = runs.get(session, run_id)
    epochs = _epochs(session, run_id)
    return RunProgress(
        run=run,
        ahead=queue_position(session, run) if run.status == "queued" else 0,
        epochs=epochs,
        log=_log(session, run_id),
        seconds_left=seconds_left(epochs, utc_now()) if run.status == "running" else None,
    )


def queue_position(session: Session, run: Run) -> int:
    """Number of active runs requested before the run: 0 for the next run."""
    earlier = sa.and_(TrainingRun.id < run.id, TrainingRun.status.in_(runs.ACTIVE))
    return session.scalar(sa.select(sa.func.count(TrainingRun.id)).where(earlier)) or 0


def seconds_left(epochs: Sequence[EpochFigures], now: datetime) -> float | None:
    """Estimate of the seconds to the last epoch, from the mean duration of the epochs so far.

    The mean includes the pauses between rounds, for building and evaluating networks.
    """
    if len(epochs) < FEWEST_EPOCHS:
        return None
    first, last = epochs[0], epochs[-1]
    per_epoch = (last.created_at - first.created_at).total_seconds() / (last.n - first.n)
    elapsed = (now - last.created_at).total_seconds()
    return max(0.0, per_epoch * (last.epochs - last.n) - elapsed)


def _epochs(session: Session, run_id: int) -> tuple[EpochFigures, ...]:
    statement = _EPOCHS.where(TrainingEpoch.run_id == run_id).order_by(TrainingEpoch.n)
    return tuple(EpochFigures(*row) for row in session.execute(statement))


def _log(session: Session, run_id: int) -> tuple[LogLine, ...]:
    statement = (
        sa.select(TrainingLogEntry.created_at, TrainingLogEntry.note, TrainingLogEntry.text)
        .where(TrainingLogEntry.run_id == run_id)
        .order_by(TrainingLogEntry.id)
    )
    return tuple(
        LogLine(created_at, note_of(note, text))
        for created_at, note, text in session.execute(statement)
    )
