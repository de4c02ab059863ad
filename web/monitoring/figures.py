"""Figures of the database for the metrics: live model, training runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.models.tables import Deployment, ModelVersion
from web.models.versions import LIVE_ID
from web.training.tables import RUN_STATUSES, RunStatus, TrainingRun


@dataclass(frozen=True, slots=True)
class DatabaseFigures:
    """Live version with its times, None without one; runs by status; the run under way.

    `epoch` of `epochs` and `heartbeat_at` are those of the run under way, None without one.
    """

    runs: Mapping[RunStatus, int]
    version: int | None
    trained_at: datetime | None
    activated_at: datetime | None
    epoch: int | None
    epochs: int | None
    heartbeat_at: datetime | None


_ACTIVATED = sa.select(sa.func.max(Deployment.id)).scalar_subquery()
_RUNNING = (
    sa.select(sa.func.max(TrainingRun.id)).where(TrainingRun.status == "running").scalar_subquery()
)
_RUNS = sa.select(
    *(
        sa.func.count(TrainingRun.id).filter(TrainingRun.status == status).label(status)
        for status in RUN_STATUSES
    )
).subquery()

_FIGURES = (
    sa.select(
        _RUNS,
        ModelVersion.id.label("version"),
        ModelVersion.created_at.label("trained_at"),
        Deployment.created_at.label("activated_at"),
        TrainingRun.epoch,
        TrainingRun.epochs,
        TrainingRun.heartbeat_at,
    )
    .select_from(_RUNS)
    .outerjoin(ModelVersion, ModelVersion.id == LIVE_ID)
    .outerjoin(Deployment, Deployment.id == _ACTIVATED)
    .outerjoin(TrainingRun, TrainingRun.id == _RUNNING)
)


def read_figures(session: Session) -> DatabaseFigures:
    """Figures of now, by a single statement."""
    row = session.execute(_FIGURES).one()
    return DatabaseFigures(
        runs={status: getattr(row, status) for status in RUN_STATUSES},
        version=row.version,
        trained_at=row.trained_at,
        activated_at=row.activated_at,
        epoch=row.epoch,
        epochs=row.epochs,
        heartbeat_at=row.heartbeat_at,
    )
