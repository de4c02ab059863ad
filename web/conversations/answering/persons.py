"""Persons behind the bot: who has a conversation, and who is asked for."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from chatbot.text.languages import SPOKEN_LANGUAGES
from web.conversations.answering.arrival import ArrivedMessage
from web.conversations.answering.exchange import Person
from web.conversations.answering.locking import LockedConversation
from web.conversations.answering.person_words import SENTENCES
from web.handovers import requests
from web.handovers.tables import Reason

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.reply import Reply


def ask_person(
    connection: sa.Connection,
    arrived: ArrivedMessage,
    reply: "Reply",
    locked: LockedConversation,
    now: datetime,
) -> Person:
    """Ask for a person behind an answer, where there is a reason."""
    if arrived.policy is None:
        return "none"
    reason = _reason(reply)
    if reason:
        requests.ask(connection, arrived.conversation_id, reason, now, arrived.policy)
    is_asked = reason or locked.silent_until
    return "asked" if is_asked else "offered" if reply.state.doubts else "none"


def is_for_persons(
    connection: sa.Connection, arrived: ArrivedMessage, locked: LockedConversation, now: datetime
) -> bool:
    """Return True if a person has the conversation or may come; one who is away is called back.

    Where no person can be asked for any more, the bot has all conversations.
    """
    if arrived.policy is None or locked.silent_until is None:
        return False
    if locked.silent_until > now:
        return True
    return requests.call_back(connection, arrived.conversation_id, now, arrived.policy)


def worded(reply: "Reply", arrived: ArrivedMessage, bot: "Bot") -> "Reply":
    """Return a reply that leads to a person in words, where the author has none.

    They are of the visitor's language, else of the bot's. Without a policy there is no person: the
    reply is the fallback, and asks for other words.
    """
    if not reply.needs_words:
        return reply
    if arrived.policy is None:
        state = replace(reply.state, last_step="rephrase")
        return replace(reply, step="rephrase", state=state)
    code = SPOKEN_LANGUAGES[bot.language]
    words = next(
        SENTENCES[c] for c in (arrived.surroundings.language, code, "en") if c in SENTENCES
    )
    return replace(reply, text=words, bubbles=(), quick_replies=())


def _reason(reply: "Reply") -> Reason | None:
    """Reason to ask for a person, if any."""
    if reply.step == "person":
        return "doubt"
    return "intent" if reply.state.asks_for_person else None
