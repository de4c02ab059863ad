"""Stored messages: the record of an answer, and rows read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import FALLBACK_TAG, RESERVED_TAGS
from chatbot.intents.responses.bubble import BUBBLES, Bubble, stored_bubble
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span
from web.conversations.tables import Feedback, Message, Role
from web.core.stored_values import read_stored

if TYPE_CHECKING:
    from chatbot.dialogue.reply import Reply

MESSAGES = cast(sa.Table, Message.__table__)
FEEDBACK = cast(sa.Table, Feedback.__table__)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Intent not chosen, with the confidence, 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """Record of an answer: a column of the table each. None or empty in a visitor's message.

    A further field is added here and in the table: all reading and writing of messages follows.
    `alternatives` are the next best intents, best first; `candidates` is the prediction set, with
    the right intent in a share of `coverage` of all messages with an intent. `slots` are the values
    of a form by the names of its slots. `bubbles` are those of an answer that is more than a text.
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
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)
    bubbles: tuple[Bubble, ...] = ()

    @classmethod
    def of(cls, reply: "Reply", model_version: int, latency_ms: float, **others: Any) -> Self:
        """Record of a reply by a model version; `others` are the fields of a subclass."""
        return cls(
            intent=reply.intent,
            confidence=reply.confidence,
            alternatives=tuple(
                Alternative(ranked.intent, ranked.confidence) for ranked in reply.alternatives
            ),
            candidates=reply.candidates,
            coverage=reply.coverage,
            fallback=reply.fallback,
            quick_replies=reply.quick_replies,
            model_version=model_version,
            latency_ms=latency_ms,
            slots=reply.slots,
            bubbles=reply.bubbles,
            **others,
        )

    @property
    def ranking(self) -> tuple[Alternative, ...]:
        """Intents by falling confidence, without the fallback or question back."""
        if self.intent is None or self.confidence is None or self.intent in RESERVED_TAGS:
            return self.alternatives
        return (Alternative(self.intent, self.confidence), *self.alternatives)

    @property
    def best_guess(self) -> Alternative | None:
        """Likeliest intent behind a fallback or a question back; None for all other answers."""
        return self.ranking[0] if self.intent in RESERVED_TAGS and self.ranking else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage(AnswerRecord):
    """Message of a conversation; `feedback` is the thumb of an answer: 1, -1 or None.

    `author` is the name of a person who wrote it.
    """

    id: UUID
    role: Role
    text: str
    created_at: datetime
    reply_to: UUID | None = None
    feedback: int | None = None
    comment: str | None = None
    author: str | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text as links and emphasis; the text of a visitor is plain."""
        return (Span(self.text),) if self.role == "user" else response_spans(self.text)


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in order, and the `after` of the next page, None after the last.

    `last` is the `after` for whatever comes behind these messages.
    """

    messages: tuple[StoredMessage, ...]
    next: int | None
    last: int


_FEEDBACK = {"feedback": FEEDBACK.columns.value, "comment": FEEDBACK.columns.comment}
_COLUMN_NAMES = {"model_version": "model_version_id"}
_KEPT = {
    kept.name: MESSAGES.columns[_COLUMN_NAMES.get(kept.name, kept.name)]
    for kept in fields(StoredMessage)
    if kept.name not in _FEEDBACK
}
"""Columns of the table by the fields of a StoredMessage."""

READ: sa.Select[*tuple[Any, ...]] = sa.select(
    *(column.label(name) for name, column in (_KEPT | _FEEDBACK).items())
).outerjoin_from(MESSAGES, FEEDBACK)
"""Statement for reading messages, a StoredMessage each: see `stored_message`."""

_INSERT = MESSAGES.insert()

_OF_VISITORS = ("id", "conversation_id", "role", "text", "created_at")
"""Columns of a visitor's message; all others are NULL."""

_LISTS = ("alternatives", "candidates", "quick_replies", "bubbles")
_ALTERNATIVES = TypeAdapter(tuple[Alternative, ...])
_NO_ALTERNATIVES: tuple[Alternative, ...] = ()
_LOST = {"intent": FALLBACK_TAG, "confidence": 0.0, "fallback": True, "reply_to": UUID(int=0)}
"""Values of an answer that is damaged in the database: every answer is stored with these."""

