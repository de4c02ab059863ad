"""Messages with their answers, put into a database as the chat would have."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Conversation, Feedback, Message
from web.core.database import writing

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A message, and what the bot made of it: it gave the fallback, unless an intent is named."""

    text: str
    intent: str = "fallback"
    confidence: float = 0.3
    alternatives: tuple[tuple[str, float], ...] = (("opening_hours", 0.3), ("borrow", 0.2))
    thumb: int | None = None
    version: int | None = None


def ask(session: Session, *asked: Asked | str) -> list[int]:
    """Store messages of one conversation, each with its answer; returns the messages' numbers."""
    all_asked = [Asked(each) if isinstance(each, str) else each for each in asked]
    with writing(session):
        conversation = Conversation(id=uuid4(), visitor_id=uuid4(), state="{}", created_at=NOON)
        session.add(conversation)
        session.flush()
        return [_store(session, conversation, each, n) for n, each in enumerate(all_asked)]


def _store(session: Session, conversation: Conversation, asked: Asked, number: int) -> int:
    when = NOON + timedelta(minutes=number)
    question = Message(
        id=uuid4(), conversation_id=conversation.id, role="user", text=asked.text, created_at=when
    )
    session.add(question)
    session.flush()
    answer = Message(
        id=uuid4(),
        conversation_id=conversation.id,
        role="bot",
        text="An answer.",
        created_at=when,
        reply_to=question.id,
        intent=asked.intent,
        confidence=asked.confidence,
        alternatives=[{"intent": t, "confidence": c} for t, c in asked.alternatives],
        fallback=asked.intent == "fallback",
        model_version_id=asked.version,
        candidates=[],
        quick_replies=[],
    )
    session.add(answer)
    session.flush()
    if asked.thumb is not None:
        session.add(Feedback(message_id=answer.id, value=asked.thumb))
    return question.seq


def erase(session: Session) -> None:
    """Delete every conversation."""
    with writing(session):
        session.execute(sa.delete(Conversation))
