"""Blueprint of the admin pages."""

from flask import Blueprint, Response

from web.core.settings import current_settings
from web.http.routing import is_admin_request
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
    if is_admin_request():
        relax_content_security(img_src="'self' data:")


@admin.after_app_request
def _vary_by_language(response: Response) -> Response:
    """Keep caches from giving somebody a page in the language of somebody else."""
    if is_admin_request():
        response.vary.update(("Accept-Language", "Cookie"))
    return response


@admin.app_template_global()
def bot_name() -> str:
    return current_settings().bot_name
