"""Messages of a conversation with the decisions about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chatbot.intents.intent_set import RESERVED_TAGS
from web.conversations.tables import Message
from web.curation.tables import DecidedMessage, InboxDecision
from web.inbox.decisions import IS_PULLED, NUMBER_OF_MESSAGES, RecentDecision

_ANSWER = aliased(Message)


@dataclass(frozen=True, slots=True)
class Review:
    """Number of a visitor's message, the intent of the answer, and the decision, if any.

    `intent` is None for a fallback, a question back, and a message that persons have had. A `final`
    decision cannot be taken back.
    """

    seq: int
    intent: str | None
    decision: RecentDecision | None
    final: bool


def reviews(session: Session, messages: Iterable[UUID]) -> dict[UUID, Review]:
    """Reviews of the visitors' messages with these ids; answers have none."""
    rows = session.execute(
        sa.select(
            Message.id,
            Message.seq,
            _ANSWER.intent.label("intent"),
            InboxDecision,
            NUMBER_OF_MESSAGES.label("messages"),
            IS_PULLED.label("final"),
        )
        .outerjoin_from(Message, _ANSWER, _ANSWER.reply_to == Message.id)
        .outerjoin(DecidedMessage, DecidedMessage.message_seq == Message.seq)
        .outerjoin(InboxDecision, InboxDecision.id == DecidedMessage.decision_id)
        .where(Message.id.in_(list(messages)), Message.role == "user")
    )
    return {row.id: _review(row) for row in rows}


def _review(row: sa.Row[tuple[UUID, int, str | None, InboxDecision, int, bool]]) -> Review:
    intent = None if row.intent in RESERVED_TAGS else row.intent
    decision = row.InboxDecision and RecentDecision.of(row.InboxDecision, row.messages)
    return Review(row.seq, intent, decision, bool(row.final))
