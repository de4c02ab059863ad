"""Hand-overs for visitors: asked for, followed, ended, left with an address.

Every function works in the transaction of the session, and raises ConversationNotFoundError for a
conversation that is not the visitor's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.answering.exchange import WITH_PERSONS, check_length
from web.conversations.messages import MessagePage, StoredMessage, read_page
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation
from web.core.database import change, storable, utc_now
from web.core.errors import ConflictError
from web.events.service import note
from web.handovers import requests
from web.handovers.policy import HandOverPolicy
from web.handovers.requests import is_active
from web.handovers.tables import HandOver
from web.live.locking import locked_conversation
from web.live.states import State, away_at, is_away, last_role_of, state_of
from web.live.writing import append, is_stored, length_of

MOST_AT_ONCE = 200
"""Messages in a look at what is new; the next look has the rest."""

TYPING = timedelta(seconds=6)
"""Time for which somebody who pressed a key is writing."""


class NoPersonsError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Nobody answers here but the bot: RECOLLECT_LIVE_HOURS is not set.")


class NotHandedOverError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Nobody was asked for in this conversation. Ask for a person first.")


@dataclass(frozen=True, slots=True)
class Followed:
    """Hand-over of a conversation as the visitor sees it, and the messages that are new.

    `late` is a wait that has ended without a person: the visitor may leave an address.
    """

    state: State
    person: str | None
    is_typing: bool
    version: int
    page: MessagePage

    @property
    def messages(self) -> tuple[StoredMessage, ...]:
        return self.page.messages

    @property
    def last(self) -> int:
        return self.page.last


def ask(
    session: Session,
    visitor: UUID,
    conversation_id: UUID,
    policy: HandOverPolicy | None,
    after: int = 0,
) -> Followed:
    """Ask for a person; returns the messages behind `after`, too.

    Raises NoPersonsError without a policy.
    """
    now = locked_conversation(session, conversation_id, visitor)
    if policy is None:
        raise NoPersonsError
    requests.ask(session.connection(), conversation_id, "visitor", now, policy)
    return _followed(session, conversation_id, after, now)


def follow(session: Session, visitor: UUID, conversation_id: UUID, after: int) -> Followed:
    """Return the state and the messages behind `after`."""
    check_owner(session, visitor, conversation_id)
    return _followed(session, conversation_id, after, utc_now())


def check_owner(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Raise ConversationNotFoundError for a conversation that is not the visitor's."""
    own = sa.select(Conversation.id).where(
        Conversation.id == conversation_id, Conversation.visitor_id == visitor
    )
    if session.scalar(own) is None:
        raise ConversationNotFoundError


def leave(
    session: Session,
    visitor: UUID,
    conversation_id: UUID,
    message_id: UUID,
    text: str,
    address: str,
    after: int = 0,
    *,
    announces: bool = False,
    most_messages: int | None = None,
) -> Followed:
    """Store a message for persons with the address to answer to.

    The same message again is stored once. A person who has come meanwhile keeps the conversation.
    A caller that `announces` has an event noted for the first message of a conversation. Raises
    NotHandedOverError without a hand-over, MessageIdTakenError, and LongConversationError for a
    conversation that has many times `most_messages`.
    """
    now = locked_conversation(session, conversation_id, visitor)
    message = StoredMessage(id=message_id, role="user", text=storable(text), created_at=now)
    if not is_stored(session, conversation_id, message):
        check_length(length_of(session, conversation_id), most_messages, WITH_PERSONS)
        _leave_address(session, conversation_id, storable(address), now)
        append(session, conversation_id, message, announces=announces)
    return _followed(session, conversation_id, after, now)


def _leave_address(session: Session, conversation_id: UUID, address: str, now: datetime) -> None:
    is_held = sa.and_(HandOver.status == "taken", sa.not_(away_at(now)))
    left = (
        sa.update(HandOver)
        .where(is_active(conversation_id))
        .values(
            status=sa.case((is_held, "taken"), else_="left"),
            address=address,
            visitor_typed_at=None,
            version=HandOver.version + 1,
        )
    )
    status = session.scalar(left.returning(HandOver.status))
    if status is None:
        raise NotHandedOverError
    if status == "left":
        requests.silence(session.connection(), conversation_id, now)


def go_back(
    session: Session, visitor: UUID, conversation_id: UUID, *, announces: bool = False
) -> None:
    """End the hand-over for the visitor: the bot answers again. An address stays for persons.

    A caller that `announces` has an event noted for one that has ended.
    """
    now = locked_conversation(session, conversation_id, visitor)
    active = sa.update(HandOver).where(is_active(conversation_id))
    has_address = HandOver.address.is_not(None)
    kept = active.where(has_address).values(status="left", version=HandOver.version + 1)
    ended = active.where(sa.not_(has_address)).values(
        status="ended", ended_at=now, ended_by="visitor", version=HandOver.version + 1
    )
    change(session, kept)
    if change(session, ended) and announces:
        note(session.connection(), "handover.returned", conversation_id, now)
    requests.silence(session.connection(), conversation_id, None)


def note_typing(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Note that the visitor presses keys, for a person who has the conversation.

    The version stays, which would ring at the visitor alone: the desk looks by itself.
    """
    now = locked_conversation(session, conversation_id, visitor)
    taken = sa.update(HandOver).where(is_active(conversation_id), HandOver.status == "taken")
    change(session, taken.values(visitor_typed_at=now))


def is_typing(typed_at: datetime | None, now: datetime) -> bool:
    """Return True within TYPING after a key."""
    return typed_at is not None and now - typed_at < TYPING


def _followed(session: Session, conversation_id: UUID, after: int, now: datetime) -> Followed:
    page = read_page(session, conversation_id, after, MOST_AT_ONCE)
    latest = (
        sa.select(HandOver)
        .where(HandOver.conversation_id == conversation_id)
        .order_by(HandOver.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    hand_over = session.scalar(latest)
    if hand_over is None:
        return Followed("none", None, False, 0, page)
    last_role = last_role_of(session, hand_over.id) if is_away(hand_over, now) else None
    state = state_of(hand_over, last_role, now)
    person = hand_over.person if state == "taken" else None
    typing = state == "taken" and is_typing(hand_over.person_typed_at, now)
    return Followed(state, person, typing, hand_over.version, page)
