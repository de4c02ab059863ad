"""The audit log: who did what to what, when. The application only adds to it, and reads it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Identity, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from web.core.database import BIG_ID, JSON, Base, utc_now
from web.core.paging import Cursor, Page, read_page, sort_by

TERMINAL = "terminal"
"""Who does what is done by a command."""

NOBODY = "nobody"
"""Who does what is done without being signed in."""


class AuditEntry(Base):
    """Who did what to what, when. Rows are only added: the database refuses all else.

    `who` stays readable when the user is gone: an email address, or "terminal".
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BIG_ID, Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    who: Mapped[str] = mapped_column(String(255), index=True)
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON)


def note(session: Session, who: str, action: str, subject: str, **details: Any) -> None:
    """Write down a deed in the transaction that does it: there is never the one without the other.

    `action` is a noun and a verb, as in "model.activate"; `subject` names what it was done to, as
    in "model version 7".
    """
    session.add(AuditEntry(who=who, action=action, subject=subject, details=details or None))


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; what is None or empty asks for nothing."""

    who: str = ""
    action: str = ""
    search: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "-time"
    cursor: Cursor = field(default_factory=Cursor)


def entries(session: Session, wanted: AuditFilter) -> Page[AuditEntry]:
    """The entries that the filter lets through, the newest first unless it says otherwise."""
    found = sa.select(AuditEntry).where(*_conditions(wanted))
    columns = {"time": AuditEntry.created_at, "who": AuditEntry.who, "deed": AuditEntry.action}
    sort = sort_by(wanted.sort, columns, AuditEntry.id, "-time")
    return read_page(session, found, sort, wanted.cursor).map(lambda row: row[0])


def people(session: Session) -> list[str]:
    """Everybody who is in the log, by name."""
    return list(session.scalars(sa.select(AuditEntry.who).distinct().order_by(AuditEntry.who)))


def actions(session: Session) -> list[str]:
    """Every kind of deed that is in the log."""
    column = AuditEntry.action
    return list(session.scalars(sa.select(column).distinct().order_by(column)))


def _conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.who:
        conditions.append(AuditEntry.who == wanted.who)
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.search:
        conditions.append(AuditEntry.subject.icontains(wanted.search, autoescape=True))
    if wanted.first:
        conditions.append(AuditEntry.created_at >= _midnight(wanted.first))
    if wanted.last:
        conditions.append(AuditEntry.created_at < _midnight(wanted.last) + timedelta(days=1))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
