"""The list of training runs, and what is shown of one that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web import deployments, model_versions, training_runs
from web.intent_list import live_intents
from web.model_versions import StoredVersion
from web.models import TrainingRun
from web.paging import Cursor, Page, Sort, read_page
from web.retraining import Preparation, preparation
from web.training_progress import Progress, progress

if TYPE_CHECKING:
    from chatbot.run_report import RunReport


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """What a training would begin with, the `live` version, if there is one, and the runs."""

    preparation: Preparation
    live: int | None
    runs: Page[TrainingRun]


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run, how far it is or was and, where it led to a model, its version and its report.

    `live` is the version that answers now.
    """

    progress: Progress
    report: RunReport | None
    version: StoredVersion | None
    live: int | None


def training_page(session: Session, files: Path, status: str, cursor: Cursor) -> TrainingPage:
    """Return what a training would begin with, and a page of the runs with this status."""
    live, intents = live_intents(session)
    return TrainingPage(preparation(session, files, intents), live, _runs(session, status, cursor))


def _runs(session: Session, status: str, cursor: Cursor) -> Page[TrainingRun]:
    """The runs, the newest first; only those with the status, if there is one."""
    wanted = sa.select(TrainingRun)
    if status:
        wanted = wanted.where(TrainingRun.status == status)
    number = cast("sa.ColumnElement[Any]", TrainingRun.id)
    page = read_page(session, wanted, Sort("-number", number, number), cursor)
    return page.map(lambda row: cast(TrainingRun, row[0]))


def run_result(session: Session, run_id: int) -> RunResult:
    """Return a run with what came of it; raises LookupError."""
    found = progress(session, run_id)
    number = found.run.model_version_id
    live = deployments.live_version(session)
    return RunResult(
        found,
        training_runs.report_of(session, run_id),
        model_versions.get(session, number) if number else None,
        live.id if live else None,
    )
