"""The last messages of visitors, and what was open when they were asked."""

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

_REPLIES_PER_MESSAGE = 10


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """A stored message, and the intents of the answers before it, the newest last."""

    id: UUID
    seq: int
    conversation_id: UUID
    created_at: datetime
    text: str
    before: tuple[str, ...]

    def state(self, intents: IntentSet) -> DialogueState:
        """The contexts that these intents open by the answers before it."""
        state = DialogueState()
        for tag in self.before:
            intent = intents.get(tag)
            opened, closed = (intent.context_set, intent.context_filter) if intent else ((), ())
            state = state.after_message(opened, closed)
        return state


def last_asked(session: Session, most: int) -> list[AskedMessage]:
    """The newest messages of visitors, the newest first."""
    columns = (Message.id, Message.seq, Message.conversation_id, Message.created_at, Message.text)
    newest = sa.select(*columns).where(Message.role == "user").order_by(Message.seq.desc())
    rows = session.execute(newest.limit(most)).all()
    answered = _answered(session, {row.conversation_id for row in rows}, most)
    return [
        AskedMessage(
            **row._mapping,
            before=tuple(tag for seq, tag in answered[row.conversation_id] if seq < row.seq)[
                -LIFESPAN:
            ],
        )
        for row in rows
    ]


def _answered(
    session: Session, conversations: Iterable[UUID], most: int
) -> dict[UUID, list[tuple[int, str]]]:
    """The intents of the answers in these conversations by their place, the oldest first.

    Of endless conversations, only so many as can matter.
    """
    wanted = (
        sa.select(Message.conversation_id, Message.seq, Message.intent)
        .where(Message.role == "bot", Message.conversation_id.in_(list(conversations)))
        .order_by(Message.seq.desc())
        .limit(_REPLIES_PER_MESSAGE * most)
    )
    found: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for row in reversed(session.execute(wanted).all()):
        found[row.conversation_id].append((row.seq, row.intent or ""))
    return found
