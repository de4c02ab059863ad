"""Requests for a person: asked, noticed and ended within the transaction of a conversation.

The caller has locked the row of the conversation, so that all writers of a hand-over take turns.
While `silent_until` of a conversation is in the future, the bot leaves its messages to persons; it
is None without a hand-over that has not ended.
"""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from web.events.service import note
from web.handovers.policy import HandOverPolicy
from web.handovers.tables import HAND_OVERS, Reason

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""End of the bot's silence while a person has the conversation."""

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
    """Ask for a person, or ask again; a person who has the conversation keeps it."""
    columns = HAND_OVERS.columns
    until = policy.waits_until(now)
    again = (
        HAND_OVERS.update()
        .where(is_active(conversation_id))
        .values(
            status=sa.case((columns.status == "taken", "taken"), else_="waiting"),
            requested_at=now,
            waits_until=until,
            version=columns.version + 1,
        )
        .returning(columns.status)
    )
    status = connection.scalar(again)
    if status is None:
        new = {"status": "waiting", "reason": reason, "requested_at": now, "waits_until": until}
        connection.execute(
            HAND_OVERS.insert().values(conversation_id=conversation_id, version=1, **new)
        )
        if policy.announces:
            note(connection, "handover.requested", conversation_id, now)
    if status != "taken":
        silence(connection, conversation_id, until)


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
