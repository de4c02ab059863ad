"""The navigation of the admin pages."""

from dataclasses import dataclass

from web.accounts.access import may
from web.accounts.tables import Role
from web.admin.blueprint import admin


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation, for those who have at least the role."""

    endpoint: str
    title: str
    icon: str
    role: Role = "viewer"


NAVIGATION = (
    Entry("admin.dashboard", "Dashboard", "speedometer2"),
    Entry("admin.conversations", "Conversations", "chat-left-text"),
    Entry("admin.inbox", "Inbox", "inbox", "editor"),
    Entry("admin.examples", "Examples", "journal-plus"),
    Entry("admin.runs", "Training", "mortarboard"),
    Entry("admin.models", "Models", "box-seam"),
    Entry("admin.try_it", "Try it", "search-heart"),
    Entry("admin.intents", "Intents", "signpost-split"),
    Entry("admin.users", "Users", "people", "admin"),
    Entry("admin.audit", "Audit log", "journal-check", "admin"),
)


@admin.app_template_global()
def navigation() -> list[Entry]:
    """The entries that the user of this request may open."""
    return [each for each in NAVIGATION if may(each.role)]
