"""Hand-overs for persons: taken by one of them, answered, handed back to the bot, closed.

Every function works in the transaction of the session. The `conversation` is the one that a page
shows; without it, any is meant.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.messages import StoredMessage
from web.core.audit import note
from web.core.database import change, storable
from web.core.errors import NotFoundError, RefusedError
from web.events import service as events
from web.events.tables import EventKind
from web.handovers import requests
from web.handovers.tables import HandOver
from web.http.translation import _
from web.live.locking import locked_conversation
from web.live.states import away_at
from web.live.writing import append, is_stored

Ending = Literal["hand_back", "close"]

_EVENTS: Mapping[Ending, EventKind] = {"hand_back": "handover.returned", "close": "handover.closed"}


class HandOverNotFoundError(NotFoundError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "There is no hand-over %(number)d: its conversation was deleted, or there never"
                " was one.",
                number=number,
            )
        )


class NotYoursError(RefusedError):
    """Error: somebody else has the conversation, or nobody any more."""

    def __init__(self, taken_by: str | None) -> None:
        super().__init__(
            _("%(name)s has this conversation. Ask them to hand it over.", name=taken_by)
            if taken_by
            else _("You do not have this conversation: it was closed, or is with the bot again.")
        )


def take(
    session: Session,
    who: str,
    number: int,
    person: str,
    *,
    conversation: UUID | None = None,
    announces: bool = False,
) -> UUID:
    """Take a conversation in the name that the visitor reads; returns its id.

    Of several who take it at once, one gets it. Raises NotYoursError for all others, and
    HandOverNotFoundError. A person who is away for AWAY_AFTER loses it to whoever takes it. A
    caller that `announces` has an event noted, where the person did not have it before.
    """
    conversation_id, now = _locked(session, number, conversation)
    before = _holder(session, number)
    if not change(session, _taken(number, who, storable(person), now)):
        raise NotYoursError(_holder(session, number))
    requests.hold(session.connection(), conversation_id, now)
    note(session, who, "live.take", f"conversation {conversation_id}")
    if announces and before != who:
        events.note(session.connection(), "handover.taken", conversation_id, now)
    return conversation_id


def _taken(number: int, who: str, person: str, now: datetime) -> sa.Update:
    """Statement that gives a hand-over to `who`, if it is free for them."""
    free = sa.update(HandOver).where(
        HandOver.id == number, HandOver.status != "ended", _is_free_for(who, now)
    )
    return free.values(
        status="taken",
        taken_by=who,
        taken_at=now,
        person=person,
        version=HandOver.version + 1,
    )


def say(
    session: Session,
    who: str,
    number: int,
    message_id: UUID,
    text: str,
    *,
    conversation: UUID | None = None,
    announces: bool = False,
) -> None:
    """Write a message to the visitor; the same message again is stored once.

    A caller that `announces` has an event noted for the first message of a conversation. Raises
    NotYoursError, HandOverNotFoundError and MessageIdTakenError.
    """
    conversation_id, now = _locked(session, number, conversation)
    author = session.scalar(sa.select(HandOver.person).where(HandOver.id == number))
    message = StoredMessage(
        id=message_id, role="person", text=storable(text), created_at=now, author=author
    )
    if is_stored(session, conversation_id, message):
        return
    mine = sa.update(HandOver).where(_is_held_by(who, number))
    written = mine.values(taken_at=now, person_typed_at=None, version=HandOver.version + 1)
    if not change(session, written):
        raise NotYoursError(_holder(session, number))
    append(session, conversation_id, message, announces=announces)
    requests.hold(session.connection(), conversation_id, now)


def end(
    session: Session,
    who: str,
    number: int,
    ending: Ending,
    *,
    conversation: UUID | None = None,
    announces: bool = False,
) -> None:
    """Hand a conversation back to the bot, or close it; the bot answers from here on.

    One that nobody has can be closed by anybody. Raises NotYoursError and HandOverNotFoundError.
    A caller that `announces` has an event noted.
    """
    conversation_id, now = _locked(session, number, conversation)
    mine = _is_held_by(who, number)
    free = sa.and_(HandOver.id == number, HandOver.status.in_(("waiting", "left")))
    ended = sa.update(HandOver).where(sa.or_(mine, free) if ending == "close" else mine)
    values = {"status": "ended", "ended_at": now, "ended_by": who, "version": HandOver.version + 1}
    if not change(session, ended.values(**values)):
        raise NotYoursError(_holder(session, number))
    requests.silence(session.connection(), conversation_id, None)
    note(session, who, f"live.{ending}", f"conversation {conversation_id}")
    if announces:
        events.note(session.connection(), _EVENTS[ending], conversation_id, now)


def note_typing(
    session: Session, who: str, number: int, *, conversation: UUID | None = None
) -> None:
    """Note that a person presses keys, for the visitor; who does is not away."""
    conversation_id, now = _locked(session, number, conversation)
    mine = sa.update(HandOver).where(_is_held_by(who, number))
    typed = mine.values(taken_at=now, person_typed_at=now, version=HandOver.version + 1)
    if change(session, typed):
        requests.hold(session.connection(), conversation_id, now)


def _is_free_for(who: str, now: datetime) -> sa.ColumnElement[bool]:
    """Condition for hand-overs without a person, with this one, or with one who is away."""
    is_without = HandOver.status.in_(("waiting", "left"))
    return sa.or_(is_without, HandOver.taken_by == who, away_at(now))


def _is_held_by(who: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(HandOver.id == number, HandOver.status == "taken", HandOver.taken_by == who)


def conversation_of(session: Session, number: int, expected: UUID | None = None) -> UUID:
    """Return the conversation of a hand-over; raises HandOverNotFoundError.

    So it does where the conversation is not the one that a page `expected`: behind the restoring of
    a backup, numbers that were given after it come again.
    """
    conversation = sa.select(HandOver.conversation_id).where(HandOver.id == number)
    conversation_id = session.scalar(conversation)
    if conversation_id is None or expected not in (None, conversation_id):
        raise HandOverNotFoundError(number)
    return conversation_id


def _locked(session: Session, number: int, expected: UUID | None) -> tuple[UUID, datetime]:
    conversation_id = conversation_of(session, number, expected)
    return conversation_id, locked_conversation(session, conversation_id)


def _holder(session: Session, number: int) -> str | None:
    holder = sa.select(HandOver.taken_by).where(HandOver.id == number, HandOver.status == "taken")
    return session.scalar(holder)
