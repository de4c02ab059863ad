"""The list of model versions: search, filter, order and pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.model.architectures import FROM_SCRATCH
from web.core.paging import SIZE, Column, Cursor, Page, read_page, sort_by
from web.models import deployments
from web.models.tables import Deployment, ModelVersion, VersionRecord

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport


WHO = sa.func.coalesce(VersionRecord.who, "Recollect")

NETWORK = ModelVersion.bundle_metadata["architecture"].as_string()

IS_DELETED = VersionRecord.deleted_at.is_not(None)

STATES: Mapping[str, sa.ColumnElement[bool]] = {
    "": ~IS_DELETED,
    "rejected": ~IS_DELETED & VersionRecord.rejected.is_not(None),
    "deleted": IS_DELETED,
    "all": sa.true(),
}


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """A version's report in short: shares are numbers from 0 to 1, None where nothing was asked."""

    messages: int
    accuracy: float | None
    macro_f1: float | None
    refused: float | None
    ece: float | None
    tests: int
    tests_failed: int

    @classmethod
    def of(cls, report: "RunReport") -> "VersionFigures":
        """The short form of a report."""
        found = report.figures
        return cls(
            messages=found.messages if found else 0,
            accuracy=found.accuracy.value if found else None,
            macro_f1=found.macro_f1.value if found else None,
            refused=found.refused if found else None,
            ece=found.ece if found else None,
            tests=report.tests.asked,
            tests_failed=len(report.tests.failed),
        )


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A model version, without its archive of `size` bytes.

    `who` asked for its training; `rejected` are the gate's reasons against it, empty where it
    passed; `activated_at` is when it last went live; a deleted version has no archive any more.
    """

    id: int
    created_at: datetime
    sha256: str
    fingerprint: str
    training_run_id: int | None
    size: int
    architecture: str
    who: str | None
    note: str
    rejected: tuple[str, ...]
    figures: VersionFigures | None
    activated_at: datetime | None
    deleted_at: datetime | None
    live: bool


@dataclass(frozen=True, slots=True)
class VersionFilter:
    """Which versions are wanted; an empty `state` wants those that are not deleted.

    `search` is in who asked for the training, in the name of the network, or in the note.
    """

    search: str = ""
    state: str = ""
    sort: str = "-number"
    cursor: Cursor = field(default_factory=Cursor)


def _share(name: str) -> Column:
    """A figure of the versions; those that have none come before all others."""
    return sa.func.coalesce(VersionRecord.figures[name].as_float(), -1.0)


COLUMNS: Mapping[str, Column] = {
    "number": ModelVersion.id,
    "time": ModelVersion.created_at,
    "who": WHO,
    "network": sa.func.coalesce(NETWORK, ""),
    "accuracy": _share("accuracy"),
    "macro_f1": _share("macro_f1"),
    "fallback": _share("refused"),
    "size": sa.func.length(ModelVersion.archive, type_=sa.Integer),
}


def version_page(session: Session, wanted: VersionFilter) -> Page[StoredVersion]:
    """The versions that the filter lets through, the newest first unless it says otherwise."""
    found = cast("sa.Select[Any]", READ).where(STATES.get(wanted.state, STATES[""]))
    if wanted.search:
        texts = (WHO, NETWORK, VersionRecord.note)
        found = found.where(sa.or_(*(t.icontains(wanted.search, autoescape=True) for t in texts)))
    live = deployments.live_version(session)
    order = sort_by(wanted.sort, COLUMNS, ModelVersion.id, "-number")
    page = read_page(session, found, order, wanted.cursor, SIZE)
    return page.map(lambda row: stored(row, live))


_ACTIVATED = (
    sa.select(sa.func.max(Deployment.created_at))
    .where(Deployment.model_version_id == ModelVersion.id)
    .scalar_subquery()
)

READ = sa.select(
    ModelVersion.id,
    ModelVersion.created_at,
    ModelVersion.sha256,
    ModelVersion.fingerprint,
    ModelVersion.training_run_id,
    sa.func.length(ModelVersion.archive).label("size"),
    ModelVersion.bundle_metadata["architecture"].as_string().label("architecture"),
    VersionRecord.who,
    VersionRecord.note,
    VersionRecord.rejected,
    VersionRecord.figures,
    _ACTIVATED.label("activated_at"),
    VersionRecord.deleted_at,
).outerjoin(VersionRecord, VersionRecord.model_version_id == ModelVersion.id)


def stored(row: sa.Row[Any], live: deployments.Version | None) -> StoredVersion:
    """The version in a row of READ, which may end with the two columns of a page's key."""
    values = {name: value for name, value in row._mapping.items() if not name.startswith("_")}
    figures = values.pop("figures")
    return StoredVersion(
        **values
        | {
            "architecture": row.architecture or FROM_SCRATCH,
            "note": row.note or "",
            "rejected": tuple(row.rejected or ()),
        },
        figures=VersionFigures(**figures) if figures else None,
        live=live is not None and live.id == row.id,
    )
