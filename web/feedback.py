"""What visitors think of answers."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.database import change, utc_now, writing
from web.models import Conversation, Feedback, Message
from web.text import storable


class MessageNotFoundError(LookupError):
    def __init__(self) -> None:
        super().__init__("There is no such answer, or it belongs to another visitor.")


def give_feedback(
    session: Session, visitor: UUID, message_id: UUID, value: int, comment: str | None = None
) -> None:
    """Store what the visitor thinks of an answer (+1 or -1), instead of what was stored.

    Raises MessageNotFoundError unless it is an answer in a conversation of this visitor.
    """
    comment = storable(comment) if comment else None
    answer = (
        sa.select(Message.id)
        .join(Conversation)
        .where(Message.id == message_id, Message.role == "bot", Conversation.visitor_id == visitor)
        .with_for_update(of=Message)
    )
    with writing(session):
        if session.scalar(answer) is None:
            raise MessageNotFoundError
        given = sa.update(Feedback).where(Feedback.message_id == message_id)
        if not change(session, given.values(value=value, comment=comment, updated_at=utc_now())):
            session.add(Feedback(message_id=message_id, value=value, comment=comment))
