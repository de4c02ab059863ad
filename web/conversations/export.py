"""Export of conversations, as JSON Lines or CSV with a line per message, or one as a text."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from operator import attrgetter
from uuid import UUID

from sqlalchemy.orm import Session

from web.conversations.filter import ConversationFilter
from web.conversations.messages import MESSAGES, READ, StoredMessage, stored_message
from web.conversations.search import matching, short
from web.conversations.service import StoredConversation
from web.conversations.tables import Conversation

AT_ONCE = 200
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of formulas for a spreadsheet; a formula could send other cells away."""


@dataclass(frozen=True, slots=True)
class ExportedMessage:
    """A message with the id of the conversation, and the short id of the visitor."""

    conversation: UUID
    visitor: str
    message: StoredMessage


FIELDS = {
    "conversation": "conversation",
    "visitor": "visitor",
    "message": "message.id",
    "reply_to": "message.reply_to",
    "time": "message.created_at",
    "role": "message.role",
    "text": "message.text",
    "intent": "message.intent",
    "confidence": "message.confidence",
    "fallback": "message.fallback",
    "model_version": "message.model_version",
    "latency_ms": "message.latency_ms",
    "thumb": "message.feedback",
    "comment": "message.comment",
    "slots": "message.slots",
    "author": "message.author",
}
"""Fields of a line in a file, with the places in an ExportedMessage."""

# Dataclasses' own `asdict` copies every value, which costs more than all the rest.
_values = attrgetter(*FIELDS.values())


def messages(session: Session, filters: ConversationFilter) -> Iterator[ExportedMessage]:
    """Messages of the filtered conversations, conversation by conversation.

    The transaction of the caller has to last as long as the iterator.
    """
    statement = (
        READ.add_columns(Conversation.id.label("conversation"), Conversation.visitor_id)
        .join(Conversation, Conversation.id == MESSAGES.columns.conversation_id)
        .where(matching(session, filters))
        .order_by(MESSAGES.columns.conversation_id, MESSAGES.columns.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(statement):
        yield ExportedMessage(row.conversation, short(row.visitor_id), stored_message(row))


def json_lines(exported: Iterator[ExportedMessage]) -> Iterator[str]:
    """Lines of a file, a JSON object each."""
    for line in exported:
        values = dict(zip(FIELDS, _values(line), strict=True))
        yield json.dumps(values, default=str, ensure_ascii=False) + "\n"


def csv_lines(exported: Iterator[ExportedMessage]) -> Iterator[str]:
    """Lines of a table for spreadsheets; a text like a formula gets an apostrophe."""
    yield BYTE_ORDER_MARK + _csv_line(FIELDS)
    for line in exported:
        yield _csv_line(map(_cell, _values(line)))


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        value = "; ".join(f"{name}: {text}" for name, text in value.items())
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _csv_line(cells: Iterable[object]) -> str:
    line = StringIO()
    # A spreadsheet that parts cells at semicolons must not find a formula behind one.
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return line.getvalue()


def text_of(conversation: StoredConversation, bot: str, you: str = "You") -> str:
    """Return the messages with their speakers and times (UTC), a blank line between two."""
    lines = [
        f"{_speaker(message, bot, you)}, {message.created_at:%Y-%m-%d %H:%M} UTC\n"
        f"{''.join(span.text for span in message.spans)}\n"
        for message in conversation.messages
    ]
    return "\n".join(lines)


def _speaker(message: StoredMessage, bot: str, you: str) -> str:
    return message.author or (you if message.role == "user" else bot)
