"""The conversation of a new message, locked, or the exchange that is stored already."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from web.conversations.answering.arrival import ArrivedMessage
from web.conversations.answering.exchange import (
    WITH_PERSONS,
    Exchange,
    MessageIdTakenError,
    Person,
    check_length,
)
from web.conversations.messages import MESSAGES, read_pair
from web.conversations.service import ConversationNotFoundError, stored_state
from web.conversations.tables import Conversation
from web.core.database import utc_now
from web.core.prepared import PreparedStatement
from web.models.live_bot import LiveBot
from web.models.tables import ModelVersion
from web.models.versions import LIVE_ID

CONVERSATIONS = cast(sa.Table, Conversation.__table__)

# Built once: to build a statement takes as long as to execute it.
THIS_CONVERSATION = CONVERSATIONS.columns.id == sa.bindparam("conversation")
_MESSAGE = MESSAGES.columns.id == sa.bindparam("message")
_COUNTED = MESSAGES.alias("counted")
LENGTH = (
    sa.select(sa.func.count())
    .select_from(_COUNTED)
    .where(_COUNTED.columns.conversation_id == sa.bindparam("conversation"))
    .scalar_subquery()
)
"""Number of messages of the conversation, counted."""
_STORED_LENGTH = CONVERSATIONS.columns.length
_BEFORE = CONVERSATIONS.alias("before")
_SEEN = (
    sa.select(_BEFORE.columns.updated_at)
    .where(_BEFORE.columns.id == sa.bindparam("conversation"))
    .scalar_subquery()
)
_CURRENT = PreparedStatement(
    sa.select(
        CONVERSATIONS.columns.state,
        CONVERSATIONS.columns.updated_at,
        CONVERSATIONS.columns.silent_until,
        # A program without lengths may have stored the first messages.
        sa.case((_STORED_LENGTH > 0, _STORED_LENGTH), else_=LENGTH),
        # PostgreSQL reads all as it was before the wait, but for the row that it locks then.
        sa.or_(MESSAGES.columns.id.is_not(None), CONVERSATIONS.columns.updated_at != _SEEN),
        ModelVersion.id,
        ModelVersion.sha256,
    )
    .outerjoin_from(CONVERSATIONS, MESSAGES, _MESSAGE)
    .outerjoin(ModelVersion, ModelVersion.id == LIVE_ID)
    .where(THIS_CONVERSATION, CONVERSATIONS.columns.visitor_id == sa.bindparam("visitor"))
    .with_for_update(of=CONVERSATIONS)
)
_STORED = sa.select(
    MESSAGES.columns.conversation_id, MESSAGES.columns.role, MESSAGES.columns.text
).where(_MESSAGE)


@dataclass(frozen=True, slots=True)
class LockedConversation:
    """Conversation of a new message: its state as JSON, and the time of its last change.

    The bot answers no message until `silent_until`, None without a hand-over.
    """

    state: str
    updated_at: datetime
    silent_until: datetime | None
    is_new: bool = False


def lock(
    connection: sa.Connection, arrived: ArrivedMessage, live: LiveBot
) -> LockedConversation | Exchange | None:
    """Lock the conversation, and return it, or the exchange that is stored already.

    None if `live` is not the live bot any more.
    """
    keys = {
        "conversation": arrived.conversation_id,
        "visitor": arrived.visitor,
        "message": arrived.id,
    }
    row = _CURRENT.first(connection, keys)
    if row is None:
        raise ConversationNotFoundError
    state, updated_at, silent_until, length, may_be_stored, *live_key = row
    if may_be_stored and (stored := _stored_exchange(connection, arrived)):
        before = stored_state(arrived.conversation_id, state)
        _, ignored = arrived.surroundings.around(before, live.bot)
        is_offered = arrived.policy and stored.reply and before.doubts
        person: Person = "asked" if silent_until else "offered" if is_offered else "none"
        step = before.last_step if stored.reply else "none"
        return replace(stored, person=person, step=step, ignored=ignored)
    is_for_persons = arrived.policy is not None and silent_until and silent_until > utc_now()
    check_length(length, arrived.most_messages, WITH_PERSONS if is_for_persons else 1)
    locked = LockedConversation(state, updated_at, silent_until, is_new=not length)
    return locked if tuple(live_key) == live.key else None


def _stored_exchange(connection: sa.Connection, arrived: ArrivedMessage) -> Exchange | None:
    """Return the exchange of an earlier request with the message; raises MessageIdTakenError."""
    row = connection.execute(_STORED, {"message": arrived.id}).first()
    if row is None:
        return None
    if tuple(row) != (arrived.conversation_id, "user", arrived.text):
        raise MessageIdTakenError(arrived.id)
    message, *answers = read_pair(connection, arrived.conversation_id, arrived.id)
    return Exchange(message, answers[0] if answers else None, repeated=True)
