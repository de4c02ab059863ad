"""Messages as they are stored: what one row says, and how rows are read and written."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Feedback, Message, Role

MESSAGES = cast(sa.Table, Message.__table__)
FEEDBACK = cast(sa.Table, Feedback.__table__)


@dataclass(frozen=True, slots=True)
class Alternative:
    """An intent that was not chosen, and how likely it was."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message; what describes an answer is None or empty in a visitor's message.

    `alternatives` are the next best intents, best first; `candidates` is the prediction set, which
    holds the right intent in a share of `coverage` of all messages that have one; `feedback` is
    +1, -1 or None.
    """

    id: UUID
    role: Role
    text: str
    created_at: datetime
    reply_to: UUID | None = None
    intent: str | None = None
    confidence: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    candidates: tuple[str, ...] = ()
    coverage: float | None = None
    fallback: bool | None = None
    quick_replies: tuple[str, ...] = ()
    model_version: int | None = None
    feedback: int | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages in order, and the `after` of the next page (None after the last)."""

    messages: tuple[StoredMessage, ...]
    next: int | None


_COLUMNS = MESSAGES.columns
_READ = sa.select(
    _COLUMNS.seq,
    _COLUMNS.id,
    _COLUMNS.role,
    _COLUMNS.text,
    _COLUMNS.created_at,
    _COLUMNS.reply_to,
    _COLUMNS.intent,
    _COLUMNS.confidence,
    _COLUMNS.alternatives,
    _COLUMNS.candidates,
    _COLUMNS.coverage,
    _COLUMNS.fallback,
    _COLUMNS.quick_replies,
    _COLUMNS.model_version_id.label("model_version"),
    FEEDBACK.columns.value.label("feedback"),
).outerjoin_from(MESSAGES, FEEDBACK)


def read_page(
    session: Session, conversation_id: UUID, after: int = 0, limit: int | None = None
) -> MessagePage:
    """The messages of a conversation behind the cursor, oldest first; all without a limit."""
    wanted = _READ.where(_COLUMNS.conversation_id == conversation_id, _COLUMNS.seq > after)
    one_more = None if limit is None else limit + 1
    rows = session.execute(wanted.order_by(_COLUMNS.seq).limit(one_more)).all()
    more = limit is not None and len(rows) > limit
    shown = rows[:limit] if more else rows
    return MessagePage(tuple(map(_stored_message, shown)), shown[-1].seq if more else None)


def read_pair(session: Session, conversation_id: UUID, message_id: UUID) -> list[StoredMessage]:
    """A visitor's message and the answer to it; empty where there is no such message."""
    wanted = _READ.where(
        _COLUMNS.conversation_id == conversation_id,
        sa.or_(_COLUMNS.id == message_id, _COLUMNS.reply_to == message_id),
    )
    return list(map(_stored_message, session.execute(wanted.order_by(_COLUMNS.seq))))


def write_pair(
    session: Session,
    conversation_id: UUID,
    message: StoredMessage,
    reply: StoredMessage,
    latency_ms: float,
) -> None:
    """Store a visitor's message and its answer, in this order and in one statement."""
    pair = [_row(conversation_id, message, None), _row(conversation_id, reply, latency_ms)]
    session.execute(MESSAGES.insert(), pair)


def _row(conversation_id: UUID, message: StoredMessage, latency_ms: float | None) -> dict[str, Any]:
    row = asdict(message)
    del row["feedback"]
    for name in ("alternatives", "candidates", "quick_replies"):
        row[name] = list(row[name]) if message.role == "bot" else None
    return row | {
        "conversation_id": conversation_id,
        "model_version_id": row.pop("model_version"),
        "latency_ms": latency_ms,
    }


def _stored_message(row: sa.Row[*tuple[Any, ...]]) -> StoredMessage:
    values = row._asdict()
    del values["seq"]
    alternatives = tuple(Alternative(**ranked) for ranked in values.pop("alternatives") or ())
    candidates = tuple(values.pop("candidates") or ())
    quick_replies = tuple(values.pop("quick_replies") or ())
    return StoredMessage(
        alternatives=alternatives, candidates=candidates, quick_replies=quick_replies, **values
    )
