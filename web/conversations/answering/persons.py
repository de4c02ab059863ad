"""Persons behind the bot: who has a conversation, and who is asked for."""

from datetime import datetime

import sqlalchemy as sa

from chatbot.dialogue.state import DialogueState
from web.conversations.answering.arrival import ArrivedMessage
from web.conversations.answering.exchange import Person
from web.conversations.answering.locking import LockedConversation
from web.handovers import requests
from web.handovers.policy import MOST_DOUBTS
from web.handovers.tables import Reason


def ask_person(
    connection: sa.Connection,
    arrived: ArrivedMessage,
    state: DialogueState,
    locked: LockedConversation,
    now: datetime,
) -> Person:
    """Ask for a person behind an answer, where there is a reason."""
    if arrived.policy is None:
        return "none"
    reason = _reason(connection, arrived, state, locked)
    if reason:
        requests.ask(connection, arrived.conversation_id, reason, now, arrived.policy)
    is_asked = reason or locked.silent_until
    return "asked" if is_asked else "offered" if state.doubts else "none"


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


def _reason(
    connection: sa.Connection,
    arrived: ArrivedMessage,
    state: DialogueState,
    locked: LockedConversation,
) -> Reason | None:
    """Reason to ask for a person, if any; the bot's own doubt asks once in a conversation."""
    if state.asks_for_person:
        return "intent"
    if state.doubts < MOST_DOUBTS or locked.silent_until:
        return None
    return None if requests.was_asked(connection, arrived.conversation_id, "doubt") else "doubt"
