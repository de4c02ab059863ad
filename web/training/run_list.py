"""The list of training runs: search, filter, order, pages."""

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.paging import Column, Cursor, Page, read_page, sort_by
from web.training.runs import READ, Run, run_of
from web.training.tables import TrainingRun

WHO = sa.func.coalesce(TrainingRun.who, "Recollect")

ARCHITECTURE = sa.func.coalesce(TrainingRun.config["architecture"].as_string(), "auto")

COLUMNS: dict[str, Column] = {
    "number": TrainingRun.id,
    "status": TrainingRun.status,
    "time": TrainingRun.created_at,
    "who": WHO,
    "network": ARCHITECTURE,
    "version": sa.func.coalesce(TrainingRun.model_version_id, 0),
}


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Runs to list: an empty field stands for all.

    `search` is looked for in the name of the requester, the network and the error.
    """

    search: str = ""
    status: str = ""
    sort: str = "-number"
    cursor: Cursor = field(default_factory=Cursor)


def run_page(session: Session, selection: RunFilter) -> Page[Run]:
    """Page of the selected runs, newest first by default."""
    statement = READ
    if selection.search:
        texts = (WHO, ARCHITECTURE, TrainingRun.error)
        statement = statement.where(
            sa.or_(*(text.icontains(selection.search, autoescape=True) for text in texts))
        )
    if selection.status:
        statement = statement.where(TrainingRun.status == selection.status)
    order = sort_by(selection.sort, COLUMNS, TrainingRun.id, "-number")
    return read_page(session, statement, order, selection.cursor).map(run_of)
