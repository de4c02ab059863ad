"""Subjects of streams about hand-overs, and their versions, which change with any news.

A visitor's stream is about the conversation, an editor's about the desk or a conversation on it. Of
each editor, the subjects are different ones, as a subject has few streams.
"""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Message
from web.handovers.tables import HandOver
from web.live.queue import mark_of_desk

Version = int | str

_DESK = "desk"


def of_visitor(conversation_id: UUID) -> str:
    """Return the subject of a conversation for its visitor."""
    return conversation_id.hex


def of_desk(who: str, conversation_id: UUID | None = None) -> str:
    """Return the subject of the desk for an editor, or of a conversation on it."""
    editor = sha256(who.encode()).hexdigest()[:16]
    return f"{_DESK} {editor} {conversation_id.hex}" if conversation_id else f"{_DESK} {editor}"


def versions_of(session: Session, subjects: Iterable[str]) -> dict[str, Version]:
    """Return the versions of subjects, in one statement for each kind that is among them."""
    parts = {subject: subject.split(" ") for subject in subjects}
    visitors = {subject: UUID(part[0]) for subject, part in parts.items() if len(part) == 1}
    shown = {subject: UUID(part[2]) for subject, part in parts.items() if len(part) == 3}
    desks = [subject for subject, part in parts.items() if len(part) == 2]
    versions: dict[UUID, Version] = {}
    if visitors:
        versions |= _versions(session, visitors.values())
    own = {subject: versions[key] for subject, key in visitors.items() if key in versions}
    if shown:
        versions |= _versions_on_desk(session, shown.values())
    own |= {subject: versions[key] for subject, key in shown.items() if key in versions}
    return own | dict.fromkeys(desks, mark_of_desk(session) if desks else "")


def _versions(session: Session, conversations: Iterable[UUID]) -> dict[UUID, Version]:
    """Versions of the hand-overs of conversations."""
    key = HandOver.conversation_id
    summed = sa.select(key, sa.func.sum(HandOver.version)).where(key.in_(conversations))
    return {row[0]: int(row[1]) for row in session.execute(summed.group_by(key))}


def _versions_on_desk(session: Session, conversations: Iterable[UUID]) -> dict[UUID, Version]:
    """As `_versions`, with the keys of the visitor and the messages of the bot."""
    key = HandOver.conversation_id
    latest = sa.select(sa.func.max(Message.seq)).where(Message.conversation_id == key)
    columns = (
        sa.func.sum(HandOver.version),
        sa.func.max(HandOver.visitor_typed_at),
        latest.correlate(HandOver).scalar_subquery(),
    )
    rows = session.execute(sa.select(key, *columns).where(key.in_(conversations)).group_by(key))
    return {row[0]: "-".join(map(str, row[1:])) for row in rows}
