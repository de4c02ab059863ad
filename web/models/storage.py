"""Storing, annotating and deleting model versions, in the transaction of the session."""

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from chatbot.model.bundle import Bundle
from web.core import audit
from web.core.database import as_typed, utc_now
from web.http.numbers import number
from web.http.translation import _
from web.models import versions
from web.models.rejections import to_column
from web.models.tables import ModelVersion, VersionRecord
from web.models.versions import FIGURES, Version, VersionFigures, VersionRefusedError

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport

LONGEST_NOTE = 2000


def store(session: Session, bundle: Bundle, *, training_run_id: int | None = None) -> Version:
    """Store a bundle as a new version, not live before an activation."""
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
    return versions.get(session, row.id)


def note_training(
    session: Session,
    who: str | None,
    version_id: int,
    report: "RunReport",
    rejections: tuple[Rejection, ...],
) -> None:
    """Store the figures of a training, the gate's reasons, and the requester of the training."""
    record = _record(session, version_id)
    record.who, record.rejected = who, to_column(rejections)
    record.figures = FIGURES.dump_python(VersionFigures.of(report), by_alias=True)
    session.flush()


def set_note(session: Session, who: str, version_id: int, note: str) -> None:
    """Replace the note of a version.

    Raises UnknownVersionError, and VersionRefusedError for a note too long.
    """
    note = as_typed(note)
    if len(note) > LONGEST_NOTE:
        raise VersionRefusedError(
            _("A note has at most %(most)s characters.", most=number(LONGEST_NOTE))
        )
    versions.locked(session, version_id)
    _record(session, version_id).note = note
    session.flush()
    audit.note(session, who, "model.note", f"model version {version_id}")


def delete(session: Session, who: str, version_id: int) -> None:
    """Delete the archive of a version not live; row and record stay.

    Messages, runs and deployments go on naming the version, but the version cannot be activated
    any more. Raises UnknownVersionError and VersionRefusedError.
    """
    version = versions.locked(session, version_id)
    if version.live:
        raise VersionRefusedError(
            _(
                "Version %(number)d is live, and is not deleted. Activate another version first.",
                number=version_id,
            )
        )
    if version.deleted_at:
        raise VersionRefusedError(_("Version %(number)d was deleted already.", number=version_id))
    session.execute(sa.update(ModelVersion).filter_by(id=version_id).values(archive=b""))
    _record(session, version_id).deleted_at = utc_now()
    session.flush()
    audit.note(session, who, "model.delete", f"model version {version_id}")


def _record(session: Session, version_id: int) -> VersionRecord:
    """Record of the version, new if there is none."""
    record = session.get(VersionRecord, version_id)
    if record is None:
        record = VersionRecord(model_version_id=version_id, note="")
        session.add(record)
    return record
