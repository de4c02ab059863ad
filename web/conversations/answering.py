"""A message and its answer: found by the bot, and stored in one transaction."""

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.conversations.messages import MESSAGES, Alternative, StoredMessage, read_pair, write_pair
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation
from web.core.database import reading, storable, utc_now, writing
from web.core.errors import ConflictError
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Reply

CONVERSATIONS = cast(sa.Table, Conversation.__table__)


class MessageIdTakenError(ConflictError):
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
    answer = _stored_reply(reply, message_id, live.version_id)
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
