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
from web.core.errors import ConflictError, NotFoundError
from web.core.stored_values import read_stored
from web.handovers.requests import addresses_of
from web.http.translation import _

_LATEST = 100
"""Conversations of a visitor whose values go into the next."""


class ConversationNotFoundError(NotFoundError):
    """Error: no conversation with the id or, for a visitor, another visitor's conversation."""

    def __init__(self, conversation_id: UUID | None = None) -> None:
        super().__init__(
            _("There is no conversation %(id)s.", id=conversation_id)
            if conversation_id
            else _("There is no such conversation, or it belongs to another visitor.")
        )


class TooManyConversationsError(ConflictError):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"You have {most} conversations, as many as one visitor may keep. Delete one of them,"
            " then begin a new one."
        )


class MessageNotFoundError(NotFoundError):
    """Error: no answer with the id, or an answer to another visitor."""

    def __init__(self) -> None:
        super().__init__("There is no such answer, or it belongs to another visitor.")


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation with all messages, and the addresses that the visitor left for persons."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    messages: tuple[StoredMessage, ...]
    addresses: tuple[str, ...]


def start(session: Session, visitor: UUID, most: int | None = None) -> UUID:
    """Begin a conversation of a visitor; returns the id of the conversation.

    It begins with the values that the latest ones kept for the visitor.

    Raises TooManyConversationsError if the visitor has `most` already.
    """
    kept = sa.select(sa.func.count()).where(Conversation.visitor_id == visitor)
    if most is not None and (session.scalar(kept) or 0) >= most:
        raise TooManyConversationsError(most)
    state = _next_state(session, visitor).to_json()
    now = utc_now()
    conversation = Conversation(
        id=uuid4(), visitor_id=visitor, state=state, created_at=now, updated_at=now
    )
    session.add(conversation)
    return conversation.id


def _next_state(session: Session, visitor: UUID) -> DialogueState:
    columns = sa.select(Conversation.id, Conversation.state)
    own = columns.where(Conversation.visitor_id == visitor)
    latest = session.execute(own.order_by(Conversation.updated_at.desc()).limit(_LATEST))
    states = [stored_state(*row) for row in latest][::-1]
    kept = {n: v for state in states for n, v in state.for_next_conversation().slots.items()}
    return DialogueState(slots=kept, is_returning=bool(states))


def stored_state(conversation_id: UUID, text: str) -> DialogueState:
    """Return the state in a row of a conversation; that of a new one if it cannot be read."""
    name = f"the state of conversation {conversation_id}, which begins anew"
    return read_stored(DialogueState.from_json, text, DialogueState(), name)


def state_after_unread(
    conversation_id: UUID, text: str, updated_at: datetime, now: datetime
) -> str:
    """Return the state of a conversation, as text, after a message that the bot does not answer."""
    minutes = (now - updated_at).total_seconds() / 60
    return stored_state(conversation_id, text).after_unread(minutes).to_json()


def latest_texts(session: Session, most: int) -> list[str]:
    """Return the texts of the latest messages of all visitors, the latest last."""
    latest = (
        sa.select(Message.text)
        .where(Message.role == "user")
        .order_by(Message.seq.desc())
        .limit(most)
    )
    return list(session.scalars(latest))[::-1]


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
    addresses = tuple(addresses_of(session.connection(), conversation_id))
    return StoredConversation(conversation_id, created_at, updated_at, messages, addresses)


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
