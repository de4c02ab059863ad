"""Contents of the two pages of training: all runs with the next training, and a single run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from web.core.paging import Page
from web.models import deployments, versions
from web.models.versions import Version
from web.training import runs
from web.training.preview import TrainingPreview, preview
from web.training.progress import RunProgress, progress
from web.training.run_list import RunFilter, run_page
from web.training.runs import Run

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport


@dataclass(frozen=True, slots=True)
class TrainingOverview:
    """Preview of the next training, and a page of the runs so far."""

    preview: TrainingPreview
    runs: Page[Run]


@dataclass(frozen=True, slots=True)
class RunOverview:
    """A run with the progress, and the report and version of the trained model, if any.

    `live` is the number of the live version, which is `preliminary` until a network has learnt.
    """

    progress: RunProgress
    report: RunReport | None
    version: Version | None
    live: int | None
    preliminary: bool


def training_overview(
    session: Session, files: Path, language: str, selection: RunFilter
) -> TrainingOverview:
    """Overview of the intent files, to be trained in the language, and the selected runs."""
    return TrainingOverview(preview(session, files, language), run_page(session, selection))


def run_overview(session: Session, run_id: int) -> RunOverview:
    """Overview of a run; raises UnknownRunError."""
    state = progress(session, run_id)
    version_id = state.run.model_version_id
    live = deployments.live_key(session)
    return RunOverview(
        state,
        runs.report_of(session, run_id),
        versions.get(session, version_id) if version_id else None,
        live[0] if live else None,
        deployments.is_preliminary(session),
    )
