"""Conversations of visitors, stored at times of the test's choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.messages import MESSAGES, Alternative, StoredMessage, write_message
from web.conversations.tables import Conversation, Feedback
from web.core.database import reading, writing

VISITOR = UUID("11111111-1111-4111-8111-111111111111")
STRANGER = UUID("22222222-2222-4222-8222-222222222222")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PastMessage:
    """A message of a visitor, with its answer."""

    text: str
    answer: str = "Yes."
    at: datetime = NOON
    intent: str = "greeting"
    confidence: float = 0.9
    fallback: bool = False
    thumb: int | None = None
    version: int | None = None
    comment: str | None = None
    alternatives: tuple[tuple[str, float], ...] = (("goodbye", 0.0625),)
    quick_replies: tuple[str, ...] = ()


def store_conversation(
    session: Session, *messages: PastMessage, visitor: UUID | None = None
) -> UUID:
    """Store a conversation; returns its id."""
    times = [message.at for message in messages] or [NOON]
    conversation = Conversation(
        id=uuid4(),
        visitor_id=visitor or uuid4(),
        state="{}",
        created_at=min(times),
        updated_at=max(times),
        length=2 * len(messages),
    )
    with writing(session):
        session.add(conversation)
        session.flush()
        for message in messages:
            _store_pair(session, conversation.id, message)
    return conversation.id


def _store_pair(session: Session, conversation_id: UUID, past: PastMessage) -> None:
    message = StoredMessage(id=uuid4(), role="user", text=past.text, created_at=past.at)
    answer = StoredMessage(
        id=uuid4(),
        role="bot",
        text=past.answer,
        created_at=past.at,
        reply_to=message.id,
        intent="fallback" if past.fallback else past.intent,
        confidence=past.confidence,
        alternatives=tuple(Alternative(*ranked) for ranked in past.alternatives),
        candidates=() if past.fallback else (past.intent,),
        coverage=0.95,
        quick_replies=past.quick_replies,
        fallback=past.fallback,
        model_version=past.version,
        latency_ms=3.25,
    )
    for stored in (message, answer):
        write_message(session.connection(), conversation_id, stored)
    if past.thumb:
        session.add(Feedback(message_id=answer.id, value=past.thumb, comment=past.comment))


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