_NO_BUBBLES: tuple[Bubble, ...] = ()


def stored_message(row: sa.Row[*tuple[Any, ...]]) -> StoredMessage:
    """Message in a row of READ; a statement may add columns at the end."""
    values = dict(zip((*_KEPT, *_FEEDBACK), row, strict=False))
    for name in _LISTS:
        values[name] = tuple(values[name] or ())
    ranking, name = values["alternatives"], f"the alternatives of message {values['id']}"
    values["alternatives"] = read_stored(
        _ALTERNATIVES.validate_python, ranking, _NO_ALTERNATIVES, name
    )
    if values["bubbles"]:
        name = f"the bubbles of message {values['id']}"
        values["bubbles"] = read_stored(
            BUBBLES.validate_python, values["bubbles"], _NO_BUBBLES, name
        )
    values["slots"] = values["slots"] or {}
    if values["role"] == "bot":
        values |= {name: lost for name, lost in _LOST.items() if values[name] is None}
    return StoredMessage(**values)


def read_page(
    session: Session, conversation_id: UUID, after: int = 0, limit: int | None = None
) -> MessagePage:
    """Messages of a conversation behind the cursor, oldest first; all without a limit."""
    statement = READ.add_columns(MESSAGES.columns.seq).where(
        MESSAGES.columns.conversation_id == conversation_id, MESSAGES.columns.seq > after
    )
    with_next = None if limit is None else limit + 1
    rows = session.execute(statement.order_by(MESSAGES.columns.seq).limit(with_next)).all()
    more = limit is not None and len(rows) > limit
    shown = rows[:limit] if more else rows
    last = shown[-1].seq if shown else after
    return MessagePage(tuple(map(stored_message, shown)), last if more else None, last)


def read_pair(
    connection: sa.Connection, conversation_id: UUID, message_id: UUID
) -> list[StoredMessage]:
    """A visitor's message and the answer, if any; empty without such a message."""
    statement = READ.where(
        MESSAGES.columns.conversation_id == conversation_id,
        sa.or_(MESSAGES.columns.id == message_id, MESSAGES.columns.reply_to == message_id),
    )
    return list(map(stored_message, connection.execute(statement.order_by(MESSAGES.columns.seq))))


def pair_insert() -> sa.Insert:
    """Return the statement that stores a visitor's message, then the answer: see `pair_values`."""
    columns = {**_KEPT, "conversation_id": MESSAGES.columns.conversation_id}.values()
    rows = (
        {
            column.name: sa.bindparam(f"{prefix}_{column.name}", type_=column.type)
            if column.name in names
            else sa.null()
            for column in columns
        }
        for prefix, names in (("message", _OF_VISITORS), ("answer", MESSAGES.columns.keys()))
    )
    return MESSAGES.insert().values([*rows])


def pair_values(
    conversation_id: UUID, message: StoredMessage, answer: StoredMessage
) -> dict[str, Any]:
    """Return the values of a visitor's message and of the answer for the `pair_insert`."""
    return {
        "message_id": message.id,
        "message_conversation_id": conversation_id,
        "message_role": message.role,
        "message_text": message.text,
        "message_created_at": message.created_at,
        **{f"answer_{name}": value for name, value in _row(conversation_id, answer).items()},
    }


def write_message(connection: sa.Connection, conversation_id: UUID, message: StoredMessage) -> None:
    """Store a message without an answer, or a person's."""
    connection.execute(_INSERT, _row(conversation_id, message))


def _row(conversation_id: UUID, message: StoredMessage) -> dict[str, Any]:
    row = {column.name: getattr(message, name) for name, column in _KEPT.items()}
    row["conversation_id"] = conversation_id
    row["slots"] = dict(message.slots) or None
    if message.role != "bot":
        return row | dict.fromkeys(_LISTS)
    # Not `asdict`, which copies every value.
    row["alternatives"] = [
        {"intent": alternative.intent, "confidence": alternative.confidence}
        for alternative in message.alternatives
    ]
    row["bubbles"] = list(map(stored_bubble, message.bubbles))
    return row
