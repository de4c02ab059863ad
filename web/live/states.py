"""States of a hand-over at a moment, for its visitor and for the desk alike."""

from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Message
from web.handovers.policy import AWAY_AFTER
from web.handovers.tables import HandOver

State = Literal["none", "waiting", "late", "taken", "left"]

LAST_ROLE = (
    sa.select(Message.role)
    .where(Message.conversation_id == HandOver.conversation_id)
    .order_by(Message.seq.desc())
    .limit(1)
    .correlate(HandOver)
    .scalar_subquery()
)
"""Role of the last message in a hand-over's conversation."""


def is_away(hand_over: HandOver, now: datetime) -> bool:
    """Return True if the person who has the conversation has pressed no key for long."""
    wrote_at = hand_over.taken_at if hand_over.status == "taken" else None
    return wrote_at is not None and wrote_at <= now - AWAY_AFTER


def away_at(now: datetime) -> sa.ColumnElement[bool]:
    """Condition of `is_away`."""
    return sa.and_(HandOver.status == "taken", HandOver.taken_at <= now - AWAY_AFTER)


def abandoned_at(now: datetime) -> sa.ColumnElement[bool]:
    """Condition for hand-overs whose person is away, and owes the visitor an answer."""
    return sa.and_(away_at(now), sa.func.coalesce(LAST_ROLE, "user") != "person")


def state_of(hand_over: HandOver, last_role: str | None, now: datetime) -> State:
    """State, with the role of the last message: a person who is away leaves the visitor waiting."""
    if hand_over.status == "ended":
        return "none"
    is_abandoned = is_away(hand_over, now) and last_role != "person"
    if hand_over.status != "waiting" and not is_abandoned:
        return hand_over.status
    return "waiting" if hand_over.waits_until > now else "late"


def last_role_of(session: Session, number: int) -> str | None:
    """Role of the last message in the conversation of a hand-over."""
    return session.scalar(sa.select(LAST_ROLE).select_from(HandOver).filter_by(id=number))
