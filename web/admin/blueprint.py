"""Blueprint of the admin pages."""

from flask import Blueprint, request

from chatbot.text.wording import percent
from web.core.settings import current_settings
from web.http.security import relax_content_security

admin = Blueprint("admin", __name__, url_prefix="/admin")

admin.add_app_template_filter(percent)

NUMBER = "<int(max=2147483647):number>"
"""In an address: PostgreSQL refuses to look for a number that no column of ours holds."""


@admin.before_app_request
def _allow_pictures() -> None:
    """Bootstrap's style sheet holds arrows, ticks and the menu's sign as data URLs.

    So it does where there is no page, and no blueprint either. The key for an authenticator app is
    such a picture, too.
    """
    if request.path.startswith("/admin/"):
        relax_content_security(img_src="'self' data:")


@admin.app_template_global()
def bot_name() -> str:
    return current_settings().bot_name
