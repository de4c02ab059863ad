"""Erasure of conversations with all that hangs on them, also from the index of the words."""

from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.full_text import forget
from web.conversations.search import short
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation, Feedback, Message
from web.core.audit import note
from web.core.database import change
from web.curation.tables import CuratedExample, DecidedMessage

BATCH = 500
"""Most conversations of a transaction of the retention: writers of messages wait meanwhile."""


@dataclass(frozen=True, slots=True)
class ErasedCounts:
    """Numbers of erased things; of curated examples, those that lost the link to their message."""

    conversations: int = 0
    messages: int = 0
    thumbs: int = 0
    decisions: int = 0
    examples: int = 0

    def __add__(self, other: "ErasedCounts") -> "ErasedCounts":
        return ErasedCounts(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def details(self, *but: str) -> dict[str, int]:
        """Counts for the audit log, without zeros."""
        return {name: count for name, count in asdict(self).items() if count and name not in but}


def erase_conversation(session: Session, who: str, conversation_id: UUID) -> ErasedCounts:
    """Erase a conversation; raises ConversationNotFoundError."""
    _visitor(session, conversation_id)
    erased = _erase(session, Conversation.id == conversation_id)
    forget(session)
    subject = f"conversation {conversation_id}"
    note(session, who, "conversation.erase", subject, **erased.details("conversations"))
    return erased


def erase_visitor(session: Session, who: str, conversation_id: UUID) -> ErasedCounts:
    """Erase all conversations of a conversation's visitor; raises ConversationNotFoundError."""
    visitor = _visitor(session, conversation_id)
    erased = _erase(session, Conversation.visitor_id == visitor)
    forget(session)
    note(session, who, "visitor.erase", f"visitor {short(visitor)}", **erased.details())
    return erased


def erase_expired(session: Session, who: str, before: datetime) -> ErasedCounts:
    """Erase at most BATCH conversations without a message since; the caller calls `forget` last."""
    expired = sa.select(Conversation.id).where(_is_expired(before)).limit(BATCH)
    ids = session.scalars(expired.with_for_update()).all()
    erased = _erase(session, Conversation.id.in_(ids))
    if ids:
        subject = f"conversations until {before:%Y-%m-%d %H:%M} UTC"
        note(session, who, "conversations.expire", subject, **erased.details())
    return erased


def count_expired(session: Session, before: datetime) -> ErasedCounts:
    """Numbers that `erase_expired` would erase in all."""
    return _counts(session, _is_expired(before))


def _is_expired(before: datetime) -> sa.ColumnElement[bool]:
    return Conversation.updated_at < before


def _visitor(session: Session, conversation_id: UUID) -> UUID:
    statement = sa.select(Conversation.visitor_id).where(Conversation.id == conversation_id)
    visitor = session.scalar(statement.with_for_update())
    if visitor is None:
        raise ConversationNotFoundError(conversation_id)
    return visitor


def _erase(session: Session, which: sa.ColumnElement[bool]) -> ErasedCounts:
    """Delete the rows; the database takes along or unlinks those that refer to them."""
    # Nobody writes to them from here on: the counts are true.
    session.execute(sa.select(Conversation.id).where(which).with_for_update()).all()
    counts = _counts(session, which)
    change(session, sa.delete(Conversation).where(which))
    return counts


def _counts(session: Session, which: sa.ColumnElement[bool]) -> ErasedCounts:
    messages = sa.select(Message.seq).join(Conversation).where(which)
    answers = sa.select(Message.id).join(Conversation).where(which)
    return ErasedCounts(
        _count(session, sa.select(Conversation.id).where(which)),
        _count(session, messages),
        _count(session, sa.select(Feedback.message_id).where(Feedback.message_id.in_(answers))),
        _count(
            session,
            sa.select(DecidedMessage.message_seq).where(DecidedMessage.message_seq.in_(messages)),
        ),
        _count(
            session, sa.select(CuratedExample.id).where(CuratedExample.message_seq.in_(messages))
        ),
    )


def _count(session: Session, rows: sa.Select[*tuple[object, ...]]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
