"""Stored messages: the record of an answer, and rows read and written."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import RESERVED_TAGS
from web.conversations.tables import Feedback, Message, Role

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Reply

MESSAGES = cast(sa.Table, Message.__table__)
FEEDBACK = cast(sa.Table, Feedback.__table__)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Intent that was not chosen, with its confidence, 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """Record of an answer: a column of the table each. None or empty in a visitor's message.

    `alternatives` are the next best intents, best first; `candidates` is the prediction set, which
    holds the right intent in a share of `coverage` of all messages that have one.
    """

    intent: str | None = None
    confidence: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    candidates: tuple[str, ...] = ()
    coverage: float | None = None
    fallback: bool | None = None
    quick_replies: tuple[str, ...] = ()
    model_version: int | None = None
    latency_ms: float | None = None

    @classmethod
    def of(cls, reply: "Reply", model_version: int, latency_ms: float) -> "AnswerRecord":
        """Record of a reply by this model version."""
        alternatives = tuple(
            Alternative(ranked.intent, ranked.confidence) for ranked in reply.alternatives
        )
        return cls(
            reply.intent,
            reply.confidence,
            alternatives,
            reply.candidates,
            reply.coverage,
            reply.fallback,
            reply.quick_replies,
            model_version,
            latency_ms,
        )

    @property
    def ranking(self) -> tuple[Alternative, ...]:
        """Intents by falling confidence, without an intent that is only an answer's name."""
        if self.intent is None or self.confidence is None or self.intent in RESERVED_TAGS:
            return self.alternatives
        return (Alternative(self.intent, self.confidence), *self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage(AnswerRecord):
    """Message of a conversation; `feedback` is the thumb of an answer: 1, -1 or None."""

    id: UUID
    role: Role
    text: str
    created_at: datetime
    reply_to: UUID | None = None
    feedback: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in order, and the `after` of the next page, None after the last."""

    messages: tuple[StoredMessage, ...]
    next: int | None


_RECORD = tuple(field.name for field in fields(AnswerRecord))
_LISTS = ("alternatives", "candidates", "quick_replies")
_RENAMED = {"model_version": "model_version_id"}
_COLUMNS = MESSAGES.columns

READ: sa.Select[*tuple[Any, ...]] = sa.select(
    *(_COLUMNS[name] for name in ("id", "role", "text", "created_at", "reply_to")),
    *(_COLUMNS[_RENAMED.get(name, name)].label(name) for name in _RECORD),
    FEEDBACK.columns.value.label("feedback"),
    FEEDBACK.columns.comment,
).outerjoin_from(MESSAGES, FEEDBACK)
"""Statement that reads messages, a StoredMessage each: see `stored_message`."""


def stored_message(row: sa.Row[*tuple[Any, ...]]) -> StoredMessage:
    """Message in a row of READ, to which a statement may add columns behind."""
    values = dict(zip(_NAMES, row, strict=False))
    values["alternatives"] = tuple(Alternative(**ranked) for ranked in row.alternatives or ())
    values["candidates"] = tuple(row.candidates or ())
    values["quick_replies"] = tuple(row.quick_replies or ())
    return StoredMessage(**values)


_NAMES = tuple(column.name for column in READ.selected_columns)


def read_page(
    session: Session, conversation_id: UUID, after: int = 0, limit: int | None = None
) -> MessagePage:
    """Messages of a conversation behind the cursor, oldest first; all without a limit."""
    statement = READ.add_columns(_COLUMNS.seq).where(
        _COLUMNS.conversation_id == conversation_id, _COLUMNS.seq > after
    )
    with_next = None if limit is None else limit + 1
    rows = session.execute(statement.order_by(_COLUMNS.seq).limit(with_next)).all()
    more = limit is not None and len(rows) > limit
    shown = rows[:limit] if more else rows
    return MessagePage(tuple(map(stored_message, shown)), shown[-1].seq if more else None)


def read_pair(session: Session, conversation_id: UUID, message_id: UUID) -> list[StoredMessage]:
    """A visitor's message and its answer; empty without such a message."""
    statement = READ.where(
        _COLUMNS.conversation_id == conversation_id,
        sa.or_(_COLUMNS.id == message_id, _COLUMNS.reply_to == message_id),
    )
    return list(map(stored_message, session.execute(statement.order_by(_COLUMNS.seq))))


def write_pair(
    session: Session, conversation_id: UUID, message: StoredMessage, answer: StoredMessage
) -> None:
    """Store a visitor's message and its answer, in this order and in one statement."""
    session.execute(
        MESSAGES.insert(), [_row(conversation_id, message), _row(conversation_id, answer)]
    )


def _row(conversation_id: UUID, message: StoredMessage) -> dict[str, Any]:
    row = asdict(message)
    del row["feedback"], row["comment"]
    for name in _LISTS:
        row[name] = list(row[name]) if message.role == "bot" else None
    row["model_version_id"] = row.pop("model_version")
    return row | {"conversation_id": conversation_id}
