"""Model versions that are live, and the bots that answer."""

from sqlalchemy.orm import Session, sessionmaker

from chatbot.bundle import Bundle
from web import bots, deployments
from web.bots import LiveBot

Sessions = sessionmaker[Session]


def deploy(sessions: Sessions, bundle: Bundle) -> int:
    with sessions.begin() as session:
        version = deployments.store(session, bundle)
        deployments.activate(session, version.id)
    return version.id


def current(sessions: Sessions) -> LiveBot:
    with sessions.begin() as session:
        return bots.current_bot(session)
