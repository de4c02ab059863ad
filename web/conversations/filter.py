"""Filter conditions of the conversation search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chatbot.intents.intent_set import CLARIFICATION_TAG
from web.conversations.full_text import Query, holds
from web.conversations.tables import Feedback, Message

if TYPE_CHECKING:  # the worker searches, and has no pages
    from web.admin.periods import Period

IS_ANSWER = Message.role == sa.literal_column("'bot'")
"""A literal: with a bound parameter, neither database uses the index of the answers."""

Outcome = Literal["understood", "asked", "fallback"]

_IS_CLARIFICATION = sa.func.coalesce(Message.intent, "") == CLARIFICATION_TAG
OUTCOMES: dict[Outcome, sa.ColumnElement[bool]] = {
    "understood": sa.and_(Message.fallback.is_not(True), sa.not_(_IS_CLARIFICATION)),
    "asked": Message.intent == CLARIFICATION_TAG,  # in the form for which there is an index
    "fallback": Message.fallback.is_(True),
}
"""Conditions by the outcome of a message: the intent's answer, a question back, the fallback."""


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """Filter of conversations: the same answer has to fulfil all conditions.

    The words are in the answer, or in the message before. `lowest` and `highest` are
    confidences, 0 to 1; `thumb` is 1 or -1.
    """

    words: Query = field(default_factory=Query)
    period: Period | None = None
    intent: str = ""
    outcome: Outcome | None = None
    lowest: float | None = None
    highest: float | None = None
    thumb: int | None = None
    version: int | None = None

    def __bool__(self) -> bool:
        return self != ConversationFilter()


def conditions(
    session: Session, filters: ConversationFilter, ids: Sequence[UUID] | None = None
) -> list[sa.ColumnElement[bool]]:
    """Conditions on the rows of answers, of these conversations if there are `ids`."""
    terms: list[sa.ColumnElement[bool]] = [IS_ANSWER]
    if ids is not None:
        terms.append(Message.conversation_id.in_(ids))
    if filters.period:
        start, end = filters.period.start, filters.period.end
        terms += [Message.created_at >= start, Message.created_at < end]
    if filters.words:
        terms.append(_about(session, filters.words, ids))
    if filters.intent:
        terms.append(Message.intent == filters.intent)
    if filters.outcome:
        terms.append(OUTCOMES[filters.outcome])
    if filters.lowest is not None:
        terms.append(Message.confidence >= filters.lowest)
    if filters.highest is not None:
        terms.append(Message.confidence <= filters.highest)
    if filters.thumb is not None:
        rated = sa.select(Feedback.message_id).where(Feedback.value == filters.thumb)
        terms.append(Message.id.in_(rated))
    if filters.version is not None:
        terms.append(Message.model_version_id == filters.version)
    return terms


def _about(session: Session, words: Query, ids: Sequence[UUID] | None) -> sa.ColumnElement[bool]:
    """Condition on answers: the words are in the answer, or in the message before.

    A union, as PostgreSQL reads all rows for an "or" of two tables.
    """
    question, answer = aliased(Message, name="question"), aliased(Message, name="answer")
    reply = aliased(Message)
    answers = sa.select(answer.seq).where(holds(session, words, answer))
    replies = (
        sa.select(reply.seq)
        .join_from(question, reply, reply.reply_to == question.id)
        .where(holds(session, words, question))
    )
    if ids is not None:
        answers = answers.where(answer.conversation_id.in_(ids))
        replies = replies.where(question.conversation_id.in_(ids))
    return Message.seq.in_(answers.union_all(replies))
