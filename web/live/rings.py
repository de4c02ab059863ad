"""Subjects of streams about hand-overs, and their versions, which change with any news.

A visitor's stream is about the conversation, an editor's about the desk or a conversation on it. Of
each editor, the subjects are different ones, as a subject has few streams and ends with the rights
of its editor.
"""

from collections.abc import Collection, Iterable
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.accounts.tables import ROLES, User
from web.conversations.tables import Message
from web.handovers.tables import HandOver
from web.live.queue import mark_of_desk

Version = int | str | None

_DESK = "desk"
_EDITORS = ROLES[ROLES.index("editor") :]


def of_visitor(conversation_id: UUID) -> str:
    """Return the subject of a conversation for its visitor."""
    return conversation_id.hex


def of_desk(editor: User, conversation_id: UUID | None = None) -> str:
    """Return the subject of the desk for an editor, or of a conversation on it."""
    desk = f"{_DESK} {editor.id} {_seal(editor.fs_uniquifier)}"
    return f"{desk} {conversation_id.hex}" if conversation_id else desk


def _seal(uniquifier: str) -> str:
    """Mark of the sessions of a user, which a sign-out and a new password end."""
    return sha256(uniquifier.encode()).hexdigest()[:16]


def versions_of(session: Session, subjects: Iterable[str]) -> dict[str, Version]:
    """Return the versions of subjects, in one statement for each kind that is among them.

    None ends a stream: its editor has signed out, is disabled, or is no editor any more.
    """
    parts = {subject: subject.split(" ") for subject in subjects}
    visitors = {subject: UUID(part[0]) for subject, part in parts.items() if len(part) == 1}
    shown = {subject: UUID(part[3]) for subject, part in parts.items() if len(part) == 4}
    desks = [subject for subject, part in parts.items() if len(part) == 3]
    editors = _editors(session, {int(parts[subject][1]) for subject in (*shown, *desks)})
    ended = [subject for subject in (*shown, *desks) if (*parts[subject][1:3],) not in editors]
    versions: dict[UUID, Version] = {}
    if visitors:
        versions |= _versions(session, visitors.values())
    own = {subject: versions[key] for subject, key in visitors.items() if key in versions}
    if shown:
        versions |= _versions_on_desk(session, shown.values())
    own |= {subject: versions[key] for subject, key in shown.items() if key in versions}
    own |= dict.fromkeys(desks, mark_of_desk(session) if desks else "")
    return own | dict.fromkeys(ended)


def _editors(session: Session, numbers: Collection[int]) -> set[tuple[str, str]]:
    """Numbers and seals of the users who may see the desk."""
    if not numbers:
        return set()
    may = sa.and_(User.id.in_(numbers), User.active, User.role.in_(_EDITORS))
    rows = session.execute(sa.select(User.id, User.fs_uniquifier).where(may))
    return {(str(number), _seal(uniquifier)) for number, uniquifier in rows}


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
