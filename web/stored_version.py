"""A model version as the database has it, without its archive: how it is read, and what it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from chatbot.network_options import FROM_SCRATCH
from web import deployments
from web.models import Deployment, ModelVersion
from web.training_models import VersionRecord

if TYPE_CHECKING:
    from chatbot.run_report import RunReport


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
