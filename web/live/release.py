"""Conversations of a person who may answer no more, for others to take."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.service import ConversationNotFoundError
from web.core.database import change
from web.core.settings import current_settings
from web.handovers import requests
from web.handovers.policy import HandOverPolicy
from web.handovers.tables import HandOver
from web.live.locking import locked_conversation


def release_of_user(session: Session, who: str) -> None:
    """Let the visitors of a user wait for somebody else, by the settings of the application."""
    held = sa.exists().where(HandOver.taken_by == who, HandOver.status == "taken")
    if session.scalar(sa.select(held)):
        release(session, who, HandOverPolicy.of(current_settings()))


def release(session: Session, who: str, policy: HandOverPolicy | None) -> None:
    """Let the visitors of a user wait for somebody else, each from now on.

    Without a policy, the bot has their conversations.
    """
    held = sa.and_(HandOver.taken_by == who, HandOver.status == "taken")
    # All writers of several conversations lock them in this order.
    numbers = sa.select(HandOver.id, HandOver.conversation_id).order_by(HandOver.conversation_id)
    for number, conversation_id in session.execute(numbers.where(held)).all():
        try:
            now = locked_conversation(session, conversation_id)
        except ConversationNotFoundError:  # erased in the meantime
            continue
        free = sa.update(HandOver).where(HandOver.id == number, held)
        freed = free.values(status="waiting", person_typed_at=None, version=HandOver.version + 1)
        if not change(session, freed):
            continue
        if policy:
            requests.ask(session.connection(), conversation_id, "visitor", now, policy)
        else:
            requests.silence(session.connection(), conversation_id, now)
