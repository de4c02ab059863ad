"""Conversations of visitors: start, history, export, deletion, feedback.

A conversation belongs to the visitor who began the conversation, and does not exist for others.
Every function works in the transaction of the session.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.conversations.full_text import forget
from web.conversations.messages import MessagePage, StoredMessage, read_page
from web.conversations.tables import Conversation, Feedback, Message
from web.core.database import change, storable, utc_now
from web.core.errors import NotFoundError


class ConversationNotFoundError(NotFoundError):
    """Error: no conversation with the id or, for a visitor, another visitor's conversation."""

    def __init__(self, conversation_id: UUID | None = None) -> None:
        super().__init__(
            f"There is no conversation {conversation_id}."
            if conversation_id
            else "There is no such conversation, or it belongs to another visitor."
        )


class MessageNotFoundError(NotFoundError):
    """Error: no answer with the id, or an answer to another visitor."""

    def __init__(self) -> None:
        super().__init__("There is no such answer, or it belongs to another visitor.")


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation with all messages."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    messages: tuple[StoredMessage, ...]


def start(session: Session, visitor: UUID) -> UUID:
    """Begin a conversation of a visitor; returns the id of the conversation."""
    now, state = utc_now(), DialogueState().to_json()
    conversation = Conversation(
        id=uuid4(), visitor_id=visitor, state=state, created_at=now, updated_at=now
    )
    session.add(conversation)
    return conversation.id


def history(
    session: Session, visitor: UUID, conversation_id: UUID, *, after: int = 0, limit: int = 50
) -> MessagePage:
    """Next `limit` messages behind the cursor; raises ConversationNotFoundError."""
    _times(session, visitor, conversation_id)
    return read_page(session, conversation_id, after, limit)


def export(session: Session, visitor: UUID, conversation_id: UUID) -> StoredConversation:
    """A whole conversation; raises ConversationNotFoundError."""
    created_at, updated_at = _times(session, visitor, conversation_id)
    messages = read_page(session, conversation_id).messages
    return StoredConversation(conversation_id, created_at, updated_at, messages)


def delete(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Delete a conversation with all messages; raises ConversationNotFoundError."""
    statement = sa.delete(Conversation).where(_is_of(visitor, conversation_id))
    if not change(session, statement):
        raise ConversationNotFoundError
    forget(session)


def _times(session: Session, visitor: UUID, conversation_id: UUID) -> sa.Row[datetime, datetime]:
    """Times of the first and of the last use of the conversation."""
    row = session.execute(
        sa.select(Conversation.created_at, Conversation.updated_at).where(
            _is_of(visitor, conversation_id)
        )
    ).first()
    if row is None:
        raise ConversationNotFoundError
    return row


def _is_of(visitor: UUID, conversation_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(Conversation.id == conversation_id, Conversation.visitor_id == visitor)


def give_feedback(
    session: Session, visitor: UUID, message_id: UUID, value: int, comment: str | None = None
) -> None:
    """Store the thumb of the visitor for an answer (+1 or -1), in place of an earlier thumb.

    Raises MessageNotFoundError for anything but an answer in a conversation of the visitor.
    """
    comment = storable(comment) if comment else None
    answer = (
        sa.select(Message.id)
        .join(Conversation)
        .where(Message.id == message_id, Message.role == "bot", Conversation.visitor_id == visitor)
        .with_for_update(of=Message)
    )
    if session.scalar(answer) is None:
        raise MessageNotFoundError
    update = sa.update(Feedback).where(Feedback.message_id == message_id)
    if not change(session, update.values(value=value, comment=comment, updated_at=utc_now())):
        session.add(Feedback(message_id=message_id, value=value, comment=comment))
