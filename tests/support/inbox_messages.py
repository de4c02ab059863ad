"""Messages that the inbox may show, stored with their answers."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.conversations import NOON, PastMessage, store_conversation
from web.conversations.tables import Conversation, Message
from web.core.database import reading, writing


def message(
    text: str,
    intent: str = "fallback",
    confidence: float = 0.3,
    alternatives: tuple[tuple[str, float], ...] = (("opening_hours", 0.3), ("borrow", 0.2)),
    *,
    thumb: int | None = None,
    comment: str | None = None,
    version: int | None = None,
) -> PastMessage:
    """Message with an answer of this intent, which is the fallback unless another is named."""
    return PastMessage(
        text,
        intent=intent,
        confidence=confidence,
        fallback=intent == "fallback",
        thumb=thumb,
        comment=comment,
        version=version,
        alternatives=alternatives,
    )


def ask(session: Session, *messages: PastMessage | str) -> list[int]:
    """Store messages of one conversation, a minute apart; returns their numbers."""
    given = [message(item) if isinstance(item, str) else item for item in messages]
    timed = [replace(item, at=NOON + timedelta(minutes=n)) for n, item in enumerate(given)]
    conversation_id = store_conversation(session, *timed)
    numbers = sa.select(Message.seq).where(
        Message.conversation_id == conversation_id, Message.role == "user"
    )
    with reading(session):
        return list(session.scalars(numbers.order_by(Message.seq)))


def erase(session: Session) -> None:
    """Delete every conversation."""
    with writing(session):
        session.execute(sa.delete(Conversation))
