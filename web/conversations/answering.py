"""Answering: a message and the answer, in a single transaction."""

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.conversations.messages import MESSAGES, StoredMessage, read_pair, write_pair
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation
from web.core.database import reading, storable, utc_now, writing
from web.core.errors import ConflictError
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.model.prediction import Prediction

CONVERSATIONS = cast(sa.Table, Conversation.__table__)


class MessageIdTakenError(ConflictError):
    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            f"The message id {message_id} is in use for a different message. Repeat a message"
            " with the text that it had, or send a new one with a new id."
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and the answer; `repeated` if an earlier request stored both."""

    message: StoredMessage
    reply: StoredMessage
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message of a visitor, and the prediction after `milliseconds` of work."""

    conversation_id: UUID
    id: UUID
    text: str
    prediction: "Prediction"
    milliseconds: float


def exchange(
    session: Session,
    visitor: UUID,
    live: LiveBot,
    conversation_id: UUID,
    text: str,
    message_id: UUID | None = None,
) -> Exchange:
    """Answer a message, and store both with the new state.

    No other service opens transactions: the prediction takes longest and comes before the
    transaction, so that no other writer has to wait. All the rest is a single transaction.

    A repeated message id in a conversation is answered from the database, also while the first
    request with the id is still under way. Raises ConversationNotFoundError, and
    MessageIdTakenError for the id of a different message.
    """
    sent = _predicted(live, conversation_id, message_id or uuid4(), storable(text))
    try:
        with writing(session):
            state = _lock(session, visitor, conversation_id)
            return _stored_exchange(session, sent) or _answer(session, live, sent, state)
    except sa.exc.IntegrityError:
        # Another conversation took the id after the look at the stored ones.
        with reading(session):
            _stored_exchange(session, sent)
        raise


def _predicted(live: LiveBot, conversation_id: UUID, message_id: UUID, text: str) -> _Sent:
    started = perf_counter()
    prediction = live.bot.predict(text)
    milliseconds = (perf_counter() - started) * 1000
    return _Sent(conversation_id, message_id, text, prediction, milliseconds)


def _lock(session: Session, visitor: UUID, conversation_id: UUID) -> DialogueState:
    """State of the conversation, locked until the transaction ends."""
    state = session.scalar(
        sa.select(CONVERSATIONS.columns.state)
        .filter_by(id=conversation_id, visitor_id=visitor)
        .with_for_update()
    )
    if state is None:
        raise ConversationNotFoundError
    return DialogueState.from_json(state)


def _stored_exchange(session: Session, sent: _Sent) -> Exchange | None:
    columns = MESSAGES.columns
    row = session.execute(
        sa.select(columns.conversation_id, columns.role, columns.text).filter_by(id=sent.id)
    ).first()
    if row is None:
        return None
    if tuple(row) != (sent.conversation_id, "user", sent.text):
        raise MessageIdTakenError(sent.id)
    message, answer = read_pair(session, sent.conversation_id, sent.id)
    return Exchange(message, answer, repeated=True)


def _answer(session: Session, live: LiveBot, sent: _Sent, state: DialogueState) -> Exchange:
    message = StoredMessage(id=sent.id, role="user", text=sent.text, created_at=utc_now())
    started = perf_counter()
    reply = live.bot.answer(sent.text, sent.prediction, state)
    latency_ms = sent.milliseconds + (perf_counter() - started) * 1000
    answer = StoredMessage.of(
        reply,
        live.version_id,
        latency_ms,
        id=uuid4(),
        role="bot",
        text=reply.text,
        created_at=utc_now(),
        reply_to=sent.id,
    )
    write_pair(session, sent.conversation_id, message, answer)
    session.execute(
        CONVERSATIONS.update()
        .filter_by(id=sent.conversation_id)
        .values(state=reply.state.to_json(), updated_at=answer.created_at)
    )
    return Exchange(message, answer, repeated=False)
