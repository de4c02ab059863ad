"""Lock of a conversation: all that changes a hand-over takes turns with its messages."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation
from web.core.database import utc_now


def locked_conversation(
    session: Session, conversation_id: UUID, visitor: UUID | None = None
) -> datetime:
    """Lock a conversation; returns the present, or the last change by a clock that was ahead.

    Raises ConversationNotFoundError, also for another visitor's conversation.
    """
    statement = sa.select(Conversation.updated_at).where(Conversation.id == conversation_id)
    if visitor:
        statement = statement.where(Conversation.visitor_id == visitor)
    updated_at = session.scalar(statement.with_for_update())
    if updated_at is None:
        raise ConversationNotFoundError(None if visitor else conversation_id)
    return max(utc_now(), updated_at)
