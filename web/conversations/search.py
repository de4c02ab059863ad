"""Search for conversations of all visitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from web.conversations.filter import IS_ANSWER, ConversationFilter, conditions
from web.conversations.full_text import Part, Query, excerpt, holds
from web.conversations.messages import READ, AnswerRecord, stored_message
from web.conversations.tables import Conversation, Message
from web.core.paging import Column, Cursor, Page, Sort, read_page, sort_by
from web.models.tables import ModelVersion

LATEST = "-updated"
SHORT = 8

RARE = 5000
"""Most messages with a word for it to be rare: read in a few milliseconds."""

_MESSAGES = (
    sa.select(sa.func.count())
    .where(Message.conversation_id == Conversation.id)
    .correlate(Conversation)
    .scalar_subquery()
)
_SORTS: dict[str, Column] = {
    "updated": Conversation.updated_at,
    "created": Conversation.created_at,
    "messages": Conversation.length,
}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Last matching answer of a conversation: excerpts, and the record."""

    question: tuple[Part, ...]
    answer: tuple[Part, ...]
    record: AnswerRecord


@dataclass(frozen=True, slots=True)
class ListedConversation:
    """A conversation in the list, with the number of matching answers, and the last match."""

    id: UUID
    visitor: str
    created_at: datetime
    updated_at: datetime
    messages: int
    hits: int
    hit: SearchHit | None


class _Matches(NamedTuple):
    """Matching answers of a conversation: how many, and `seq` of the last."""

    number: int
    last: int


_NO_MATCHES = _Matches(0, 0)


@dataclass(frozen=True, slots=True)
class Choices:
    """Intents and model versions for the choices of a filter."""

    intents: tuple[str, ...]
    versions: tuple[int, ...]


def short(visitor: UUID) -> str:
    """Beginning of a visitor's id: tells visitors apart, and does not let anybody in."""
    return visitor.hex[:SHORT]


def sort_of(name: str) -> Sort:
    """Order by the name; the latest first for an unknown name."""
    return sort_by(name, _SORTS, Conversation.id, LATEST)


def search(
    session: Session, filters: ConversationFilter, sort: Sort, cursor: Cursor
) -> Page[ListedConversation]:
    """Page of the filtered conversations."""
    statement = sa.select(
        Conversation.id,
        Conversation.visitor_id,
        Conversation.created_at,
        Conversation.updated_at,
        _MESSAGES.label("messages"),
    ).where(matching(session, filters))
    page = read_page(session, statement, sort, cursor)
    ids = [row.id for row in page.rows]
    matches = _matches(session, filters, ids)
    hits = _hits(session, [match.last for match in matches.values()], filters.words)
    return page.map(
        lambda row: ListedConversation(
            row.id,
            short(row.visitor_id),
            row.created_at,
            row.updated_at,
            row.messages,
            matches.get(row.id, _NO_MATCHES).number,
            hits.get(row.id),
        )
    )


def matching(session: Session, filters: ConversationFilter) -> sa.ColumnElement[bool]:
    """Condition on conversations: true if the filter matches."""
    if not filters:
        return sa.true()
    if filters == ConversationFilter(words=filters.words):
        return _holding(session, filters.words)
    return Conversation.id.in_(
        sa.select(Message.conversation_id).where(*conditions(session, filters))
    )


def _holding(session: Session, words: Query) -> sa.ColumnElement[bool]:
    """Condition on conversations: the words are in any message.

    PostgreSQL cannot tell a rare word. It would look through all conversations from the latest on,
    right for a frequent word alone; with a limit, it reads the messages with the word first.
    """
    message = aliased(Message, name="message")
    holding = sa.select(message.conversation_id).where(holds(session, words, message))
    some = sa.select(sa.func.count()).select_from(holding.limit(RARE + 1).subquery())
    is_rare = (session.scalar(some) or 0) <= RARE
    return Conversation.id.in_(holding.limit(RARE) if is_rare else holding)


def choices(session: Session) -> Choices:
    """All intents of stored answers, and all model versions."""
    versions = sa.select(ModelVersion.id).order_by(ModelVersion.id.desc())
    return Choices(tuple(sorted(session.scalars(_intents()))), tuple(session.scalars(versions)))


def _intents() -> sa.Select[str]:
    """Intents of stored answers, by a step in the index for each: many answers have few intents.

    A loose index scan: https://wiki.postgresql.org/wiki/Loose_indexscan
    """
    least = sa.select(sa.func.min(Message.intent).label("intent")).where(IS_ANSWER)
    step = least.cte("steps", recursive=True)
    following = least.where(Message.intent > step.c.intent).scalar_subquery()
    steps = step.union_all(sa.select(following).where(step.c.intent.is_not(None)))
    return sa.select(steps.c.intent).where(steps.c.intent.is_not(None))


def _matches(
    session: Session, filters: ConversationFilter, ids: Sequence[UUID]
) -> dict[UUID, _Matches]:
    """Matching answers by conversation."""
    matches = (
        sa.select(Message.conversation_id, sa.func.count(), sa.func.max(Message.seq))
        .where(*conditions(session, filters, ids))
        .group_by(Message.conversation_id)
    )
    return {row[0]: _Matches(row[1], row[2]) for row in session.execute(matches)}


def _hits(session: Session, numbers: Sequence[int], words: Query) -> dict[UUID, SearchHit]:
    """Answers by conversation, given their numbers."""
    question = aliased(Message)
    rows = session.execute(
        READ.add_columns(Message.conversation_id, question.text.label("question"))
        .outerjoin(question, question.id == Message.reply_to)
        .where(Message.seq.in_(numbers))
    )
    return {row.conversation_id: _hit(row, words) for row in rows}


def _hit(row: sa.Row[*tuple[Any, ...]], words: Query) -> SearchHit:
    record = stored_message(row)
    return SearchHit(excerpt(row.question or "", words), excerpt(record.text, words), record)
