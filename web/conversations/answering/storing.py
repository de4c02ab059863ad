"""Rows of an exchange, and the new state of the conversation."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from web.conversations.answering.arrival import ArrivedMessage
from web.conversations.answering.exchange import Exchange
from web.conversations.answering.locking import CONVERSATIONS, THIS_CONVERSATION
from web.conversations.messages import StoredMessage, write_message, write_pair
from web.core.database import utc_now
from web.handovers import requests
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.dialogue.reply import Reply

_NEW_STATE = (
    CONVERSATIONS.update()
    .where(THIS_CONVERSATION)
    .values(state=sa.bindparam("new_state"), updated_at=sa.bindparam("now"))
)
_NEW_TIME = CONVERSATIONS.update().where(THIS_CONVERSATION).values(updated_at=sa.bindparam("now"))


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
    write_pair(connection, arrived.conversation_id, message, answer)
    new_state = {"new_state": reply.state.to_json(), "now": answer.created_at}
    connection.execute(_NEW_STATE, new_state | {"conversation": arrived.conversation_id})
    return Exchange(message, answer, repeated=False)


def store_for_persons(
    connection: sa.Connection, arrived: ArrivedMessage, now: datetime
) -> Exchange:
    """Store a message that the bot leaves to persons."""
    message = StoredMessage(id=arrived.id, role="user", text=arrived.text, created_at=now)
    write_message(connection, arrived.conversation_id, message)
    connection.execute(_NEW_TIME, {"now": now, "conversation": arrived.conversation_id})
    requests.ring(connection, arrived.conversation_id)
    return Exchange(message, None, repeated=False, person="asked")
