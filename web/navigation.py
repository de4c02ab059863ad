"""The navigation of the admin pages."""

from contextlib import suppress
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from web.accounts.access import may
from web.accounts.tables import Role
from web.admin.blueprint import admin
from web.core.database import db, reading
from web.core.settings import current_settings
from web.http.translation import later
from web.inbox.waiting import WaitingCount
from web.live.queue import waiting_count


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """Entry of the navigation, for users with at least `role`."""

    endpoint: str
    title: str
    icon: str
    role: Role = "viewer"


INBOX, LIVE = "admin.inbox", "admin.live"

NAVIGATION = (
    NavigationEntry("admin.dashboard", later("Dashboard"), "speedometer2"),
    NavigationEntry("admin.conversations", later("Conversations"), "chat-left-text"),
    NavigationEntry(LIVE, later("Live"), "headset", "editor"),
    NavigationEntry(INBOX, later("Inbox"), "inbox", "editor"),
    NavigationEntry("admin.examples", later("Curated examples"), "journal-plus"),
    NavigationEntry("admin.runs", later("Training"), "mortarboard"),
    NavigationEntry("admin.models", later("Models"), "box-seam"),
    NavigationEntry("admin.try_it", later("Try it"), "search-heart"),
    NavigationEntry("admin.intents", later("Intents"), "signpost-split"),
    NavigationEntry("admin.users", later("Users"), "people", "admin"),
    NavigationEntry("admin.audit", later("Audit log"), "journal-check", "admin"),
)


@admin.app_template_global()
def waiting(entry: NavigationEntry) -> int:
    """Number of things that wait behind an entry; 0 where the database cannot tell."""
    if entry.endpoint not in (INBOX, LIVE):
        return 0
    # A session of its own: a page of an error is shown amid the work of the view, too.
    with suppress(sa.exc.SQLAlchemyError), db.sessionmaker() as session, reading(session):
        return waiting_count(session) if entry.endpoint == LIVE else _in_inbox(session)
    return 0


def _in_inbox(session: Session) -> int:
    settings = current_settings()
    count = current_app.extensions.setdefault("recollect.waiting", WaitingCount())
    return int(count.of(session, settings.intents, settings.chosen_language))


@admin.app_template_global()
def navigation() -> list[NavigationEntry]:
    """Entries of the navigation open to the user of the request."""
    return [entry for entry in NAVIGATION if may(entry.role)]
