"""Which conversations are asked for: those with an answer, or its question, like this."""

from dataclasses import dataclass, field
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chatbot.intents.intent_set import CLARIFICATION_TAG
from web.conversations.full_text import Query, holds
from web.conversations.tables import Feedback, Message
from web.core.periods import Period

IS_ANSWER = Message.role == sa.literal_column("'bot'")
"""Written out, because only so both databases use the index of the answers."""

Outcome = Literal["understood", "asked", "fallback"]

_IS_CLARIFICATION = sa.func.coalesce(Message.intent, "") == CLARIFICATION_TAG
OUTCOMES: dict[Outcome, sa.ColumnElement[bool]] = {
    "understood": sa.and_(Message.fallback.is_not(True), sa.not_(_IS_CLARIFICATION)),
    "asked": _IS_CLARIFICATION,
    "fallback": Message.fallback.is_(True),
}
"""What came of a message: it was understood, or the bot asked which intent is meant, or neither."""


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """What all hold of one answer. The words stand in it, or in the message that it answers."""

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


def conditions(session: Session, wanted: ConversationFilter) -> list[sa.ColumnElement[bool]]:
    """What holds of the answers that the filter finds."""
    found: list[sa.ColumnElement[bool]] = [IS_ANSWER]
    if wanted.period:
        start, end = wanted.period.start, wanted.period.end
        found += [Message.created_at >= start, Message.created_at < end]
    if wanted.words:
        found.append(_about(session, wanted.words))
    if wanted.intent:
        found.append(Message.intent == wanted.intent)
    if wanted.outcome:
        found.append(OUTCOMES[wanted.outcome])
    if wanted.lowest is not None:
        found.append(Message.confidence >= wanted.lowest)
    if wanted.highest is not None:
        found.append(Message.confidence <= wanted.highest)
    if wanted.thumb is not None:
        judged = sa.select(Feedback.message_id).where(Feedback.value == wanted.thumb)
        found.append(Message.id.in_(judged))
    if wanted.version is not None:
        found.append(Message.model_version_id == wanted.version)
    return found


def _about(session: Session, words: Query) -> sa.ColumnElement[bool]:
    """The answers among the hits, and those to the hits."""
    question = aliased(Message)
    asked = sa.select(question.id).where(
        question.role == sa.literal_column("'user'"), holds(session, words, question.seq)
    )
    return sa.or_(holds(session, words, Message.seq), Message.reply_to.in_(asked))
