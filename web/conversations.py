"""Conversations: begin one, exchange messages, read it, judge its answers, delete it.

Each function opens and ends its own transaction. A conversation belongs to the visitor who
began it; for everyone else it does not exist.
"""

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue import DialogueState
from web.bots import LiveBot
from web.database import change, reading, utc_now, writing
from web.message_search import forget
from web.models import Conversation, Feedback, Message
from web.stored_messages import (
    MESSAGES,
    Alternative,
    Page,
    StoredMessage,
    read_page,
    read_pair,
    write_pair,
)
from web.text import storable

if TYPE_CHECKING:
    from chatbot.bot import Reply

CONVERSATIONS = cast(sa.Table, Conversation.__table__)


class ConversationNotFoundError(LookupError):
    def __init__(self) -> None:
        super().__init__("There is no such conversation, or it belongs to another visitor.")


class MessageNotFoundError(LookupError):
    def __init__(self) -> None:
        super().__init__("There is no such answer, or it belongs to another visitor.")


class MessageIdTakenError(ValueError):
    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            f"The message id {message_id} is in use for a different message. Repeat a message"
            " with the text that it had, or send a new one with a new id."
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and its answer; `repeated` if both were stored by an earlier request."""

    message: StoredMessage
    reply: StoredMessage
    repeated: bool


@dataclass(frozen=True, slots=True)
class Transcript:
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


def exchange(
    session: Session,
    live: LiveBot,
    visitor: UUID,
    conversation_id: UUID,
    text: str,
    message_id: UUID | None = None,
) -> Exchange:
    """Answer a message and store both, with the new state, in one transaction.

    A message id that the conversation has already is answered with what is stored, also
    while the first request with it is still under way. Raises ConversationNotFoundError, and
    MessageIdTakenError for an id that belongs to a different message.
    """
    message_id, text = message_id or uuid4(), storable(text)
    try:
        with writing(session):
            state = _lock(session, visitor, conversation_id)
            stored = _stored_exchange(session, conversation_id, message_id, text)
            if stored is None:
                stored = _answer(session, live, conversation_id, message_id, text, state)
    except sa.exc.IntegrityError:
        # Another conversation took the id after the look at the stored ones.
        with reading(session):
            _stored_exchange(session, conversation_id, message_id, text)
        raise
    return stored


def history(
    session: Session, visitor: UUID, conversation_id: UUID, *, after: int = 0, limit: int = 50
) -> Page:
    """The next `limit` messages behind the cursor; raises ConversationNotFoundError."""
    with reading(session):
        _times(session, visitor, conversation_id)
        return read_page(session, conversation_id, after, limit)


def export(session: Session, visitor: UUID, conversation_id: UUID) -> Transcript:
    """All that is kept of a conversation; raises ConversationNotFoundError."""
    with reading(session):
        created_at, updated_at = _times(session, visitor, conversation_id)
        messages = read_page(session, conversation_id).messages
    return Transcript(conversation_id, created_at, updated_at, messages)


def delete(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Delete a conversation with all its messages; raises ConversationNotFoundError."""
    with writing(session):
        mine = sa.delete(Conversation).where(_is_of(visitor, conversation_id))
        if not change(session, mine):
            raise ConversationNotFoundError
        forget(session)


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


def _lock(session: Session, visitor: UUID, conversation_id: UUID) -> DialogueState:
    """The state of the conversation, which nobody else changes before the transaction ends."""
    state = session.scalar(
        sa.select(CONVERSATIONS.columns.state)
        .filter_by(id=conversation_id, visitor_id=visitor)
        .with_for_update()
    )
    if state is None:
        raise ConversationNotFoundError
    return DialogueState.from_json(state)


def _stored_exchange(
    session: Session, conversation_id: UUID, message_id: UUID, text: str
) -> Exchange | None:
    stored = MESSAGES.columns
    taken = session.execute(
        sa.select(stored.conversation_id, stored.role, stored.text).filter_by(id=message_id)
    ).first()
    if taken is None:
        return None
    if tuple(taken) != (conversation_id, "user", text):
        raise MessageIdTakenError(message_id)
    message, reply = read_pair(session, conversation_id, message_id)
    return Exchange(message, reply, repeated=True)


def _answer(
    session: Session,
    live: LiveBot,
    conversation_id: UUID,
    message_id: UUID,
    text: str,
    state: DialogueState,
) -> Exchange:
    message = StoredMessage(message_id, "user", text, utc_now())
    started = perf_counter()
    reply = live.bot.reply(text, state)
    latency_ms = (perf_counter() - started) * 1000
    answer = _stored_reply(reply, message_id, live.version.id)
    write_pair(session, conversation_id, message, answer, latency_ms)
    session.execute(
        CONVERSATIONS.update()
        .filter_by(id=conversation_id)
        .values(state=reply.state.to_json(), updated_at=answer.created_at)
    )
    return Exchange(message, answer, repeated=False)


def _stored_reply(reply: "Reply", reply_to: UUID, model_version: int) -> StoredMessage:
    return StoredMessage(
        id=uuid4(),
        role="bot",
        text=reply.text,
        created_at=utc_now(),
        reply_to=reply_to,
        intent=reply.intent,
        confidence=reply.confidence,
        alternatives=tuple(Alternative(r.intent, r.confidence) for r in reply.alternatives),
        candidates=reply.candidates,
        coverage=reply.coverage,
        fallback=reply.fallback,
        quick_replies=reply.quick_replies,
        model_version=model_version,
    )


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
