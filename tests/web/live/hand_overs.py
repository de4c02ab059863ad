"""Hand-overs as the pages and the API make them: each step in a transaction of its own."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.conversations import VISITOR
from web.conversations.answering.exchange import Exchange
from web.conversations.answering.service import exchange
from web.core.database import reading, writing
from web.core.setting_values.opening_hours import OpeningHours
from web.handovers.policy import HandOverPolicy
from web.handovers.tables import HandOver
from web.live import desk, queue, visitors
from web.live.visitors import Followed
from web.models.live_bot import LiveBot

ADA, BOB = "ada@example.org", "bob@example.org"
POLICY = HandOverPolicy(OpeningHours(), ZoneInfo("UTC"), timedelta(minutes=5))


def send(
    session: Session,
    live: LiveBot,
    conversation_id: UUID,
    text: str,
    message_id: UUID | None = None,
) -> Exchange:
    return exchange(session, VISITOR, live, conversation_id, text, message_id, policy=POLICY)


def ask(session: Session, conversation_id: UUID) -> int:
    """Ask for a person; returns the number of the hand-over."""
    with writing(session):
        visitors.ask(session, VISITOR, conversation_id, POLICY)
    return number_of(session, conversation_id)


def number_of(session: Session, conversation_id: UUID) -> int:
    with reading(session):
        latest = sa.select(sa.func.max(HandOver.id)).filter_by(conversation_id=conversation_id)
        return session.scalar(latest) or 0


def take(session: Session, number: int, who: str = ADA, person: str = "Ada") -> None:
    with writing(session):
        desk.take(session, who, number, person)


def say(session: Session, number: int, text: str, message_id: UUID | None = None) -> None:
    with writing(session):
        desk.say(session, ADA, number, message_id or uuid4(), text)


def follow(session: Session, conversation_id: UUID, after: int = 0) -> Followed:
    with reading(session):
        return visitors.follow(session, VISITOR, conversation_id, after)


def conversation_of(session: Session, number: int) -> UUID | None:
    return session.scalar(sa.select(HandOver.conversation_id).filter_by(id=number))


def on_desk(session: Session, who: str = ADA) -> queue.Desk:
    with reading(session):
        return queue.on_desk(session, who)


def waiting_count(session: Session) -> int:
    with reading(session):
        return queue.waiting_count(session)


def leave(
    session: Session, conversation_id: UUID, message_id: UUID, most_messages: int | None = None
) -> str:
    """Leave a message; returns the state of the hand-over."""
    with writing(session):
        return visitors.leave(
            session,
            VISITOR,
            conversation_id,
            message_id,
            "Call me.",
            "me@example.org",
            most_messages=most_messages,
        ).state
