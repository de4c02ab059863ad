"""Transcript of a conversation for admins, a page of messages at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.messages import MESSAGES, READ, StoredMessage, stored_message
from web.conversations.search import short
from web.conversations.service import ConversationNotFoundError, stored_state
from web.conversations.tables import Conversation, Message
from web.core.paging import Cursor, Page, Sort, read_page

SIZE = 100
IN_ORDER = Sort("seq", MESSAGES.columns.seq, MESSAGES.columns.seq)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation of any visitor, and a page of the messages in order.

    `messages` counts all messages, `of_visitor` the conversations of the same visitor. `values` are
    those of slots that the bot knows after the last message.
    """

    id: UUID
    visitor: str
    created_at: datetime
    updated_at: datetime
    messages: int
    of_visitor: int
    values: Mapping[str, str]
    page: Page[StoredMessage]


def read(session: Session, conversation_id: UUID, cursor: Cursor | None = None) -> Transcript:
    """Transcript of a conversation of any visitor; raises ConversationNotFoundError."""
    row = session.execute(
        sa.select(
            Conversation.visitor_id,
            Conversation.created_at,
            Conversation.updated_at,
            Conversation.state,
        ).where(Conversation.id == conversation_id)
    ).first()
    if row is None:
        raise ConversationNotFoundError(conversation_id)
    messages = sa.select(sa.func.count()).where(Message.conversation_id == conversation_id)
    of_visitor = sa.select(sa.func.count()).where(Conversation.visitor_id == row.visitor_id)
    statement = READ.where(MESSAGES.columns.conversation_id == conversation_id)
    page = read_page(session, cast("sa.Select[Any]", statement), IN_ORDER, cursor, SIZE)
    return Transcript(
        conversation_id,
        short(row.visitor_id),
        row.created_at,
        row.updated_at,
        session.scalar(messages) or 0,
        session.scalar(of_visitor) or 0,
        stored_state(conversation_id, row.state).values,
        page.map(stored_message),
    )
