"""How far a training run is, and the runs before it: what its page shows and asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web import training_runs
from web.database import utc_now
from web.models import RunStatus, TrainingRun
from web.training_runs import ACTIVE, Run

SIZE = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """A run as it stands. `ahead` is how many runs come before it while it waits.

    `seconds_left` is what the epochs so far let expect; None before the first, and at the end.
    """

    run: Run
    ahead: int = 0
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs, the newest first, and the number behind which the next page begins, if any."""

    runs: tuple[Run, ...]
    following: int | None


def progress(session: Session, run_id: int) -> Progress:
    """Return how far a run is; raises LookupError."""
    run = training_runs.get(session, run_id)
    if run.status == "queued":
        ahead = sa.select(sa.func.count()).where(
            TrainingRun.id < run_id, TrainingRun.status.in_(ACTIVE)
        )
        return Progress(run, ahead=session.scalar(ahead) or 0)
    return Progress(run, seconds_left=_seconds_left(run, utc_now()))


def run_page(session: Session, status: str, after: int | None) -> RunPage:
    """Return the runs with a number below `after`, if given, and with the status, if any."""
    statement = sa.select(TrainingRun.id).order_by(TrainingRun.id.desc()).limit(SIZE + 1)
    if status in _STATUSES:
        statement = statement.where(TrainingRun.status == status)
    if after is not None:
        statement = statement.where(TrainingRun.id < after)
    numbers = list(session.scalars(statement))
    runs = tuple(training_runs.get(session, number) for number in numbers[:SIZE])
    return RunPage(runs, runs[-1].id if len(numbers) > SIZE else None)


_STATUSES: tuple[RunStatus, ...] = RunStatus.__args__  # type: ignore[attr-defined]


def _seconds_left(run: Run, now: datetime) -> int | None:
    if run.status != "running" or not run.epoch or not run.epochs or not run.started_at:
        return None
    passed = (now - run.started_at).total_seconds()
    return max(round(passed / run.epoch * (run.epochs - run.epoch)), 0)
