"""Conversations of a visitor, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation, Message

LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class OwnConversation:
    """A conversation with a message; `title` is the beginning of the visitor's first message."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class OwnConversations:
    """Conversations, the last used first; `next` is the `after` of the next page, or None."""

    conversations: tuple[OwnConversation, ...]
    next: UUID | None


_FIRST = (
    sa.select(sa.func.substr(Message.text, 1, LONGEST_TITLE))
    .where(Message.conversation_id == Conversation.id, Message.role == "user")
    .order_by(Message.seq)
    .limit(1)
    .correlate(Conversation)
    .scalar_subquery()
)


def conversations_of(
    session: Session, visitor: UUID, *, after: UUID | None = None, limit: int = 50
) -> OwnConversations:
    """Conversations of a visitor behind the conversation `after`.

    Raises ConversationNotFoundError for an `after` that is not the visitor's, or was deleted.
    """
    statement = (
        sa.select(
            Conversation.id, Conversation.created_at, Conversation.updated_at, _FIRST.label("title")
        )
        .where(Conversation.visitor_id == visitor, _FIRST.is_not(None))
        .order_by(Conversation.updated_at.desc(), Conversation.id.desc())
        .limit(limit + 1)
    )
    if after:
        statement = statement.where(_is_behind(session, visitor, after))
    rows = session.execute(statement).all()
    page = tuple(OwnConversation(*row) for row in rows[:limit])
    return OwnConversations(page, page[-1].id if len(rows) > limit else None)


def _is_behind(session: Session, visitor: UUID, conversation_id: UUID) -> sa.ColumnElement[bool]:
    own = sa.select(Conversation).filter_by(id=conversation_id, visitor_id=visitor)
    last = session.scalar(own)
    if last is None:
        raise ConversationNotFoundError
    older = Conversation.updated_at < last.updated_at
    equal = Conversation.updated_at == last.updated_at
    return sa.or_(older, sa.and_(equal, Conversation.id < last.id))
