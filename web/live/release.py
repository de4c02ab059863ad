"""Conversations of a person who may answer no more, for others to take."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.service import ConversationNotFoundError
from web.core.audit import RECOLLECT
from web.core.database import change
from web.core.settings import current_settings
from web.events.service import note
from web.handovers import requests
from web.handovers.policy import HandOverPolicy
from web.handovers.tables import HandOver
from web.live.locking import locked_conversation
from web.live.states import last_role_of


def release_of_user(session: Session, who: str) -> None:
    """Let the visitors of a user wait for somebody else, by the settings of the application."""
    held = sa.exists().where(HandOver.taken_by == who, HandOver.status == "taken")
    if session.scalar(sa.select(held)):
        release(session, who, HandOverPolicy.of(current_settings()))


def release(session: Session, who: str, policy: HandOverPolicy | None) -> None:
    """Let the visitors of a user wait for somebody else, each from now on.

    Without a policy, the bot has their conversations; so it has those that the user answered last.
    """
    held = sa.and_(HandOver.taken_by == who, HandOver.status == "taken")
    # All writers of several conversations lock them in this order.
    numbers = sa.select(HandOver.id, HandOver.conversation_id).order_by(HandOver.conversation_id)
    for number, conversation_id in session.execute(numbers.where(held)).all():
        try:
            now = locked_conversation(session, conversation_id)
        except ConversationNotFoundError:  # erased in the meantime
            continue
        answered = last_role_of(session, number) == "person"
        values = _ended(now) if answered else _waiting(now)
        mine = sa.update(HandOver).where(HandOver.id == number, held)
        if not change(session, mine.values(**values, version=HandOver.version + 1)):
            continue
        if answered:
            _give_to_bot(session, conversation_id, now, policy)
        elif policy:
            requests.ask(session.connection(), conversation_id, "visitor", now, policy)
        else:
            requests.silence(session.connection(), conversation_id, now)


def _ended(now: datetime) -> dict[str, object]:
    return {"status": "ended", "ended_at": now, "ended_by": RECOLLECT}


def _waiting(now: datetime) -> dict[str, object]:
    """Values of a new wait. One that still runs ends now, so that the new one is news."""
    return {"status": "waiting", "waits_until": now, "person_typed_at": None}


def _give_to_bot(
    session: Session, conversation_id: UUID, now: datetime, policy: HandOverPolicy | None
) -> None:
    requests.silence(session.connection(), conversation_id, None)
    if policy and policy.announces:
        note(session.connection(), "handover.returned", conversation_id, now)
