"""Conversations: begin one, read it, delete it.

Each function opens and ends its own transaction. A conversation belongs to the visitor who
began it; for everyone else it does not exist.
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
from web.core.database import change, reading, storable, utc_now, writing
from web.core.errors import NotFoundError


class ConversationNotFoundError(NotFoundError):
    def __init__(self) -> None:
        super().__init__("There is no such conversation, or it belongs to another visitor.")


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A whole conversation."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    messages: tuple[StoredMessage, ...]


def start(session: Session, visitor: UUID) -> UUID:
    """Begin a conversation for this visitor; returns its id."""
    now, state = utc_now(), DialogueState().to_json()
    conversation = Conversation(
        id=uuid4(), visitor_id=visitor, state=state, created_at=now, updated_at=now
    )
    with writing(session):
        session.add(conversation)
    return conversation.id


def history(
    session: Session, visitor: UUID, conversation_id: UUID, *, after: int = 0, limit: int = 50
) -> MessagePage:
    """The next `limit` messages behind the cursor; raises ConversationNotFoundError."""
    with reading(session):
        _times(session, visitor, conversation_id)
        return read_page(session, conversation_id, after, limit)


def export(session: Session, visitor: UUID, conversation_id: UUID) -> StoredConversation:
    """All that is kept of a conversation; raises ConversationNotFoundError."""
    with reading(session):
        created_at, updated_at = _times(session, visitor, conversation_id)
        messages = read_page(session, conversation_id).messages
    return StoredConversation(conversation_id, created_at, updated_at, messages)


def delete(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Delete a conversation with all its messages; raises ConversationNotFoundError."""
    with writing(session):
        mine = sa.delete(Conversation).where(_is_of(visitor, conversation_id))
        if not change(session, mine):
            raise ConversationNotFoundError
        forget(session)


def _times(session: Session, visitor: UUID, conversation_id: UUID) -> sa.Row[datetime, datetime]:
    """When the conversation began, and when it was last used."""
    found = session.execute(
        sa.select(Conversation.created_at, Conversation.updated_at).where(
            _is_of(visitor, conversation_id)
        )
    ).first()
    if found is None:
        raise ConversationNotFoundError
    return found


def _is_of(visitor: UUID, conversation_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(Conversation.id == conversation_id, Conversation.visitor_id == visitor)


class MessageNotFoundError(NotFoundError):
    def __init__(self) -> None:
        super().__init__("There is no such answer, or it belongs to another visitor.")


def give_feedback(
    session: Session, visitor: UUID, message_id: UUID, value: int, comment: str | None = None
) -> None:
    """Store what the visitor thinks of an answer (+1 or -1), instead of what was stored.

    Raises MessageNotFoundError unless it is an answer in a conversation of this visitor.
    """
    comment = storable(comment) if comment else None
    answer = (
        sa.select(Message.id)
        .join(Conversation)
        .where(Message.id == message_id, Message.role == "bot", Conversation.visitor_id == visitor)
        .with_for_update(of=Message)
    )
    with writing(session):
        if session.scalar(answer) is None:
            raise MessageNotFoundError
        given = sa.update(Feedback).where(Feedback.message_id == message_id)
        if not change(session, given.values(value=value, comment=comment, updated_at=utc_now())):
            session.add(Feedback(message_id=message_id, value=value, comment=comment))
