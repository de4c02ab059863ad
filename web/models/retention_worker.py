"""Retention of models: old versions deleted, as far as nobody will miss them."""

from sqlalchemy.orm import Session

from web.core.database import reading
from web.core.locks import Sessions
from web.models import storage, versions
from web.models.versions import Version


def old_versions(session: Session, keep: int) -> list[Version]:
    """Versions to delete, newest first.

    The live version stays, and the newest `keep`, and those `keep` that were put live last.
    """
    stored = versions.stored(session)
    activated = [(version.activated_at, version.id) for version in stored if version.activated_at]
    kept = {number for _, number in sorted(activated)[-keep:]}
    kept |= {version.id for version in stored[:keep]}
    return [version for version in stored if not version.live and version.id not in kept]


def delete_old_versions(sessions: Sessions, who: str, keep: int) -> list[Version]:
    """Delete the models of old versions; returns the versions. Figures and notes stay."""
    with sessions() as session, reading(session):
        old = old_versions(session, keep)
    for version in old:
        with sessions.begin() as session:
            storage.delete(session, who, version.id)
    return old
