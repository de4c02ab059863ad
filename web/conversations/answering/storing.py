"""Rows of an exchange, and the new state of the conversation."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from web.conversations.answering.arrival import ArrivedMessage
from web.conversations.answering.exchange import Exchange
from web.conversations.answering.locking import (
    CONVERSATIONS,
    LENGTH,
    THIS_CONVERSATION,
    LockedConversation,
)
from web.conversations.messages import StoredMessage, pair_insert, pair_values, write_message
from web.conversations.service import state_after_unread
from web.core.database import utc_now
from web.core.prepared import PreparedStatement
from web.handovers import requests
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.dialogue.reply import Reply

_STATE = (
    CONVERSATIONS.update()
    .where(THIS_CONVERSATION)
    .values(state=sa.bindparam("new_state"), updated_at=sa.bindparam("now"), length=LENGTH + 2)
)
_NEW_STATE, _PAIR = PreparedStatement(_STATE), PreparedStatement(pair_insert())
_BOTH = PreparedStatement(pair_insert().add_cte(_STATE.cte("changed")))
"""Pair and state in one statement, which SQLite does not have: a round trip less. The state counts
the messages as they are before the pair."""

_UNREAD = (
    CONVERSATIONS.update()
    .where(THIS_CONVERSATION)
    .values(state=sa.bindparam("new_state"), updated_at=sa.bindparam("now"), length=LENGTH)
)


def store(
    connection: sa.Connection,
    arrived: ArrivedMessage,
    live: LiveBot,
    reply: "Reply",
    now: datetime,
    latency_ms: float,
) -> Exchange:
    """Store a message of a moment, the reply, and the new state of the conversation."""
    message = StoredMessage(id=arrived.id, role="user", text=arrived.text, created_at=now)
    answer = StoredMessage.of(
        reply,
        live.version_id,
        latency_ms,
        id=uuid4(),
        role="bot",
        text=reply.text,
        created_at=max(utc_now(), now),
        reply_to=arrived.id,
    )
    values = pair_values(arrived.conversation_id, message, answer)
    values["conversation"] = arrived.conversation_id
    values["new_state"], values["now"] = reply.state.to_json(), answer.created_at
    statements = (_NEW_STATE, _PAIR) if connection.dialect.name == "sqlite" else (_BOTH,)
    for statement in statements:
        statement.execute(connection, values)
    return Exchange(message, answer, repeated=False)


def store_for_persons(
    connection: sa.Connection, arrived: ArrivedMessage, locked: LockedConversation, now: datetime
) -> Exchange:
    """Store a message that the bot leaves to persons."""
    message = StoredMessage(id=arrived.id, role="user", text=arrived.text, created_at=now)
    conversation = arrived.conversation_id
    write_message(connection, conversation, message)
    state = state_after_unread(conversation, locked.state, locked.updated_at, now)
    values = {"new_state": state, "now": now, "conversation": conversation}
    connection.execute(_UNREAD, values)
    requests.ring(connection, conversation)
    return Exchange(message, None, repeated=False, person="asked")
