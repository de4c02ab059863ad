"""Hand-overs for visitors: asked for, followed, ended, left with an address.

Every function works in the transaction of the session, and raises ConversationNotFoundError for a
conversation that is not the visitor's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.messages import MessagePage, StoredMessage, read_page
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation
from web.core.database import change, storable, utc_now
from web.core.errors import ConflictError
from web.handovers import requests
from web.handovers.policy import HandOverPolicy
from web.handovers.requests import is_active
from web.handovers.tables import HandOver
from web.live.locking import locked_conversation
from web.live.writing import append

MOST_AT_ONCE = 200
"""Messages in a look at what is new; the next look has the rest."""

TYPING = timedelta(seconds=6)
"""Time for which somebody who pressed a key is writing."""

State = Literal["none", "waiting", "late", "taken", "left"]


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
    session: Session, visitor: UUID, conversation_id: UUID, policy: HandOverPolicy | None
) -> Followed:
    """Ask for a person; raises NoPersonsError without a policy."""
    now = locked_conversation(session, conversation_id, visitor)
    if policy is None:
        raise NoPersonsError
    requests.ask(session.connection(), conversation_id, "visitor", now, policy)
    return _followed(session, conversation_id, MessagePage((), None, 0), now)


def follow(session: Session, visitor: UUID, conversation_id: UUID, after: int) -> Followed:
    """Return the state and the messages behind `after`."""
    check_owner(session, visitor, conversation_id)
    page = read_page(session, conversation_id, after, MOST_AT_ONCE)
    return _followed(session, conversation_id, page, utc_now())


def check_owner(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Raise ConversationNotFoundError for a conversation that is not the visitor's."""
    own = sa.select(Conversation.id).where(
        Conversation.id == conversation_id, Conversation.visitor_id == visitor
    )
    if session.scalar(own) is None:
        raise ConversationNotFoundError


def versions_of(session: Session, conversations: Iterable[str]) -> dict[str, int]:
    """Numbers by conversation (hexadecimal ids) that change with anything about a hand-over."""
    ids = [UUID(conversation) for conversation in conversations]
    key = HandOver.conversation_id
    summed = sa.select(key, sa.func.sum(HandOver.version)).where(key.in_(ids)).group_by(key)
    return {conversation.hex: int(version) for conversation, version in session.execute(summed)}


def leave(
    session: Session,
    visitor: UUID,
    conversation_id: UUID,
    message_id: UUID,
    text: str,
    address: str,
    *,
    announces: bool = False,
) -> Followed:
    """Store a message for persons with the address to answer to.

    The same message again is stored once. A caller that `announces` has an event noted for the
    first message of a conversation. Raises NotHandedOverError without a hand-over, and
    MessageIdTakenError.
    """
    now = locked_conversation(session, conversation_id, visitor)
    left = sa.update(HandOver).where(is_active(conversation_id), HandOver.status != "taken")
    values = {"status": "left", "address": storable(address), "version": HandOver.version + 1}
    if not change(session, left.values(**values)):
        raise NotHandedOverError
    message = StoredMessage(id=message_id, role="user", text=storable(text), created_at=now)
    append(session, conversation_id, message, announces=announces)
    requests.silence(session.connection(), conversation_id, now)
    return _followed(session, conversation_id, MessagePage((), None, 0), now)


def go_back(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """End the hand-over for the visitor: the bot answers again. An address stays for persons."""
    now = locked_conversation(session, conversation_id, visitor)
    ended = sa.update(HandOver).where(is_active(conversation_id), HandOver.status != "left")
    change(
        session,
        ended.values(
            status="ended", ended_at=now, ended_by="visitor", version=HandOver.version + 1
        ),
    )
    requests.silence(session.connection(), conversation_id, None)


def note_typing(session: Session, visitor: UUID, conversation_id: UUID) -> None:
    """Note that the visitor presses keys, for a person who has the conversation."""
    now = locked_conversation(session, conversation_id, visitor)
    taken = sa.update(HandOver).where(is_active(conversation_id), HandOver.status == "taken")
    change(session, taken.values(visitor_typed_at=now, version=HandOver.version + 1))


def is_typing(typed_at: datetime | None, now: datetime) -> bool:
    """Return True within TYPING after a key."""
    return typed_at is not None and now - typed_at < TYPING


def _followed(
    session: Session, conversation_id: UUID, page: MessagePage, now: datetime
) -> Followed:
    latest = (
        sa.select(HandOver)
        .where(HandOver.conversation_id == conversation_id)
        .order_by(HandOver.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    hand_over = session.scalar(latest)
    if hand_over is None or hand_over.status == "ended":
        return Followed("none", None, False, hand_over.version if hand_over else 0, page)
    state: State = hand_over.status
    if state == "waiting" and hand_over.waits_until <= now:
        state = "late"
    person = hand_over.person if state == "taken" else None
    typing = state == "taken" and is_typing(hand_over.person_typed_at, now)
    return Followed(state, person, typing, hand_over.version, page)
