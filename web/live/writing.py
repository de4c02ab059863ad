"""Messages beside those that the bot answers: each stored once, behind all earlier ones."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.answering.exchange import MessageIdTakenError
from web.conversations.messages import StoredMessage, write_message
from web.conversations.service import state_after_unread
from web.conversations.tables import Conversation, Message
from web.core.database import change
from web.events.service import note


def is_stored(session: Session, conversation_id: UUID, message: StoredMessage) -> bool:
    """Return True if a message of a conversation that is locked is stored already.

    Raises MessageIdTakenError if its id is that of a different message.
    """
    stored = session.execute(
        sa.select(Message.conversation_id, Message.role, Message.text).where(
            Message.id == message.id
        )
    ).first()
    if stored is None:
        return False
    if tuple(stored) != (conversation_id, message.role, message.text):
        raise MessageIdTakenError(message.id)
    return True


def append(
    session: Session, conversation_id: UUID, message: StoredMessage, *, announces: bool = False
) -> None:
    """Store a message of a conversation that is locked.

    A caller that `announces` has an event noted for the first message.
    """
    own = sa.exists().where(Message.conversation_id == conversation_id)
    if announces and not session.scalar(sa.select(own)):
        note(session.connection(), "conversation.started", conversation_id, message.created_at)
    write_message(session.connection(), conversation_id, message)
    this = Conversation.id == conversation_id
    before = session.execute(
        sa.select(Conversation.state, Conversation.updated_at).where(this)
    ).one()
    now = message.created_at
    values = {
        "state": state_after_unread(conversation_id, before.state, before.updated_at, now),
        "updated_at": now,
        "length": _count(conversation_id).scalar_subquery(),
    }
    change(session, sa.update(Conversation).where(this).values(values))


def length_of(session: Session, conversation_id: UUID) -> int:
    """Number of messages in a conversation."""
    return session.scalar(_count(conversation_id)) or 0


def _count(conversation_id: UUID) -> sa.Select[int]:
    counted = sa.select(sa.func.count()).select_from(Message)
    return counted.where(Message.conversation_id == conversation_id)
