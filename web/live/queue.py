"""Hand-overs on the desk: those that wait, those with persons, and messages that were left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.reserved_tags import CLARIFICATION_TAG
from web.conversations.messages import MESSAGES, StoredMessage, read_page
from web.conversations.search import short
from web.conversations.service import stored_state
from web.conversations.tables import Conversation, Message
from web.core.database import utc_now
from web.handovers.policy import FORGOTTEN_AFTER
from web.handovers.tables import HandOver, Reason
from web.live.desk import HandOverNotFoundError
from web.live.states import LAST_ROLE, State, abandoned_at, away_at, is_away, state_of
from web.live.visitors import is_typing

MOST = 200
SHOWN = 100
"""Messages of a conversation on the desk, the latest; the rest is in its transcript."""

LATE = 3
"""Urgency of those who waited in vain."""

TOPICS = 3
"""Intents in a summary."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hand-over in a list, with what it is about: the latest intents and the visitor's last words.

    It `needs_answer` where the last message is the visitor's, and `is_free` for all to take;
    a `holder` who is away may answer nevertheless.
    """

    number: int
    state: State
    reason: Reason
    visitor: str
    requested_at: datetime
    person: str | None
    holder: str | None
    address: str | None
    version: int
    topics: tuple[str, ...]
    last_words: str
    needs_answer: bool
    is_free: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Hand-overs of the desk, as many as a page shows, and the number of all others.

    Its `mark` changes with anything that changes the list.
    """

    entries: list[Waiting]
    further: int
    mark: str


@dataclass(frozen=True, slots=True)
class DeskConversation:
    """Conversation on the desk: the hand-over, values of slots, messages behind a mark.

    `last` is the mark of the latest message; `has_earlier` messages are in the transcript.
    """

    waiting: Waiting
    conversation_id: UUID
    values: dict[str, str]
    is_typing: bool
    messages: tuple[StoredMessage, ...]
    last: int
    has_earlier: bool


_ACTIVE = HandOver.status.in_(("waiting", "taken", "left"))
_CONVERSATION = Message.conversation_id == HandOver.conversation_id


def on_desk(session: Session, who: str) -> Desk:
    """Hand-overs that have not ended, the most urgent first.

    First a user's own, then those that wait, those with an address, those that waited in vain, the
    latest first, and those of others. Else the longest wait comes first.
    """
    mark = mark_of_desk(session)  # before the rows, so that it is never newer
    urgency = _urgency(who, utc_now())
    age = sa.case((urgency == LATE, -HandOver.id), else_=HandOver.id)
    rows = session.execute(_rows().where(_is_on_desk()).order_by(urgency, age).limit(MOST)).all()
    further = _count(session) - MOST if len(rows) == MOST else 0
    topics = _topics(session, [row[0].conversation_id for row in rows])
    return Desk([_waiting(row, topics) for row in rows], further, mark)


def mark_of_desk(session: Session) -> str:
    """Mark of the list as it is now, by a statement that reads no message."""
    now = utc_now()
    is_late, is_away = (
        sa.func.count(sa.case((condition, 1)))
        for condition in (HandOver.waits_until <= now, away_at(now))
    )
    sums = sa.func.sum(HandOver.id), sa.func.sum(HandOver.version)
    marks = sa.select(sa.func.count(), *sums, is_late, is_away).where(_is_on_desk())
    return "-".join(str(number or 0) for number in session.execute(marks).one())


def waiting_count(session: Session) -> int:
    """Number of hand-overs that no person has, or one who is away and owes an answer."""
    return _count(session, sa.or_(HandOver.status != "taken", abandoned_at(utc_now())))


def read(
    session: Session, number: int, after: int | None = None, conversation: UUID | None = None
) -> DeskConversation:
    """Conversation of a hand-over, with the latest messages, or those behind a mark.

    Raises HandOverNotFoundError, also where that is not the one that a page expects.
    """
    row = session.execute(_rows().where(HandOver.id == number)).first()
    if row is None or conversation not in (None, row[0].conversation_id):
        raise HandOverNotFoundError(number)
    hand_over = row[0]
    begin = _mark_of_latest(session, hand_over.conversation_id) if after is None else after
    page = read_page(session, hand_over.conversation_id, begin)
    state = stored_state(hand_over.conversation_id, row.state)
    return DeskConversation(
        _waiting(row, _topics(session, [hand_over.conversation_id])),
        hand_over.conversation_id,
        state.values,
        hand_over.status == "taken" and is_typing(hand_over.visitor_typed_at, utc_now()),
        page.messages,
        page.last,
        begin > 0,
    )


