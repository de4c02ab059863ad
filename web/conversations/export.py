"""Conversations as files: a line per message, as JSON Lines or CSV, however many there are."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from io import StringIO
from operator import attrgetter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.filter import ConversationFilter
from web.conversations.search import matching, short
from web.conversations.tables import Conversation, Feedback, Message

AT_ONCE = 200
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula, which may send the others away."""


@dataclass(frozen=True, slots=True)
class ExportedMessage:
    """One message, with what describes an answer."""

    conversation: UUID
    visitor: str
    message: UUID
    reply_to: UUID | None
    time: datetime
    role: str
    text: str
    intent: str | None
    confidence: float | None
    fallback: bool | None
    model_version: int | None
    latency_ms: float | None
    thumb: int | None
    comment: str | None


def messages(session: Session, wanted: ConversationFilter) -> Iterator[ExportedMessage]:
    """Every message of the conversations that the filter finds, conversation by conversation.

    The transaction of the caller has to last as long as the iterator.
    """
    statement = (
        sa.select(
            Conversation.id,
            Conversation.visitor_id,
            Message.id,
            Message.reply_to,
            Message.created_at,
            Message.role,
            Message.text,
            Message.intent,
            Message.confidence,
            Message.fallback,
            Message.model_version_id,
            Message.latency_ms,
            Feedback.value,
            Feedback.comment,
        )
        .select_from(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(Feedback, Feedback.message_id == Message.id)
        .where(matching(session, wanted))
        .order_by(Message.conversation_id, Message.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    for conversation, visitor, *rest in session.execute(statement):
        yield ExportedMessage(conversation, short(visitor), *rest)


NAMES = tuple(field.name for field in fields(ExportedMessage))
# Those of dataclasses copy every value, which costs more than all the rest.
_values = attrgetter(*NAMES)


def json_lines(exported: Iterator[ExportedMessage]) -> Iterator[str]:
    """A JSON object per line."""
    for each in exported:
        yield (
            json.dumps(
                dict(zip(NAMES, _values(each), strict=True)), default=str, ensure_ascii=False
            )
            + "\n"
        )


def csv_lines(exported: Iterator[ExportedMessage]) -> Iterator[str]:
    """A table for a spreadsheet, which computes nothing that a visitor wrote.

    A text that would be a formula gets an apostrophe before it.
    """
    yield BYTE_ORDER_MARK + _csv_line(NAMES)
    for each in exported:
        yield _csv_line(map(_cell, _values(each)))


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _csv_line(cells: Iterable[object]) -> str:
    line = StringIO()
    # A spreadsheet that parts cells at semicolons must not find a formula behind one.
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return line.getvalue()
