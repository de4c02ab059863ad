"""The conversations of all visitors: a list of those that a filter finds, and what is in one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from web.conversations.filter import IS_ANSWER, ConversationFilter, conditions
from web.conversations.full_text import Part, excerpt
from web.conversations.tables import Conversation, Message
from web.core.paging import Column, Cursor, Page, Sort, read_page, sort_by
from web.models.tables import ModelVersion

LATEST = "-updated"
SHORT = 8
_MESSAGES = (
    sa.select(sa.func.count())
    .where(Message.conversation_id == Conversation.id)
    .correlate(Conversation)
    .scalar_subquery()
)
_SORTS: dict[str, Column] = {
    "updated": Conversation.updated_at,
    "created": Conversation.created_at,
    "messages": _MESSAGES,
}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """The latest answer in a conversation that the filter finds, in excerpts."""

    question: tuple[Part, ...]
    answer: tuple[Part, ...]
    intent: str | None
    confidence: float | None
    fallback: bool | None


@dataclass(frozen=True, slots=True)
class ListedConversation:
    """A conversation in the list: with `hits` answers that the filter finds, and the last one."""

    id: UUID
    visitor: str
    created_at: datetime
    updated_at: datetime
    messages: int
    hits: int
    hit: SearchHit | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter can ask for: intents that were answered with, and model versions."""

    intents: tuple[str, ...]
    versions: tuple[int, ...]


def short(visitor: UUID) -> str:
    """Enough of a visitor's number to tell visitors apart, too little to be one."""
    return visitor.hex[:SHORT]


def sort_of(name: str) -> Sort:
    """The order of this name; the latest first where there is none."""
    return sort_by(name, _SORTS, Conversation.id, LATEST)


def search(
    session: Session, wanted: ConversationFilter, sort: Sort, cursor: Cursor
) -> Page[ListedConversation]:
    """One page of the conversations that the filter finds; without one, of all."""
    statement = sa.select(
        Conversation.id,
        Conversation.visitor_id,
        Conversation.created_at,
        Conversation.updated_at,
        _MESSAGES.label("messages"),
    ).where(matching(session, wanted))
    page = read_page(session, statement, sort, cursor)
    ids = [row.id for row in page.rows]
    counts, last = _counted(session, wanted, ids), _last_hits(session, wanted, ids)
    return page.map(
        lambda row: ListedConversation(
            row.id,
            short(row.visitor_id),
            row.created_at,
            row.updated_at,
            row.messages,
            counts[row.id],
            last.get(row.id),
        )
    )


def matching(session: Session, wanted: ConversationFilter) -> sa.ColumnElement[bool]:
    """What holds of the conversations that the filter finds."""
    if not wanted:
        return sa.true()
    return Conversation.id.in_(
        sa.select(Message.conversation_id).where(*conditions(session, wanted))
    )


def choices(session: Session) -> Choices:
    """What the filter of the page offers."""
    intents = sa.select(Message.intent).where(IS_ANSWER, Message.intent.is_not(None)).distinct()
    versions = sa.select(ModelVersion.id).order_by(ModelVersion.id.desc())
    return Choices(
        tuple(sorted(filter(None, session.scalars(intents)))), tuple(session.scalars(versions))
    )


def _counted(session: Session, wanted: ConversationFilter, ids: Sequence[UUID]) -> Counter[UUID]:
    """How many answers the filter finds in each conversation."""
    counted = (
        sa.select(Message.conversation_id, sa.func.count())
        .where(Message.conversation_id.in_(ids), *conditions(session, wanted))
        .group_by(Message.conversation_id)
    )
    return Counter({row[0]: row[1] for row in session.execute(counted)})


def _last_hits(
    session: Session, wanted: ConversationFilter, ids: Sequence[UUID]
) -> dict[UUID, SearchHit]:
    newest = (
        sa.select(sa.func.max(Message.seq))
        .where(Message.conversation_id.in_(ids), *conditions(session, wanted))
        .group_by(Message.conversation_id)
    )
    question = aliased(Message)
    rows = session.execute(
        sa.select(
            Message.conversation_id,
            question.text.label("question"),
            Message.text.label("answer"),
            Message.intent,
            Message.confidence,
            Message.fallback,
        )
        .outerjoin(question, question.id == Message.reply_to)
        .where(Message.seq.in_(newest))
    )
    return {
        row.conversation_id: SearchHit(
            excerpt(row.question or "", wanted.words),
            excerpt(row.answer, wanted.words),
            row.intent,
            row.confidence,
            row.fallback,
        )
        for row in rows
    }
