"""Observation of an exchange for metrics and log: kinds, times and ids, never a text."""

from typing import TYPE_CHECKING
from uuid import UUID

from chatbot.intents.intent_set import CLARIFICATION_TAG
from web.conversations.answering.exchange import Exchange
from web.conversations.messages import StoredMessage
from web.http.logs import structlog
from web.http.metrics import count_answer

if TYPE_CHECKING:
    from web.http.instruments import AnswerKind, Stage


def observe(conversation_id: UUID, done: Exchange) -> None:
    """Add the ids to the log lines of the request, and count a new answer."""
    structlog.contextvars.bind_contextvars(
        conversation_id=str(conversation_id),
        message_id=str(done.message.id),
        model_version=done.reply and done.reply.model_version,
    )
    if done.reply and (spent := done.seconds):
        stages: dict[Stage, float] = {
            "predict": spent.predict,
            "wait": spent.wait,
            "answer": spent.answer,
            "store": spent.store,
        }
        count_answer(_kind(done.reply), done.reply.confidence or 0.0, stages)


def _kind(reply: StoredMessage) -> "AnswerKind":
    if reply.fallback:
        return "fallback"
    return "question" if reply.intent == CLARIFICATION_TAG else "answer"
