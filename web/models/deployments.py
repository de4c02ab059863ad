"""The model versions that are stored, and which of them is live."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.model.bundle import FORMAT, Bundle
from web.models.tables import Deployment, ModelVersion


class UnknownVersionError(LookupError):
    """No model version has this number."""


@dataclass(frozen=True, slots=True)
class Version:
    """A stored model version, without its archive. `fingerprint` is that of its intents."""

    id: int
    created_at: datetime
    sha256: str
    fingerprint: str
    training_run_id: int | None


_COLUMNS = (
    ModelVersion.id,
    ModelVersion.created_at,
    ModelVersion.sha256,
    ModelVersion.fingerprint,
    ModelVersion.training_run_id,
)
_LIVE = (
    sa.select(*_COLUMNS)
    .join(Deployment, Deployment.model_version_id == ModelVersion.id)
    .order_by(Deployment.id.desc())
    .limit(1)
)


def store(session: Session, bundle: Bundle, *, training_run_id: int | None = None) -> Version:
    """Store a bundle as a new version, which is not live before it is activated."""
    archive = bundle.to_bytes()
    row = ModelVersion(
        archive=archive,
        sha256=hashlib.sha256(archive).hexdigest(),
        fingerprint=bundle.metadata.fingerprint,
        bundle_metadata=asdict(bundle.metadata),
        training_run_id=training_run_id,
    )
    session.add(row)
    session.flush()
    return Version(row.id, row.created_at, row.sha256, row.fingerprint, training_run_id)


def activate(session: Session, version_id: int, who: str | None = None) -> None:
    """Make this version the live one, past the gate; raises UnknownVersionError."""
    version(session, version_id)
    session.add(Deployment(model_version_id=version_id, who=who))
    session.flush()


def version(session: Session, version_id: int) -> Version:
    """The version with this number; raises UnknownVersionError."""
    row = session.execute(sa.select(*_COLUMNS).where(ModelVersion.id == version_id)).first()
    if row is None:
        raise unknown_version(version_id)
    return Version(*row)


def unknown_version(version_id: int) -> UnknownVersionError:
    """The error that says so."""
    return UnknownVersionError(
        f"There is no model version {version_id}. See them with: flask models list"
    )


def live_version(session: Session) -> Version | None:
    """The version that answers now: one small query."""
    row = session.execute(_LIVE).first()
    return Version(*row) if row else None


def can_be_read(session: Session) -> bool:
    """Whether there is a live model, and none of a format that this program reads no more."""
    version = live_version(session)
    if version is None:
        return False
    written = sa.select(ModelVersion.bundle_metadata["format"].as_integer())
    found = session.scalar(written.filter_by(id=version.id))
    return found is None or found >= FORMAT
