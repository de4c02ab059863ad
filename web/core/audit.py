"""Audit log: actions of people, with time and subject. The application only adds and reads."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Identity, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from web.core.database import BIG_ID, Base, utc_now
from web.core.paging import Cursor, Page, read_page, sort_by
from web.core.stored_values import JSON

TERMINAL = "terminal"
"""`who` of actions by a command."""

RECOLLECT = "Recollect"
"""`who` of the daily work of the worker."""

NOBODY = "nobody"
"""`who` of actions without sign-in."""


class AuditEntry(Base):
    """Action of a user. Rows are only added: the database refuses all else.

    `who` stays readable after the deletion of the user: an email address, or "terminal".
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BIG_ID, Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    who: Mapped[str] = mapped_column(String(255), index=True)
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(dict[str, Any]))


def note(session: Session, who: str, action: str, subject: str, **details: Any) -> None:
    """Add an entry in the transaction of the action: neither exists without the other.

    `action` is a noun and a verb, as in "model.activate"; `subject` is the object of the action,
    as in "model version 7".
    """
    session.add(AuditEntry(who=who, action=action, subject=subject, details=details or None))


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Filter, order and place in the list of entries; empty fields and None filter nothing."""

    who: str = ""
    action: str = ""
    search: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "-time"
    cursor: Cursor = field(default_factory=Cursor)


def entries(session: Session, filters: AuditFilter) -> Page[AuditEntry]:
    """Return a page of the matching entries, by default the newest first."""
    statement = sa.select(AuditEntry).where(*_conditions(filters))
    columns = {"time": AuditEntry.created_at, "who": AuditEntry.who, "deed": AuditEntry.action}
    sort = sort_by(filters.sort, columns, AuditEntry.id, "-time")
    return read_page(session, statement, sort, filters.cursor).map(lambda row: row[0])


def people(session: Session) -> list[str]:
    """Return every `who` of the log, sorted."""
    return list(session.scalars(sa.select(AuditEntry.who).distinct().order_by(AuditEntry.who)))


def actions(session: Session) -> list[str]:
    """Return every action of the log, sorted."""
    column = AuditEntry.action
    return list(session.scalars(sa.select(column).distinct().order_by(column)))


def _conditions(filters: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.who:
        conditions.append(AuditEntry.who == filters.who)
    if filters.action:
        conditions.append(AuditEntry.action == filters.action)
    if filters.search:
        conditions.append(AuditEntry.subject.icontains(filters.search, autoescape=True))
    if filters.first:
        conditions.append(AuditEntry.created_at >= _midnight(filters.first))
    if filters.last:
        conditions.append(AuditEntry.created_at < _midnight(filters.last) + timedelta(days=1))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
