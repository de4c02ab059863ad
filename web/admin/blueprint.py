"""Blueprint of the admin pages."""

from flask import Blueprint, request

from web.core.settings import current_settings
from web.http.security import relax_content_security

admin = Blueprint("admin", __name__, url_prefix="/admin")

NUMBER = "<int(max=2147483647):number>"
"""Number in an address: PostgreSQL refuses to look for a number too large for a column."""


@admin.before_app_request
def _allow_pictures() -> None:
    """Allow data URLs as pictures, also on pages of errors, outside any blueprint.

    Arrows, ticks and the menu's sign in Bootstrap's style sheet are data URLs, and so is the key
    for an authenticator app.
    """
    if request.path.startswith("/admin/"):
        relax_content_security(img_src="'self' data:")


@admin.app_template_global()
def bot_name() -> str:
    return current_settings().bot_name
