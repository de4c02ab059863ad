"""Messages to review, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chatbot.intents.intent_set import CLARIFICATION_TAG, RESERVED_TAGS
from web.conversations.tables import Feedback, Message
from web.curation.tables import DecidedMessage

Reason = Literal["thumbs_down", "fallback", "asked_back", "disagreement", "small_margin"]

WEIGHTS: dict[Reason, int] = {
    "thumbs_down": 5,
    "fallback": 4,
    "asked_back": 3,
    "disagreement": 3,
    "small_margin": 2,
}
"""Worth of reviewing a message: the weight of the weightiest reason."""
NAMES: dict[Reason, str] = {
    "thumbs_down": "thumbs-down",
    "fallback": "fallback",
    "asked_back": "asked back",
    "disagreement": "the previous model disagrees",
    "small_margin": "two intents nearly tied",
}
SMALL_MARGIN = 0.2
"""Largest difference between the confidences of the two best intents in a near tie."""
MOST = 2000
"""Messages to list, the newest."""
MOST_COMPARED = 200
"""Messages to ask the previous model: each takes milliseconds."""
WINDOW = 200_000
"""Newest messages to search."""

_QUESTION, _ANSWER = aliased(Message), aliased(Message)


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """Undecided message of a visitor, with the intent of the answer and the reasons for a review.

    `ranking` holds the stored alternatives, the likeliest first.
    """

    seq: int
    conversation_id: UUID
    text: str
    created_at: datetime
    answered: str
    ranking: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        return max((WEIGHTS[reason] for reason in self.reasons), default=0)

    def with_reason(self, reason: Reason) -> "InboxMessage":
        """The same message with another reason."""
        return replace(self, reasons=(*self.reasons, reason))


def messages_to_review(session: Session) -> list[InboxMessage]:
    """Undecided messages with a reason, the newest first."""
    reasons = sa.or_(
        _ANSWER.fallback.is_(True),
        Feedback.value == -1,
        _ANSWER.intent == CLARIFICATION_TAG,
        _ANSWER.confidence - _second() < SMALL_MARGIN,
    )
    return _read(session, reasons, MOST)


def answered_by(session: Session, version: int) -> list[InboxMessage]:
    """Undecided messages answered by a version with an intent, the newest first."""
    own = _ANSWER.intent.not_in(RESERVED_TAGS)
    return _read(session, sa.and_(_ANSWER.model_version_id == version, own), MOST_COMPARED)


def _second() -> sa.ColumnElement[float]:
    alternative = cast(Any, _ANSWER.alternatives)[(0, "confidence")]
    return cast("sa.ColumnElement[float]", alternative.as_float())


def _read(session: Session, condition: sa.ColumnElement[bool], most: int) -> list[InboxMessage]:
    newest = session.scalar(sa.select(sa.func.max(Message.seq))) or 0
    decided = sa.exists().where(DecidedMessage.message_seq == _QUESTION.seq)
    rows = session.execute(
        sa.select(
            _QUESTION.seq,
            _QUESTION.conversation_id,
            _QUESTION.text,
            _QUESTION.created_at,
            _ANSWER.intent,
            _ANSWER.confidence,
            _ANSWER.alternatives,
            _ANSWER.fallback,
            Feedback.value,
        )
        .join_from(_ANSWER, _QUESTION, _ANSWER.reply_to == _QUESTION.id)
        .outerjoin(Feedback, Feedback.message_id == _ANSWER.id)
        .where(_ANSWER.seq > newest - WINDOW, ~decided, condition)
        .order_by(_ANSWER.seq.desc())
        .limit(most)
    )
    return [_message(*row) for row in rows]


def _message(
    seq: int,
    conversation_id: UUID,
    text: str,
    created_at: datetime,
    intent: str,
    confidence: float | None,
    alternatives: Sequence[dict[str, Any]] | None,
    fallback: bool | None,
    thumb: int | None,
) -> InboxMessage:
    others = tuple((other["intent"], other["confidence"]) for other in alternatives or ())
    own = not fallback and intent != CLARIFICATION_TAG
    ranking = ((intent, confidence or 0.0), *others) if own else others
    close = own and len(ranking) > 1 and ranking[0][1] - ranking[1][1] < SMALL_MARGIN
    flags: list[tuple[bool, Reason]] = [
        (thumb == -1, "thumbs_down"),
        (bool(fallback), "fallback"),
        (intent == CLARIFICATION_TAG, "asked_back"),
        (close, "small_margin"),
    ]
    reasons = tuple(reason for flag, reason in flags if flag)
    return InboxMessage(seq, conversation_id, text, created_at, intent, ranking, reasons)
