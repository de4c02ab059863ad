"""How far a training run is: its place in the queue, its epochs, its log, the time left."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.database import utc_now
from web.training import runs
from web.training.runs import Run
from web.training.tables import TrainingEpoch, TrainingLogEntry, TrainingRun

FEWEST_EPOCHS = 2
"""Of fewer, nobody can tell how long one takes."""


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """The `n`-th epoch of a run of about `epochs`: it is `epoch` of the network of this round."""

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
    """A sentence about what a run had come to."""

    created_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run and how far it is. `ahead` is how many runs come before it, while it waits.

    `seconds_left` is until the last epoch; None while nobody can tell.
    """

    run: Run
    ahead: int
    epochs: tuple[EpochFigures, ...]
    log: tuple[LogLine, ...]
    seconds_left: float | None


_EPOCHS = sa.select(*(getattr(TrainingEpoch, field.name) for field in fields(EpochFigures)))


def progress(session: Session, run_id: int, *, after: int = 0) -> RunProgress:
    """How far the run is, with its epochs behind the `after`-th; raises UnknownRunError."""
    run = runs.get(session, run_id)
    epochs = _epochs(session, run_id)
    return RunProgress(
        run=run,
        ahead=queue_position(session, run) if run.status == "queued" else 0,
        epochs=tuple(epoch for epoch in epochs if epoch.n > after),
        log=_log(session, run_id),
        seconds_left=seconds_left(epochs, utc_now()) if run.status == "running" else None,
    )


def queue_position(session: Session, run: Run) -> int:
    """How many active runs were asked for before this one: it is the next where there is none."""
    earlier = sa.and_(TrainingRun.id < run.id, TrainingRun.status.in_(runs.ACTIVE))
    return session.scalar(sa.select(sa.func.count(TrainingRun.id)).where(earlier)) or 0


def seconds_left(epochs: Sequence[EpochFigures], now: datetime) -> float | None:
    """How long the epochs that are missing will take, if they are like those that are done.

    The pauses between rounds, in which networks are built and asked, are spread over all epochs.
    """
    if len(epochs) < FEWEST_EPOCHS:
        return None
    first, last = epochs[0], epochs[-1]
    each = (last.created_at - first.created_at).total_seconds() / (last.n - first.n)
    since = (now - last.created_at).total_seconds()
    return max(0.0, each * (last.epochs - last.n) - since)


def _epochs(session: Session, run_id: int) -> list[EpochFigures]:
    wanted = _EPOCHS.where(TrainingEpoch.run_id == run_id).order_by(TrainingEpoch.n)
    return [EpochFigures(*row) for row in session.execute(wanted)]


def _log(session: Session, run_id: int) -> tuple[LogLine, ...]:
    wanted = sa.select(TrainingLogEntry.created_at, TrainingLogEntry.text).where(
        TrainingLogEntry.run_id == run_id
    )
    return tuple(LogLine(*row) for row in session.execute(wanted.order_by(TrainingLogEntry.id)))
