"""Messages as they are stored: what one row says, and how rows are read and written."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.models import Feedback, Message, Role

if TYPE_CHECKING:
    from chatbot.bot import Reply

MESSAGES = cast(sa.Table, Message.__table__)


@dataclass(frozen=True, slots=True)
class Alternative:
    """An intent that was not chosen, and how likely it was."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message; what describes an answer is None in a visitor's message.

    `alternatives` are the next best intents, best first; `feedback` is +1, -1 or None.
    """

    seq: int
    id: UUID
    role: Role
    text: str
    created_at: datetime
    reply_to: UUID | None
    intent: str | None
    confidence: float | None
    alternatives: tuple[Alternative, ...]
    fallback: bool | None
    quick_replies: tuple[str, ...]
    model_version: int | None
    feedback: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said, with which model, and how long it took to find."""

    id: UUID
    reply: "Reply"
    created_at: datetime
    model_version: int
    latency_ms: float


_READ = sa.select(
    Message.seq,
    Message.id,
    Message.role,
    Message.text,
    Message.created_at,
    Message.reply_to,
    Message.intent,
    Message.confidence,
    Message.alternatives,
    Message.fallback,
    Message.quick_replies,
    Message.model_version_id.label("model_version"),
    Feedback.value.label("feedback"),
).outerjoin(Feedback, Feedback.message_id == Message.id)


def read_messages(
    session: Session, conversation_id: UUID, after: int = 0, limit: int | None = None
) -> tuple[StoredMessage, ...]:
    """The messages of a conversation whose `seq` is greater than `after`, oldest first."""
    wanted = _READ.where(Message.conversation_id == conversation_id, Message.seq > after)
    rows = session.execute(wanted.order_by(Message.seq).limit(limit))
    return tuple(_stored_message(row) for row in rows)


def read_pair(session: Session, conversation_id: UUID, message_id: UUID) -> list[StoredMessage]:
    """A visitor's message and the answer to it; empty where there is no such message."""
    wanted = _READ.where(
        Message.conversation_id == conversation_id,
        sa.or_(Message.id == message_id, Message.reply_to == message_id),
    )
    return [_stored_message(row) for row in session.execute(wanted.order_by(Message.seq))]


def write_pair(
    session: Session,
    conversation_id: UUID,
    message_id: UUID,
    text: str,
    created_at: datetime,
    answer: Answer,
) -> None:
    """Store a visitor's message and its answer, in this order and in one statement."""
    reply = answer.reply
    pair = (
        _row(
            id=message_id,
            conversation_id=conversation_id,
            role="user",
            text=text,
            created_at=created_at,
        ),
        _row(
            id=answer.id,
            conversation_id=conversation_id,
            role="bot",
            text=reply.text,
            created_at=answer.created_at,
            reply_to=message_id,
            intent=reply.intent,
            confidence=reply.confidence,
            alternatives=[asdict(ranked) for ranked in reply.alternatives],
            fallback=reply.fallback,
            quick_replies=list(reply.quick_replies),
            model_version_id=answer.model_version,
            latency_ms=answer.latency_ms,
        ),
    )
    session.execute(MESSAGES.insert(), pair)


_COLUMNS = tuple(column.name for column in MESSAGES.columns if column.name != "seq")


def _row(**values: Any) -> dict[str, Any]:
    # Both rows name every column, so that they fit the one statement.
    return dict.fromkeys(_COLUMNS) | values


def _stored_message(row: sa.Row[*tuple[Any, ...]]) -> StoredMessage:
    values = row._asdict()
    alternatives = tuple(Alternative(**ranked) for ranked in values.pop("alternatives") or ())
    quick_replies = tuple(values.pop("quick_replies") or ())
    return StoredMessage(alternatives=alternatives, quick_replies=quick_replies, **values)
