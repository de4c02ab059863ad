"""Recent messages of visitors, with the contexts open at the time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.state import LIFESPAN, DialogueState
from chatbot.intents.intent_set import IntentSet
from web.conversations.tables import Message

_ANSWERS_PER_MESSAGE = 10


@dataclass(frozen=True, slots=True)
class RecentMessage:
    """A stored message; `before` holds the intents of earlier answers, the newest last."""

    id: UUID
    seq: int
    conversation_id: UUID
    created_at: datetime
    text: str
    before: tuple[str, ...]

    def state(self, intents: IntentSet) -> DialogueState:
        """State with the contexts opened by earlier answers, by the given intents."""
        state = DialogueState()
        for tag in self.before:
            intent = intents.get(tag)
            opened, closed = (intent.context_set, intent.context_filter) if intent else ((), ())
            state = state.after_message(opened, closed)
        return state


def recent_messages(session: Session, limit: int) -> list[RecentMessage]:
    """Messages of visitors, the newest first."""
    columns = (Message.id, Message.seq, Message.conversation_id, Message.created_at, Message.text)
    newest = sa.select(*columns).where(Message.role == "user").order_by(Message.seq.desc())
    rows = session.execute(newest.limit(limit)).all()
    answered = _answered_intents(session, {row.conversation_id for row in rows}, limit)
    return [
        RecentMessage(
            **row._mapping,
            before=tuple(tag for seq, tag in answered[row.conversation_id] if seq < row.seq)[
                -LIFESPAN:
            ],
        )
        for row in rows
    ]


def _answered_intents(
    session: Session, conversations: Iterable[UUID], limit: int
) -> dict[UUID, list[tuple[int, str]]]:
    """Places and intents of the answers in each conversation, the oldest first.

    The statement has a limit, for a conversation may be endless.
    """
    statement = (
        sa.select(Message.conversation_id, Message.seq, Message.intent)
        .where(Message.role == "bot", Message.conversation_id.in_(list(conversations)))
        .order_by(Message.seq.desc())
        .limit(_ANSWERS_PER_MESSAGE * limit)
    )
    answered: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for row in reversed(session.execute(statement).all()):
        answered[row.conversation_id].append((row.seq, row.intent or ""))
    return answered
