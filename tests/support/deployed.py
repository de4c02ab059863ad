"""Model versions that are live, and the bots that answer."""

from sqlalchemy.orm import Session, sessionmaker

from chatbot.model.bundle import Bundle
from web.models import deployments, live_bot
from web.models.live_bot import LiveBot

Sessions = sessionmaker[Session]


def deploy(sessions: Sessions, bundle: Bundle) -> int:
    with sessions.begin() as session:
        version = deployments.store(session, bundle)
        deployments.activate(session, version.id)
    return version.id


def current(sessions: Sessions) -> LiveBot:
    with sessions.begin() as session:
        return live_bot.current_bot(session)
