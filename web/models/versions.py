"""Model versions as values, each read by a single statement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
from pydantic import Field, TypeAdapter
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from chatbot.model.architectures import FROM_SCRATCH
from web.core.errors import NotFoundError, RefusedError
from web.core.stored_values import read_stored
from web.http.translation import _
from web.models.rejections import from_column
from web.models.tables import Deployment, ModelVersion, VersionRecord

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport


class UnknownVersionError(NotFoundError):
    """Error: no model version with the number."""

    def __init__(self, version_id: int) -> None:
        super().__init__(
            _(
                "There is no model version %(number)d. See them with: flask models list",
                number=version_id,
            )
        )


class VersionRefusedError(RefusedError):
    """A version is not changed as requested; the text gives the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """Short form of a report: shares from 0 to 1, None without held-out messages."""

    messages: int
    accuracy: float | None
    macro_f1: float | None
    false_rejection_rate: Annotated[float | None, Field(alias="refused")]
    ece: float | None
    tests: int
    tests_failed: int

    @classmethod
    def of(cls, report: "RunReport") -> "VersionFigures":
        """Short form of a report."""
        figures = report.figures
        return cls(
            messages=figures.messages if figures else 0,
            accuracy=figures.accuracy.value if figures else None,
            macro_f1=figures.macro_f1.value if figures else None,
            false_rejection_rate=figures.false_rejection_rate if figures else None,
            ece=figures.ece if figures else None,
            tests=report.tests.total,
            tests_failed=len(report.tests.failed),
        )


FIGURES = TypeAdapter(VersionFigures)
_FIGURES = TypeAdapter(VersionFigures | None)


@dataclass(frozen=True, slots=True)
class Version:
    """A model version, without the archive of `size` bytes.

    `fingerprint` belongs to the intents; `who` requested the training; `rejected` are the reasons
    of the gate, empty for an accepted version; `activated_at` is the time of the last activation.
    A deleted version has no archive. A `preliminary` version answers while the first network
    learns.
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
    rejected: tuple[Rejection, ...]
    figures: VersionFigures | None
    activated_at: datetime | None
    deleted_at: datetime | None
    live: bool
    preliminary: bool = False


LIVE_ID = (
    sa.select(Deployment.model_version_id).order_by(Deployment.id.desc()).limit(1).scalar_subquery()
)

ARCHITECTURE = sa.func.coalesce(
    ModelVersion.bundle_metadata["architecture"].as_string(), FROM_SCRATCH
)

# As a text: a number that is damaged would end the statement.
_EPOCHS = sa.cast(ModelVersion.bundle_metadata["metrics", "epochs"].as_string(), sa.String)

PRELIMINARY = sa.func.coalesce(_EPOCHS == "0", sa.false())

NOTE = sa.func.coalesce(VersionRecord.note, "")

_METADATA = sa.select(ModelVersion.bundle_metadata).where(ModelVersion.id == LIVE_ID)

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
    ARCHITECTURE.label("architecture"),
    VersionRecord.who,
    NOTE.label("note"),
    VersionRecord.rejected,
    VersionRecord.figures,
    _ACTIVATED.label("activated_at"),
    VersionRecord.deleted_at,
    sa.func.coalesce(ModelVersion.id == LIVE_ID, sa.false()).label("live"),
    PRELIMINARY.label("preliminary"),
).outerjoin(VersionRecord, VersionRecord.model_version_id == ModelVersion.id)


def version_of(row: sa.Row[Any]) -> Version:
    """Version in a row of READ; a list may add columns at the end."""
    values = {field.name: getattr(row, field.name) for field in fields(Version)}
    figures, name = values["figures"], f"the figures of model version {row.id}"
    return Version(
        **values
        | {
            "rejected": from_column(row.rejected),
            "figures": read_stored(_FIGURES.validate_python, figures, None, name),
        }
    )


def get(session: Session, version_id: int) -> Version:
    """Version with the number, deleted or not; raises UnknownVersionError."""
    row = session.execute(READ.where(ModelVersion.id == version_id)).first()
    if row is None:
        raise UnknownVersionError(version_id)
    return version_of(row)


def live_metadata(session: Session) -> Mapping[str, Any] | None:
    """Metadata of the live version, empty if damaged; None without a live version."""
    row = session.execute(_METADATA).first()
    if row is None:
        return None
    return row[0] or {}


def locked(session: Session, version_id: int) -> Version:
    """The same, locked against activation and deletion by others until the transaction ends."""
    session.execute(sa.select(ModelVersion.id).filter_by(id=version_id).with_for_update())
    return get(session, version_id)


def stored(session: Session) -> list[Version]:
    """Versions except deleted versions, newest first."""
    statement = READ.where(VersionRecord.deleted_at.is_(None)).order_by(ModelVersion.id.desc())
    return [version_of(row) for row in session.execute(statement)]
