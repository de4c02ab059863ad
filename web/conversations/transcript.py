"""One conversation as an admin reads it: each message, and how each answer came about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import RESERVED_TAGS
from web.conversations.messages import Alternative
from web.conversations.search import short
from web.conversations.tables import Conversation, Feedback, Message
from web.core.errors import NotFoundError
from web.core.paging import Cursor, Page, Sort, read_page

SIZE = 100
IN_ORDER = Sort("seq", Message.__table__.c.seq, Message.__table__.c.seq)


class UnknownConversationError(NotFoundError):
    """No conversation has this id."""


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A message; what describes an answer is None or empty in a visitor's message."""

    id: UUID
    role: str
    text: str
    created_at: datetime
    intent: str | None
    confidence: float | None
    alternatives: tuple[Alternative, ...]
    candidates: tuple[str, ...]
    coverage: float | None
    fallback: bool | None
    model_version: int | None
    latency_ms: float | None
    thumb: int | None
    comment: str | None

    @property
    def ranking(self) -> tuple[Alternative, ...]:
        """The intents by confidence; those of an answer that names none are its alternatives."""
        if self.intent is None or self.confidence is None or self.intent in RESERVED_TAGS:
            return self.alternatives
        return (Alternative(self.intent, self.confidence), *self.alternatives)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation, and a page of its messages in order.

    `messages` counts all of them, `of_visitor` the conversations of who had this one.
    """

    id: UUID
    visitor: str
    created_at: datetime
    updated_at: datetime
    messages: int
    of_visitor: int
    page: Page[TranscriptLine]


def read(session: Session, conversation_id: UUID, cursor: Cursor | None = None) -> Transcript:
    """The conversation, whoever had it; raises UnknownConversationError."""
    found = session.execute(
        sa.select(Conversation.visitor_id, Conversation.created_at, Conversation.updated_at).where(
            Conversation.id == conversation_id
        )
    ).first()
    if found is None:
        raise UnknownConversationError(f"There is no conversation {conversation_id}.")
    messages = sa.select(sa.func.count()).where(Message.conversation_id == conversation_id)
    of_visitor = sa.select(sa.func.count()).where(Conversation.visitor_id == found.visitor_id)
    page = read_page(session, _lines(conversation_id), IN_ORDER, cursor, SIZE)
    return Transcript(
        conversation_id,
        short(found.visitor_id),
        found.created_at,
        found.updated_at,
        session.scalar(messages) or 0,
        session.scalar(of_visitor) or 0,
        page.map(_line),
    )


def _lines(conversation_id: UUID) -> sa.Select[Any]:
    columns = Message.__table__.c
    return (
        sa.select(
            columns.id,
            columns.role,
            columns.text,
            columns.created_at,
            columns.intent,
            columns.confidence,
            columns.alternatives,
            columns.candidates,
            columns.coverage,
            columns.fallback,
            columns.model_version_id,
            columns.latency_ms,
            Feedback.value,
            Feedback.comment,
        )
        .outerjoin_from(Message, Feedback)
        .where(columns.conversation_id == conversation_id)
    )


def _line(row: sa.Row[Any]) -> TranscriptLine:
    values = row._asdict()
    return TranscriptLine(
        **{name: values[name] for name in ("id", "role", "text", "created_at", "intent")},
        **{name: values[name] for name in ("confidence", "coverage", "fallback", "latency_ms")},
        alternatives=tuple(Alternative(**each) for each in values["alternatives"] or ()),
        candidates=tuple(values["candidates"] or ()),
        model_version=values["model_version_id"],
        thumb=values["value"],
        comment=values["comment"],
    )
