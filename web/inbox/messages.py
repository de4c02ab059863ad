"""Messages to review, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chatbot.intents.intent_set import CLARIFICATION_TAG, RESERVED_TAGS
from web.conversations.tables import Feedback, Message, Role
from web.curation.tables import DecidedMessage
from web.handovers.tables import HandOver
from web.inbox.reasons import WEIGHTS, Reason

SMALL_MARGIN = 0.2
"""Largest difference between the confidences of the two best intents in a near tie."""
_MOST_IN_NEAR_TIE = (1 + SMALL_MARGIN) / 2
"""Confidence that leaves too little for a second one in a near tie: its JSON need not be read."""
LOW_CONFIDENCE = 0.5
"""Lowest confidence of an answer that needs no review."""
SHORTEST_REPEATED = 8
"""Fewest characters of a message sent again: a second “yes” is no complaint."""
MOST = 2000
"""Messages to list, the newest."""
MOST_COMPARED = 200
"""Messages to ask the previous model: each takes milliseconds."""
WINDOW = 200_000
"""Newest messages to search."""
REPEATED_WINDOW = 20_000
"""Newest messages to compare with later ones of the conversation."""

_QUESTION, _ANSWER, _BEFORE = aliased(Message), aliased(Message), aliased(Message)
_NEXT, _FIRST = aliased(Message), aliased(Message)
_NEWEST = sa.bindparam("newest", type_=sa.BigInteger())
"""Number of the newest message: a value, as PostgreSQL cannot guess how many have one behind it."""
_IS_THUMBED_DOWN = _ANSWER.id.in_(sa.select(Feedback.message_id).where(Feedback.value == -1))
_IS_DECIDED = sa.exists().where(DecidedMessage.message_seq == _QUESTION.seq)


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """Undecided message of a visitor, with the answer and the reasons for a review.

    `answered` is the intent of the bot's answer, or the name of the person who gave it. `ranking`
    holds the stored alternatives, the likeliest first, behind an intent that the visitor has picked
    from a question back; `comment` goes with the visitor's thumb; `before` is the visitor's message
    before, None for the first of a conversation and in a group that is not shown.
    """

    seq: int
    conversation_id: UUID
    text: str
    created_at: datetime
    answered: str
    answer: str
    ranking: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]
    comment: str | None
    before: str | None = None

    @property
    def weight(self) -> int:
        return max((WEIGHTS[reason] for reason in self.reasons), default=0)

    def with_reason(self, reason: Reason) -> "InboxMessage":
        """The same message with another reason."""
        return replace(self, reasons=(*self.reasons, reason))


def messages_to_review(session: Session) -> list[InboxMessage]:
    """Undecided messages with a reason, the newest first."""
    messages = [*_doubtful(session), *answered_by_persons(session)]
    return sorted(messages, key=lambda message: -message.seq)[:MOST]


def messages_before(session: Session, numbers: Sequence[int]) -> dict[int, str | None]:
    """Texts of the visitors' messages before these: to read them for all to review takes long."""
    texts = sa.select(_QUESTION.seq, _before()).where(_QUESTION.seq.in_(numbers))
    return dict(session.execute(texts).all())


def _doubtful(session: Session) -> list[InboxMessage]:
    """Undecided messages whose answer by the bot is a reason for a review."""
    reasons = sa.or_(
        _ANSWER.fallback.is_(True),
        _ANSWER.intent == CLARIFICATION_TAG,
        _ANSWER.confidence < LOW_CONFIDENCE,
        sa.and_(
            _ANSWER.confidence < _MOST_IN_NEAR_TIE, _ANSWER.confidence - _second() < SMALL_MARGIN
        ),
        _IS_THUMBED_DOWN,
        _IS_REPEATED,
    )
    return _read(session, reasons, MOST)


def answered_by(session: Session, version: int) -> list[InboxMessage]:
    """Undecided messages answered by a version with an intent, the newest first."""
    own = _ANSWER.intent.not_in(RESERVED_TAGS)
    return _read(session, sa.and_(_ANSWER.model_version_id == version, own), MOST_COMPARED)


def _newest(session: Session) -> dict[str, int]:
    return {"newest": session.scalar(sa.select(sa.func.max(Message.seq))) or 0}


def _second() -> sa.ColumnElement[float]:
    alternative = cast(Any, _ANSWER.alternatives)[(0, "confidence")]
    return cast("sa.ColumnElement[float]", alternative.as_float())


def _repeated() -> sa.CTE:
    """Ids of the first of equal messages of a conversation."""
    text = sa.func.lower(sa.func.trim(Message.text))
    numbers = (
        sa.select(sa.func.min(Message.seq))
        .where(
            Message.seq > _NEWEST - REPEATED_WINDOW,
            Message.role == "user",
            sa.func.length(sa.func.trim(Message.text)) >= SHORTEST_REPEATED,
        )
        .group_by(Message.conversation_id, text)
        .having(sa.func.count() > 1)
    )
    return sa.select(_FIRST.id).where(_FIRST.seq.in_(numbers)).cte("repeated")


_IS_REPEATED = _ANSWER.reply_to.in_(sa.select(_repeated().columns.id))
"""Condition on answers alone: the questions of those that need no review are not read."""


