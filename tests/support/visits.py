"""Services of conversations as the API calls them: each call in a transaction of its own."""

from uuid import UUID

from sqlalchemy.orm import Session

from web.conversations import service
from web.conversations.messages import MessagePage
from web.conversations.service import StoredConversation
from web.core.database import reading, writing


def start(session: Session, visitor: UUID) -> UUID:
    with writing(session):
        return service.start(session, visitor)


def history(
    session: Session, visitor: UUID, conversation_id: UUID, after: int = 0, limit: int = 50
) -> MessagePage:
    with reading(session):
        return service.history(session, visitor, conversation_id, after=after, limit=limit)


def export(session: Session, visitor: UUID, conversation_id: UUID) -> StoredConversation:
    with reading(session):
        return service.export(session, visitor, conversation_id)


def delete(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    with writing(session):
        service.delete(session, visitor, conversation_id)


def give_feedback(
    session: Session, visitor: UUID, message_id: UUID, value: int, comment: str | None = None
) -> None:
    with writing(session):
        service.give_feedback(session, visitor, message_id, value, comment)
