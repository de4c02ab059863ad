"""Model versions for those who choose among them: figures, notes, activation, deletion.

Every deed is noted in the audit log. Functions work in the transaction of their session.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core import audit
from web.core.database import storable, utc_now
from web.models import deployments
from web.models.tables import Deployment, ModelVersion, VersionRecord
from web.models.version_list import READ, StoredVersion, VersionFigures, stored

if TYPE_CHECKING:
    from chatbot.evaluation.report import RunReport

LONGEST_NOTE = 2000


class VersionRefusedError(RuntimeError):
    """What was asked of a version is not done; the text says why, and what to do."""


class RejectedVersionError(VersionRefusedError):
    """The gate rejected the version: only one who types its number puts it live.

    `why` says no more than that it was rejected, and the reasons.
    """

    def __init__(self, version: StoredVersion) -> None:
        self.why = f"Version {version.id} was rejected. {' '.join(version.rejected)}"
        super().__init__(f"{self.why} Type its number, {version.id}, to put it live all the same.")


def versions(session: Session) -> list[StoredVersion]:
    """All versions that are not deleted, the newest first."""
    wanted = READ.where(VersionRecord.deleted_at.is_(None)).order_by(ModelVersion.id.desc())
    live = deployments.live_version(session)
    return [stored(row, live) for row in session.execute(wanted)]


def get(session: Session, version_id: int) -> StoredVersion:
    """The version with this number, deleted or not; raises UnknownVersionError."""
    row = session.execute(READ.where(ModelVersion.id == version_id)).first()
    if row is None:
        raise deployments.unknown_version(version_id)
    return stored(row, deployments.live_version(session))


def activate(session: Session, version_id: int, who: str, typed: str | None = None) -> None:
    """Let this version answer from the next message on.

    A rejected version needs its number, `typed` by the one who overrides the gate, or
    RejectedVersionError is raised; also raises UnknownVersionError and VersionRefusedError.
    """
    version = _locked(session, version_id)
    if version.deleted_at:
        raise VersionRefusedError(
            f"Version {version_id} was deleted, and its model is gone. Choose another version."
        )
    if version.rejected and (typed or "").strip() != str(version_id):
        raise RejectedVersionError(version)
    put_live(session, version_id, who, version.rejected)


def put_live(session: Session, version_id: int, who: str, rejected: tuple[str, ...]) -> None:
    """Let the version answer, in spite of the reasons for which it was `rejected`, if any."""
    deployments.activate(session, version_id, who)
    subject = f"model version {version_id}"
    if rejected:
        audit.note(session, who, "model.override", subject, reasons=list(rejected))
    else:
        audit.note(session, who, "model.activate", subject)


def previous(session: Session) -> StoredVersion | None:
    """The version that was live before the one that is: where a click back leads.

    Deleted versions are passed over, and so are those that only an override put live.
    """
    live = deployments.live_version(session)
    if live is None:
        return None
    earlier = (
        sa.select(Deployment.model_version_id)
        .outerjoin(VersionRecord, VersionRecord.model_version_id == Deployment.model_version_id)
        .where(
            Deployment.model_version_id != live.id,
            VersionRecord.deleted_at.is_(None),
            VersionRecord.rejected.is_(None),
        )
        .order_by(Deployment.id.desc())
        .limit(1)
    )
    found = session.scalar(earlier)
    return get(session, found) if found is not None else None


def roll_back(session: Session, who: str, expected: int | None = None) -> int:
    """Let the version answer again that was live before; its number. Or VersionRefusedError.

    `expected` is where the one who asks believes the way back to lead: elsewhere it is not gone.
    """
    target = previous(session)
    if target is None:
        raise VersionRefusedError("No other version was live before, so there is no way back.")
    if expected not in (None, target.id):
        raise VersionRefusedError(
            "Another version went live meanwhile, and the way back leads to version"
            f" {target.id} now. Nothing was changed."
        )
    if _locked(session, target.id).deleted_at:
        raise VersionRefusedError(f"Version {target.id} was deleted just now. Try again.")
    deployments.activate(session, target.id, who)
    audit.note(session, who, "model.rollback", f"model version {target.id}")
    return target.id


def set_note(session: Session, version_id: int, note: str, who: str) -> None:
    """Write a note to the version, instead of the one that it had.

    Raises UnknownVersionError, and VersionRefusedError for one that is too long.
    """
    note = storable(note).strip()
    if len(note) > LONGEST_NOTE:
        raise VersionRefusedError(f"A note has at most {LONGEST_NOTE:,} characters.")
    _locked(session, version_id)
    record(session, version_id).note = note
    session.flush()
    audit.note(session, who, "model.note", f"model version {version_id}")


def delete(session: Session, version_id: int, who: str) -> None:
    """Delete the model of a version that is not live. What is known of it stays readable.

    Messages, runs and deployments go on naming the version, which cannot be activated any more.
    Raises UnknownVersionError and VersionRefusedError.
    """
    version = _locked(session, version_id)
    if version.live:
        raise VersionRefusedError(
            f"Version {version_id} is live, and is not deleted. Activate another version first."
        )
    if version.deleted_at:
        raise VersionRefusedError(f"Version {version_id} was deleted already.")
    session.execute(sa.update(ModelVersion).filter_by(id=version_id).values(archive=b""))
    record(session, version_id).deleted_at = utc_now()
    session.flush()
    audit.note(session, who, "model.delete", f"model version {version_id}")


def record(session: Session, version_id: int) -> VersionRecord:
    """The row of what is known about the version, made where there is none."""
    found = session.get(VersionRecord, version_id)
    if found is None:
        found = VersionRecord(model_version_id=version_id, note="")
        session.add(found)
    return found


def note_training(
    session: Session,
    version_id: int,
    report: "RunReport",
    reasons: tuple[str, ...],
    who: str | None,
) -> None:
    """Write down what training found out about the version, and who asked for it."""
    row = record(session, version_id)
    row.who, row.rejected = who, list(reasons) or None
    row.figures = asdict(VersionFigures.of(report))
    session.flush()


def _locked(session: Session, version_id: int) -> StoredVersion:
    """The version, which nobody else activates or deletes before the transaction ends."""
    session.execute(sa.select(ModelVersion.id).filter_by(id=version_id).with_for_update())
    return get(session, version_id)
