"""Hand-overs that nobody waits for any more: ended by the daily work of the worker."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.audit import RECOLLECT
from web.core.database import utc_now
from web.core.locks import Sessions
from web.events.service import note
from web.handovers.policy import FORGOTTEN_AFTER, LEFT_ALONE_AFTER
from web.handovers.requests import silence
from web.handovers.tables import HAND_OVERS

BATCH = 500
"""Hand-overs that a transaction ends."""

_COLUMNS = HAND_OVERS.columns
_CONVERSATION_IDS = sa.table("conversations", sa.column("id", sa.Uuid()))


def end_forgotten(sessions: Sessions, *, announces: bool) -> int:
    """End the hand-overs that are forgotten, in short transactions; returns their number.

    A caller that `announces` has an event noted for each of them.
    """
    now, ended = utc_now(), 0
    while True:
        with sessions.begin() as session:
            conversations = _end_batch(session, now)
            if announces:
                for conversation_id in conversations:
                    note(session.connection(), "handover.closed", conversation_id, now)
        if not conversations:
            return ended
        ended += len(conversations)


def _end_batch(session: Session, now: datetime) -> list[UUID]:
    """End a batch; returns its conversations, locked before their hand-overs, as always."""
    forgotten = sa.select(_COLUMNS.conversation_id).where(_is_forgotten(now)).limit(BATCH)
    ids = list(session.scalars(forgotten))
    if not ids:
        return []
    own = _CONVERSATION_IDS.c.id
    session.execute(sa.select(own).where(own.in_(ids)).order_by(own).with_for_update())
    ended = (
        HAND_OVERS.update()
        .where(_COLUMNS.conversation_id.in_(ids), _is_forgotten(now))
        .values(status="ended", ended_at=now, ended_by=RECOLLECT, version=_COLUMNS.version + 1)
    )
    conversations = list(session.scalars(ended.returning(_COLUMNS.conversation_id)))
    for conversation_id in conversations:
        silence(session.connection(), conversation_id, None)
    return conversations


def _is_forgotten(now: datetime) -> sa.ColumnElement[bool]:
    """Condition for waits without an address, and for persons who have left a conversation."""
    waits = sa.and_(
        _COLUMNS.status == "waiting",
        _COLUMNS.address.is_(None),
        _COLUMNS.requested_at <= now - FORGOTTEN_AFTER,
    )
    is_left_alone = sa.and_(
        _COLUMNS.status == "taken",
        _COLUMNS.address.is_(None),
        _COLUMNS.taken_at <= now - LEFT_ALONE_AFTER,
    )
    return sa.or_(waits, is_left_alone)