def _read(session: Session, condition: sa.ColumnElement[bool], most: int) -> list[InboxMessage]:
    rows = session.execute(
        sa.select(
            _QUESTION.seq,
            _QUESTION.conversation_id,
            _QUESTION.text,
            _QUESTION.created_at,
            _ANSWER.intent,
            _ANSWER.text.label("answer"),
            _ANSWER.confidence,
            _ANSWER.alternatives,
            _ANSWER.fallback,
            Feedback.value.label("thumb"),
            Feedback.comment,
            _ANSWER.quick_replies,
            _after("user", _NEXT.text).label("next_text"),
            _after("bot", _NEXT.intent).label("next_intent"),
            _IS_REPEATED.label("repeated"),
        )
        .join_from(_ANSWER, _QUESTION, _ANSWER.reply_to == _QUESTION.id)
        .outerjoin(Feedback, Feedback.message_id == _ANSWER.id)
        # Also said of the answers: PostgreSQL looks for the thumbs of all messages otherwise.
        .where(_ANSWER.reply_to.is_not(None), _ANSWER.seq > _NEWEST - WINDOW)
        .where(~_IS_DECIDED, condition)
        .order_by(_ANSWER.seq.desc())
        .limit(most),
        _newest(session),
    )
    return [_message(row) for row in rows]


def answered_by_persons(session: Session) -> list[InboxMessage]:
    """Undecided messages right before one of a person, in conversations that persons have had.

    Of several messages of the visitor, or of the person, the pair that meets is taken.
    """
    taken = sa.select(HandOver.conversation_id).where(HandOver.taken_at.is_not(None))
    own = _BEFORE.conversation_id == _ANSWER.conversation_id
    last = sa.select(sa.func.max(_BEFORE.seq)).where(own, _BEFORE.seq < _ANSWER.seq)
    rows = session.execute(
        sa.select(
            _QUESTION.seq,
            _QUESTION.conversation_id,
            _QUESTION.text,
            _QUESTION.created_at,
            _ANSWER.author,
            _ANSWER.text.label("answer"),
        )
        .join_from(_ANSWER, _QUESTION, _QUESTION.seq == last.scalar_subquery())
        .where(_ANSWER.conversation_id.in_(taken), _ANSWER.role == "person")
        .where(_QUESTION.role == "user", ~_IS_DECIDED, _ANSWER.seq > _NEWEST - WINDOW)
        .order_by(_ANSWER.seq.desc())
        .limit(MOST),
        _newest(session),
    )
    return [
        InboxMessage(
            row.seq,
            row.conversation_id,
            row.text,
            row.created_at,
            row.author,
            row.answer,
            ranking=(),
            reasons=("person",),
            comment=None,
        )
        for row in rows
    ]


def _before() -> sa.ScalarSelect[str]:
    return (
        sa.select(_BEFORE.text)
        .where(
            _BEFORE.conversation_id == _QUESTION.conversation_id,
            _BEFORE.role == "user",
            _BEFORE.seq < _QUESTION.seq,
        )
        .order_by(_BEFORE.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


def _after(role: Role, column: sa.orm.InstrumentedAttribute[Any]) -> sa.Case[Any]:
    """Column of the next message of a role behind a question back; None behind other answers."""
    following = (
        sa.select(column)
        .where(
            _NEXT.conversation_id == _ANSWER.conversation_id,
            _NEXT.role == role,
            _NEXT.seq > _ANSWER.seq,
        )
        .order_by(_NEXT.seq)
        .limit(1)
        .scalar_subquery()
    )
    return sa.case((_ANSWER.intent == CLARIFICATION_TAG, following), else_=None)


def _picked(row: sa.Row[*tuple[Any, ...]]) -> str | None:
    """Intent that the visitor picked from a question back, if any."""
    is_offered = row.next_text is not None and row.next_text in (row.quick_replies or ())
    return row.next_intent if is_offered and row.next_intent not in RESERVED_TAGS else None


def _message(row: sa.Row[*tuple[Any, ...]]) -> InboxMessage:
    others = tuple((other["intent"], other["confidence"]) for other in row.alternatives or ())
    own = not row.fallback and row.intent != CLARIFICATION_TAG
    confidence = row.confidence or 0.0
    picked = _picked(row)
    ranking = ((row.intent, confidence), *others) if own else others
    if picked:
        ranking = ((picked, 1.0), *(pair for pair in others if pair[0] != picked))
    flags: dict[Reason, bool] = {
        "thumbs_down": row.thumb == -1,
        "fallback": bool(row.fallback),
        "asked_back": row.intent == CLARIFICATION_TAG,
        "picked": picked is not None,
        "repeated": row.repeated,
        "small_margin": own and len(ranking) > 1 and confidence - ranking[1][1] < SMALL_MARGIN,
        "low_confidence": own and confidence < LOW_CONFIDENCE,
    }
    return InboxMessage(
        row.seq,
        row.conversation_id,
        row.text,
        row.created_at,
        row.intent,
        row.answer,
        ranking,
        tuple(reason for reason, holds in flags.items() if holds),
        row.comment,
    )
