"""Conversations as they would be after visitors had them, at times of the test's choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.messages import MESSAGES, Alternative, StoredMessage, write_pair
from web.conversations.tables import Conversation, Feedback
from web.core.database import reading, writing

VISITOR = UUID("11111111-1111-4111-8111-111111111111")
STRANGER = UUID("22222222-2222-4222-8222-222222222222")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a visitor, and how it was answered."""

    text: str
    answer: str = "Yes."
    at: datetime = NOON
    intent: str = "greeting"
    confidence: float = 0.9
    fallback: bool = False
    thumb: int | None = None
    version: int | None = None
    comment: str | None = None


def store(session: Session, *said: Said, visitor: UUID | None = None) -> UUID:
    """Store a conversation; returns its id."""
    times = [each.at for each in said] or [NOON]
    conversation = Conversation(
        id=uuid4(),
        visitor_id=visitor or uuid4(),
        state="{}",
        created_at=min(times),
        updated_at=max(times),
    )
    with writing(session):
        session.add(conversation)
        session.flush()
        for each in said:
            _store_pair(session, conversation.id, each)
    return conversation.id


def _store_pair(session: Session, conversation_id: UUID, said: Said) -> None:
    message = StoredMessage(id=uuid4(), role="user", text=said.text, created_at=said.at)
    answer = StoredMessage(
        id=uuid4(),
        role="bot",
        text=said.answer,
        created_at=said.at,
        reply_to=message.id,
        intent="fallback" if said.fallback else said.intent,
        confidence=said.confidence,
        alternatives=(Alternative("goodbye", 0.0625),),
        candidates=(said.intent,),
        coverage=0.95,
        fallback=said.fallback,
        model_version=said.version,
        latency_ms=3.25,
    )
    write_pair(session, conversation_id, message, answer)
    if said.thumb:
        session.add(Feedback(message_id=answer.id, value=said.thumb, comment=said.comment))


def count(session: Session, table: type[Any]) -> int:
    with reading(session):
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def store_many(session: Session, conversations: int, messages: int, text: str) -> None:
    """Store as many conversations of as many messages each, half of them answers."""
    times = {"created_at": NOON, "updated_at": NOON}
    ids = [uuid4() for _ in range(conversations)]
    with writing(session):
        session.bulk_insert_mappings(
            Conversation.__mapper__,
            [{"id": key, "visitor_id": key, "state": "{}"} | times for key in ids],
        )
        session.execute(MESSAGES.insert(), _rows(ids, messages, text))


def _rows(ids: Sequence[UUID], messages: int, text: str) -> list[dict[str, Any]]:
    return [
        {"id": uuid4(), "conversation_id": key, "role": role, "text": text, "created_at": NOON}
        for key in ids
        for _ in range(messages // 2)
        for role in ("user", "bot")
    ]
