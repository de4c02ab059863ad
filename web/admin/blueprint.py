"""The blueprint of the admin pages, and the navigation that all of them show."""

from dataclasses import dataclass

from flask import Blueprint, Flask, request
from flask_bootstrap import Bootstrap5

from web.access import may
from web.account_models import Role
from web.admin.sign_in import blueprint as sign_in
from web.admin.tag_path import TagPath
from web.percent import percent
from web.security import relax_content_security
from web.settings import current_settings

admin = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")
admin.add_app_template_filter(percent)

NUMBER = "<int(max=2147483647):number>"
"""In an address: PostgreSQL refuses to look for a number that no column of ours holds."""


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


def configure_admin(app: Flask) -> None:
    """Give the application the admin pages, and Bootstrap's files from this machine."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    app.url_map.converters["tag"] = TagPath
    app.register_blueprint(admin)
    app.register_blueprint(sign_in)


@admin.before_app_request
def _allow_pictures() -> None:
    """Bootstrap's style sheet holds arrows, ticks and the menu's sign as data URLs.

    So it does where there is no page, and no blueprint either. The key for an authenticator app is
    such a picture, too.
    """
    if request.path.startswith("/admin/"):
        relax_content_security(img_src="'self' data:")


@admin.app_template_global()
def navigation() -> list[Entry]:
    """The entries that the user of this request may open."""
    return [each for each in NAVIGATION if may(each.role)]


@admin.app_template_global()
def bot_name() -> str:
    return current_settings().bot_name
