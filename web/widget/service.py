"""Conversations of a visitor who gets a name."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Conversation
from web.core.database import change
from web.widget.identity import IDENTIFIED


def take_along(session: Session, visitor: UUID | None, named: UUID) -> None:
    """Give the conversations of a visitor without a name to a visitor with a name.

    Those of another visitor with a name, who used the browser before, stay with their visitor.
    """
    if visitor is None or visitor.version == IDENTIFIED:
        return
    mine = sa.update(Conversation).where(Conversation.visitor_id == visitor)
    change(session, mine.values(visitor_id=named))
