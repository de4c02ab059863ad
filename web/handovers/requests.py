"""Requests for a person: asked, noticed and ended within the transaction of a conversation.

The caller has locked the row of the conversation, so that all writers of a hand-over take turns.
While `silent_until` of a conversation is in the future, the bot leaves its messages to persons; it
is None without a hand-over that has not ended.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from web.events.service import note
from web.handovers.policy import AWAY_AFTER, HandOverPolicy
from web.handovers.tables import HAND_OVERS, Reason

_CONVERSATIONS = sa.table("conversations", sa.column("id"), sa.column("silent_until"))


def is_active(conversation_id: UUID) -> sa.ColumnElement[bool]:
    """Condition for the hand-over of a conversation that has not ended."""
    columns = HAND_OVERS.columns
    return sa.and_(columns.conversation_id == conversation_id, columns.status != "ended")


def ask(
    connection: sa.Connection,
    conversation_id: UUID,
    reason: Reason,
    now: datetime,
    policy: HandOverPolicy,
) -> None:
    """Ask for a person, or ask again; a person who is there keeps the conversation."""
    before = _active(connection, conversation_id)
    until = policy.waits_until(now)
    if before is None:
        values = {"status": "waiting", "reason": reason, "requested_at": now, "waits_until": until}
        new = HAND_OVERS.insert().values(conversation_id=conversation_id, version=1, **values)
        connection.execute(new)
    elif before.status == "taken" and before.taken_at > now - AWAY_AFTER:
        return
    else:
        _wait_again(connection, conversation_id, now, until)
    silence(connection, conversation_id, until)
    # A wait that goes on is no news, nor is one that ends at once behind one that has ended.
    is_known = before and before.status != "left" and (before.waits_until > now or until <= now)
    if policy.announces and not is_known:
        note(connection, "handover.requested", conversation_id, now)


def call_back(
    connection: sa.Connection, conversation_id: UUID, now: datetime, policy: HandOverPolicy
) -> bool:
    """Ask for a person where the one who had the conversation is away; True if the visitor waits.

    Asks once after each word of the person, so that the bot goes on after the wait.
    """
    before = _active(connection, conversation_id)
    if before is None or before.status != "taken" or before.taken_at < before.requested_at:
        return False
    ask(connection, conversation_id, "visitor", now, policy)
    return policy.waits_until(now) > now


def addresses_of(connection: sa.Connection, conversation_id: UUID) -> Iterable[str]:
    """Addresses that were left in a conversation, the latest of each hand-over."""
    columns = HAND_OVERS.columns
    left = sa.select(columns.address).where(columns.conversation_id == conversation_id)
    return connection.scalars(left.where(columns.address.is_not(None)).order_by(columns.id))


def _active(connection: sa.Connection, conversation_id: UUID) -> sa.Row[*tuple[Any, ...]] | None:
    columns = HAND_OVERS.columns
    active = sa.select(columns.status, columns.requested_at, columns.waits_until, columns.taken_at)
    return connection.execute(active.where(is_active(conversation_id))).first()


def _wait_again(
    connection: sa.Connection, conversation_id: UUID, now: datetime, until: datetime
) -> None:
    """Renew a request. A person who is away may still answer, and an address stays."""
    columns = HAND_OVERS.columns
    connection.execute(
        HAND_OVERS.update()
        .where(is_active(conversation_id))
        .values(
            status=sa.case((columns.status == "taken", "taken"), else_="waiting"),
            requested_at=now,
            waits_until=until,
            version=columns.version + 1,
        )
    )


def ring(connection: sa.Connection, conversation_id: UUID) -> None:
    """Let those who wait at a conversation know that there is something new."""
    columns = HAND_OVERS.columns
    connection.execute(
        HAND_OVERS.update()
        .where(is_active(conversation_id))
        .values(version=columns.version + 1, visitor_typed_at=None)
    )


def silence(connection: sa.Connection, conversation_id: UUID, until: datetime | None) -> None:
    """Let the bot be silent in a conversation until a moment; None where no hand-over is left."""
    connection.execute(
        sa.update(_CONVERSATIONS)
        .where(_CONVERSATIONS.c.id == sa.bindparam("conversation", type_=sa.Uuid()))
        .values(silent_until=sa.bindparam("until", type_=HAND_OVERS.columns.waits_until.type)),
        {"conversation": conversation_id, "until": until},
    )


def hold(connection: sa.Connection, conversation_id: UUID, now: datetime) -> None:
    """Let the bot be silent for as long as the person counts as there."""
    silence(connection, conversation_id, now + AWAY_AFTER)
