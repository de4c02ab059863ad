"""Chat page, and the files of the page."""

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    request,
    send_file,
    send_from_directory,
    url_for,
)

from web.admin.icons import icon_sheet
from web.chat.colour import is_colour
from web.chat.page import chat_page
from web.chat.theme import theme
from web.core.assets import PACKAGED, STATIC, Assets
from web.core.settings import current_settings
from web.http.caching import kept
from web.http.compression import compressed

SCRIPTS = tuple(str(path.relative_to(STATIC)) for path in sorted((STATIC / "chat").rglob("*.js")))
OF_PERSONS = tuple(f"person/{name}.js" for name in ("api", "main", "person"))

chat = Blueprint("chat", __name__)
assets = Assets(STATIC, PACKAGED)


@chat.get("/")
def page() -> Response:
    """Show the chat; the scripts use the API."""
    persons = OF_PERSONS if current_settings().live_hours else ()
    return chat_page("chat/page.html", scripts=(*SCRIPTS, *persons))


@chat.get("/theme.css")
def theme_css() -> Response:
    """Send the style sheet with the bot's colour, or with the colour of a site."""
    response = make_response(theme(_colour()).css)
    response.mimetype = "text/css"
    return kept(compressed(response))


@chat.get("/avatar")
def avatar() -> Response:
    """Send the bot's picture; 404 where the avatar is a text."""
    picture = current_settings().bot_avatar
    if isinstance(picture, str) or not picture.is_file():
        abort(404)
    return kept(send_file(picture))


@chat.get("/assets/<version>/<path:name>")
def asset(version: str, name: str) -> Response:
    """Send a static file; browsers do not keep a file of an earlier release."""
    response = compressed(send_from_directory(*assets.path(name)), is_file=True)
    return kept(response) if version == assets.version else response


@chat.get("/icons-<version>.svg")
def icons(version: str) -> Response:
    """Send the icons of the admin pages."""
    response = compressed(Response(icon_sheet(), mimetype="image/svg+xml"))
    return kept(response) if version == assets.version else response


@chat.app_template_global()
def asset_url(name: str) -> str:
    return url_for("chat.asset", version=assets.version, name=name)


@chat.app_template_global()
def icons_url() -> str:
    return url_for("chat.icons", version=assets.version)


@chat.app_template_global()
def theme_url() -> str:
    return url_for("chat.theme_css", v=theme(current_settings().bot_colour).version)


@chat.app_template_global()
def avatar_url() -> str:
    picture = Path(current_settings().bot_avatar)
    # The file may be deleted meanwhile: the page then lacks the picture.
    version = picture.stat().st_mtime_ns if picture.is_file() else 0
    return url_for("chat.avatar", v=version)


def _colour() -> str:
    """Colour of the request, which a site chose, or the bot's."""
    colour = request.args.get("colour", "")
    return colour if is_colour(colour) else current_settings().bot_colour
