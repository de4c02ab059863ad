"""Model versions stored and put live, past the gate and the audit log."""

from sqlalchemy.orm import Session, sessionmaker

from chatbot.model.bundle import Bundle
from web.models import live_bot, storage
from web.models.live_bot import LiveBot
from web.models.tables import Deployment, ModelVersion

Sessions = sessionmaker[Session]


def put_live(session: Session, version_id: int) -> None:
    """Let this version answer."""
    session.add(Deployment(model_version_id=version_id))
    session.flush()


def store_live(session: Session, bundle: Bundle) -> int:
    """Store the bundle, and put it live; returns its version."""
    version_id = storage.store(session, bundle).id
    put_live(session, version_id)
    return version_id


PRELIMINARY = {"epochs": 0}
"""Metrics of a model that answers while the first network learns."""


def store_empty(session: Session, **metadata: object) -> int:
    """Store a version without a model; returns its number."""
    version = ModelVersion(archive=b"", sha256="", fingerprint="", bundle_metadata=metadata)
    session.add(version)
    session.flush()
    return version.id


def deploy(sessions: Sessions, bundle: Bundle) -> int:
    """The same in a transaction of its own."""
    with sessions.begin() as session:
        return store_live(session, bundle)


def current(sessions: Sessions) -> LiveBot:
    """The bot that answers now."""
    with sessions.begin() as session:
        return live_bot.current_bot(session)
