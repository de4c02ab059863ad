"""The list of training runs, and what is shown of one that has ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.additions import Additions
from chatbot.intents.diff import IntentSetDiff
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.lint import LintWarning, lint
from chatbot.located_json.problems import Problem
from web.core.paging import Column, Cursor, Page, read_page, sort_by
from web.curation import service as curated
from web.intents.intent_list import live_intents
from web.models import deployments, versions
from web.models.versions import Version
from web.training import runs as stored_runs
from web.training.progress import RunProgress, progress
from web.training.tables import TrainingRun

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport


WHO = sa.func.coalesce(TrainingRun.who, "Recollect")

NETWORK = sa.func.coalesce(TrainingRun.config["architecture"].as_string(), "auto")

COLUMNS: dict[str, Column] = {
    "number": TrainingRun.id,
    "status": TrainingRun.status,
    "time": TrainingRun.created_at,
    "who": WHO,
    "network": NETWORK,
    "version": sa.func.coalesce(TrainingRun.model_version_id, 0),
}


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are wanted; an empty field wants all.

    `search` is in who asked for the run, in the name of its network, or in why it failed.
    """

    search: str = ""
    status: str = ""
    sort: str = "-number"
    cursor: Cursor = field(default_factory=Cursor)


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

    progress: RunProgress
    report: RunReport | None
    version: Version | None
    live: int | None


def training_page(session: Session, files: Path, wanted: RunFilter) -> TrainingPage:
    """Return what a training would begin with, and a page of the runs that are wanted."""
    live, intents = live_intents(session)
    return TrainingPage(preparation(session, files, intents), live, runs(session, wanted))


def runs(session: Session, wanted: RunFilter) -> Page[TrainingRun]:
    """The runs that the filter lets through, the newest first unless it says otherwise."""
    found = sa.select(TrainingRun)
    if wanted.search:
        texts = (WHO, NETWORK, TrainingRun.error)
        found = found.where(sa.or_(*(t.icontains(wanted.search, autoescape=True) for t in texts)))
    if wanted.status:
        found = found.where(TrainingRun.status == wanted.status)
    order = sort_by(wanted.sort, COLUMNS, TrainingRun.id, "-number")
    page = read_page(session, found, order, wanted.cursor)
    return page.map(lambda row: cast(TrainingRun, row[0]))


def run_result(session: Session, run_id: int) -> RunResult:
    """Return a run with what came of it; raises UnknownRunError."""
    found = progress(session, run_id)
    number = found.run.model_version_id
    live = deployments.live_version(session)
    return RunResult(
        found,
        stored_runs.report_of(session, run_id),
        versions.get(session, number) if number else None,
        live.id if live else None,
    )


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a training would begin with. `intents` is None where the files have `problems`.

    `changes` are those since the live model, None where there is no model or no valid files;
    `additions` is what was curated since; `warnings` are about what is seldom meant.
    """

    intents: IntentSet | None
    additions: Additions
    changes: IntentSetDiff | None
    problems: tuple[Problem, ...]
    warnings: tuple[LintWarning, ...]


def preparation(session: Session, files: Path, live: IntentSet | None) -> Preparation:
    """What there is to learn: the intent files with what was curated, beside the `live` intents.

    `live` are those of the bot that answers now: `current_bot(session).bot.intents`.
    """
    additions = curated.additions(session)
    try:
        intents = additions.joined_to(IntentSet.load(files))
    except IntentsError as error:
        return Preparation(None, additions, None, tuple(error.problems), ())
    changes = IntentSetDiff.between(live, intents) if live else None
    return Preparation(intents, additions, changes, (), lint(intents))