def usual_name(session: Session, who: str) -> str:
    """Name in which a user took the last conversation, or else one made of the address."""
    last = sa.select(HandOver.person).where(HandOver.taken_by == who, HandOver.person.is_not(None))
    name = session.scalar(last.order_by(HandOver.taken_at.desc()).limit(1))
    return name or who.partition("@")[0].replace(".", " ").replace("_", " ").title()


def _is_on_desk() -> sa.ColumnElement[bool]:
    recent = HandOver.requested_at > utc_now() - FORGOTTEN_AFTER
    is_kept = sa.or_(HandOver.status != "waiting", HandOver.address.is_not(None))
    return sa.and_(_ACTIVE, sa.or_(is_kept, recent))


def _count(session: Session, *conditions: sa.ColumnElement[bool]) -> int:
    counted = sa.select(sa.func.count()).select_from(HandOver)
    return session.scalar(counted.where(_is_on_desk(), *conditions)) or 0


def _urgency(who: str, now: datetime) -> sa.Case[int]:
    """Rank of a hand-over on the desk of a user, 0 first."""
    waits = sa.or_(HandOver.status == "waiting", abandoned_at(now))
    return sa.case(
        (sa.and_(HandOver.status == "taken", HandOver.taken_by == who), 0),
        (sa.and_(waits, HandOver.waits_until > now), 1),
        (sa.and_(HandOver.status != "taken", HandOver.address.is_not(None)), 2),
        (waits, LATE),
        else_=4,
    )


def _rows() -> sa.Select[*tuple[Any, ...]]:
    """Rows of a hand-over, visitor, state of the conversation, last words, last role."""
    words = sa.select(Message.text).where(_CONVERSATION, Message.role == "user")
    return (
        sa.select(
            HandOver,
            Conversation.visitor_id,
            Conversation.state,
            words.order_by(Message.seq.desc()).limit(1).scalar_subquery().label("words"),
            LAST_ROLE.label("role"),
        )
        .join(Conversation, Conversation.id == HandOver.conversation_id)
        .execution_options(populate_existing=True)
    )


def _waiting(row: sa.Row[*tuple[Any, ...]], topics: dict[UUID, list[str]]) -> Waiting:
    hand_over = row[0]
    now = utc_now()
    state = state_of(hand_over, row.role, now)
    return Waiting(
        hand_over.id,
        state,
        hand_over.reason,
        short(row.visitor_id),
        hand_over.requested_at,
        hand_over.person,
        hand_over.taken_by if hand_over.status == "taken" else None,
        hand_over.address,
        hand_over.version,
        tuple(topics.get(hand_over.conversation_id, ())),
        row.words or "",
        row.role == "user",
        state in ("waiting", "late", "left") or is_away(hand_over, now),
    )


def _topics(session: Session, conversations: list[UUID]) -> dict[UUID, list[str]]:
    """Intents of the latest TOPICS answers by conversation, the latest first, each once."""
    columns = MESSAGES.columns
    age = sa.func.row_number().over(
        partition_by=columns.conversation_id, order_by=columns.seq.desc()
    )
    answers = (
        sa.select(columns.conversation_id, columns.intent, age.label("age"))
        .where(
            columns.conversation_id.in_(conversations),
            columns.role == "bot",
            columns.fallback.is_(False),
            columns.intent != CLARIFICATION_TAG,
        )
        .subquery()
    )
    latest = sa.select(answers.c.conversation_id, answers.c.intent).where(answers.c.age <= TOPICS)
    topics: dict[UUID, list[str]] = {}
    for conversation_id, intent in session.execute(latest.order_by(answers.c.age)):
        intents = topics.setdefault(conversation_id, [])
        if intent and intent not in intents:
            intents.append(intent)
    return topics


def _mark_of_latest(session: Session, conversation_id: UUID) -> int:
    """Mark behind which the SHOWN latest messages are."""
    seq = MESSAGES.columns.seq
    latest = sa.select(seq).where(MESSAGES.columns.conversation_id == conversation_id)
    return session.scalar(latest.order_by(seq.desc()).offset(SHOWN).limit(1)) or 0
