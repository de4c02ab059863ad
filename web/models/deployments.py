"""Deployments: the live version, activation, the way back to the previous version."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from chatbot.model.bundle import OLDEST_FORMAT
from web.core import audit
from web.http.translation import _, in_english
from web.models import versions
from web.models.rejections import rejected_version_sentences, rejection_sentence
from web.models.tables import Deployment, ModelVersion, VersionRecord
from web.models.versions import LIVE_ID, PRELIMINARY, READ, Version, VersionRefusedError, version_of


class RejectedVersionError(VersionRefusedError):
    """Error: the gate rejected the version; activation takes the typed number."""

    def __init__(self, version: Version) -> None:
        self.version = version
        sentences = rejected_version_sentences(version.id, version.rejected)
        request = _("Type its number, %(number)d, to put it live all the same.", number=version.id)
        super().__init__(f"{sentences} {request}")


_LIVE_KEY = sa.select(ModelVersion.id, ModelVersion.sha256).where(ModelVersion.id == LIVE_ID)


def live_key(session: Session) -> tuple[int, str] | None:
    """Number and SHA-256 of the live version."""
    row = session.execute(_LIVE_KEY).first()
    return (row.id, row.sha256) if row else None


def live_version(session: Session) -> Version | None:
    """The version answering now."""
    row = session.execute(READ.where(ModelVersion.id == LIVE_ID)).first()
    return version_of(row) if row else None


def can_be_read(session: Session) -> bool:
    """True if there is a live model, in a format still readable by the program."""
    metadata = versions.live_metadata(session)
    if metadata is None:
        return False
    written = metadata.get("format")  # none from an earlier release: the archive will tell
    return not isinstance(written, int) or written >= OLDEST_FORMAT


def is_preliminary(session: Session) -> bool:
    """True if the live model answers only while the first network learns."""
    metrics = (versions.live_metadata(session) or {}).get("metrics")
    return isinstance(metrics, dict) and metrics.get("epochs") == 0


def activate(session: Session, who: str, version_id: int, typed: str | None = None) -> None:
    """Let a version answer from the next message on.

    A rejected version takes the version number, `typed` to override the gate; otherwise raises
    RejectedVersionError. Also raises UnknownVersionError and VersionRefusedError.
    """
    version = versions.locked(session, version_id)
    if version.deleted_at:
        raise VersionRefusedError(
            _(
                "Version %(number)d was deleted, and its model is gone. Choose another version.",
                number=version_id,
            )
        )
    if version.rejected and (typed or "").strip() != str(version_id):
        raise RejectedVersionError(version)
    put_live(session, who, version_id, version.rejected)


def put_live(
    session: Session, who: str, version_id: int, rejected: tuple[Rejection, ...] = ()
) -> None:
    """Let the version answer, in spite of the reasons in `rejected`, if any."""
    _deploy(session, who, version_id)
    subject = f"model version {version_id}"
    if rejected:
        with in_english():
            reasons = [rejection_sentence(rejection) for rejection in rejected]
        audit.note(session, who, "model.override", subject, reasons=reasons)
    else:
        audit.note(session, who, "model.activate", subject)


def previous(session: Session) -> Version | None:
    """The last version before the live version, if neither deleted, rejected nor preliminary."""
    live = live_key(session)
    if live is None:
        return None
    earlier = (
        sa.select(Deployment.model_version_id)
        .join(ModelVersion, ModelVersion.id == Deployment.model_version_id)
        .outerjoin(VersionRecord, VersionRecord.model_version_id == Deployment.model_version_id)
        .where(
            Deployment.model_version_id != live[0],
            sa.not_(PRELIMINARY),
            VersionRecord.deleted_at.is_(None),
            VersionRecord.rejected.is_(None),
        )
        .order_by(Deployment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = session.execute(READ.where(ModelVersion.id == earlier)).first()
    return version_of(row) if row else None


def roll_back(session: Session, who: str, expected: int | None = None) -> int:
    """Activate the previous version, and return the version number; raises VersionRefusedError.

    `expected` is the previous version as shown to `who`: no other version is activated.
    """
    target = previous(session)
    if target is None:
        raise VersionRefusedError(_("No other version was live before, so there is no way back."))
    if expected not in (None, target.id):
        raise VersionRefusedError(
            _(
                "Another version went live meanwhile, and the way back leads to version %(number)d"
                " now. Nothing was changed.",
                number=target.id,
            )
        )
    if versions.locked(session, target.id).deleted_at:
        raise VersionRefusedError(
            _("Version %(number)d was deleted just now. Try again.", number=target.id)
        )
    _deploy(session, who, target.id)
    audit.note(session, who, "model.rollback", f"model version {target.id}")
    return target.id


def _deploy(session: Session, who: str, version_id: int) -> None:
    session.add(Deployment(model_version_id=version_id, who=who))
    session.flush()
