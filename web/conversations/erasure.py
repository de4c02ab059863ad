"""Erasure of conversations, also from the index of the words."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.full_text import forget
from web.conversations.search import short
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation, Message
from web.core.audit import note
from web.core.database import change


@dataclass(frozen=True, slots=True)
class ErasedCounts:
    """Numbers of erased conversations and messages."""

    conversations: int
    messages: int


def erase_conversation(session: Session, who: str, conversation_id: UUID) -> ErasedCounts:
    """Erase a conversation; raises ConversationNotFoundError."""
    _visitor(session, conversation_id)
    erased = _erase(session, Conversation.id == conversation_id)
    note(
        session,
        who,
        "conversation.erase",
        f"conversation {conversation_id}",
        messages=erased.messages,
    )
    return erased


def erase_visitor(session: Session, who: str, conversation_id: UUID) -> ErasedCounts:
    """Erase all conversations of a conversation's visitor; raises ConversationNotFoundError."""
    visitor = _visitor(session, conversation_id)
    erased = _erase(session, Conversation.visitor_id == visitor)
    note(
        session,
        who,
        "visitor.erase",
        f"visitor {short(visitor)}",
        conversations=erased.conversations,
        messages=erased.messages,
    )
    return erased


def _visitor(session: Session, conversation_id: UUID) -> UUID:
    statement = sa.select(Conversation.visitor_id).where(Conversation.id == conversation_id)
    visitor = session.scalar(statement.with_for_update())
    if visitor is None:
        raise ConversationNotFoundError(conversation_id)
    return visitor


def _erase(session: Session, which: sa.ColumnElement[bool]) -> ErasedCounts:
    of_these = Message.conversation_id.in_(sa.select(Conversation.id).where(which))
    messages = session.scalar(sa.select(sa.func.count()).where(of_these)) or 0
    conversations = change(session, sa.delete(Conversation).where(which))
    forget(session)
    return ErasedCounts(conversations, messages)
