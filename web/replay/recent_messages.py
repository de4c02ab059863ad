"""Recent messages of visitors, with the contexts open at the time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import Intent, IntentSet
from web.conversations.tables import Message

_ANSWERS_PER_MESSAGE = 10
_MOST_BEFORE = 50
"""Most earlier answers whose contexts are followed: few last longer."""


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """Intent and time of an answer before a message."""

    intent: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RecentMessage:
    """A stored message, and the answers `before` it, the newest last."""

    id: UUID
    seq: int
    conversation_id: UUID
    created_at: datetime
    text: str
    before: tuple[EarlierAnswer, ...]

    def state(self, intents: IntentSet) -> DialogueState:
        """State with the contexts opened by earlier answers, by the given intents."""
        state = DialogueState()
        times = [answer.created_at for answer in self.before]
        for answer, following in zip(self.before, [*times[1:], self.created_at], strict=False):
            intent = intents.get(answer.intent) or Intent(answer.intent)
            state = state.after_message(
                intent.context_set, intent.context_filter, lifespans=intent.lifespans
            ).after_pause((following - answer.created_at).total_seconds() / 60)
        return state


def recent_messages(session: Session, limit: int) -> list[RecentMessage]:
    """Messages of visitors, the newest first."""
    columns = (Message.id, Message.seq, Message.conversation_id, Message.created_at, Message.text)
    newest = sa.select(*columns).where(Message.role == "user").order_by(Message.seq.desc())
    rows = session.execute(newest.limit(limit)).all()
    answered = _answers(session, {row.conversation_id for row in rows}, limit)
    return [
        RecentMessage(
            **row._mapping,
            before=tuple(answer for seq, answer in answered[row.conversation_id] if seq < row.seq)[
                -_MOST_BEFORE:
            ],
        )
        for row in rows
    ]


def _answers(
    session: Session, conversations: Iterable[UUID], limit: int
) -> dict[UUID, list[tuple[int, EarlierAnswer]]]:
    """Answers with their places in each conversation, the oldest first.

    The statement has a limit, for a conversation may be endless.
    """
    statement = (
        sa.select(Message.conversation_id, Message.seq, Message.intent, Message.created_at)
        .where(Message.role == "bot", Message.conversation_id.in_(list(conversations)))
        .order_by(Message.seq.desc())
        .limit(_ANSWERS_PER_MESSAGE * limit)
    )
    answered: dict[UUID, list[tuple[int, EarlierAnswer]]] = defaultdict(list)
    for row in reversed(session.execute(statement).all()):
        answer = EarlierAnswer(row.intent or "", row.created_at)
        answered[row.conversation_id].append((row.seq, answer))
    return answered
