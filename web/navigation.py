"""The navigation of the admin pages."""

from dataclasses import dataclass

from web.accounts.access import may
from web.accounts.tables import Role
from web.admin.blueprint import admin


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """Entry of the navigation, for users with at least `role`."""

    endpoint: str
    title: str
    icon: str
    role: Role = "viewer"


NAVIGATION = (
    NavigationEntry("admin.dashboard", "Dashboard", "speedometer2"),
    NavigationEntry("admin.conversations", "Conversations", "chat-left-text"),
    NavigationEntry("admin.inbox", "Inbox", "inbox", "editor"),
    NavigationEntry("admin.examples", "Curated examples", "journal-plus"),
    NavigationEntry("admin.runs", "Training", "mortarboard"),
    NavigationEntry("admin.models", "Models", "box-seam"),
    NavigationEntry("admin.try_it", "Try it", "search-heart"),
    NavigationEntry("admin.intents", "Intents", "signpost-split"),
    NavigationEntry("admin.users", "Users", "people", "admin"),
    NavigationEntry("admin.audit", "Audit log", "journal-check", "admin"),
)


@admin.app_template_global()
def navigation() -> list[NavigationEntry]:
    """Entries of the navigation open to the user of the request."""
    return [entry for entry in NAVIGATION if may(entry.role)]
