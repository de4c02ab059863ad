"""Chat page, and the files of the page."""

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    send_file,
    send_from_directory,
    url_for,
)

from chatbot.text.languages import LANGUAGES
from chatbot.text.markup.response import response_spans
from web.chat.theme import theme
from web.core.assets import STATIC, Assets
from web.core.settings import current_settings

A_YEAR = 365 * 24 * 60 * 60
SCRIPTS = tuple(f"chat/{path.name}" for path in sorted((STATIC / "chat").glob("*.js")))

chat = Blueprint("chat", __name__)
assets = Assets(STATIC)


@chat.get("/")
def page() -> Response:
    """Show the chat; the scripts use the API."""
    settings = current_settings()
    lang = LANGUAGES[settings.language]
    html = render_template(
        "chat/page.html",
        settings=settings,
        greeting=[response_spans(line) for line in settings.bot_greeting],
        lang=lang,
        scripts=SCRIPTS,
    )
    response = make_response(html)
    response.cache_control.no_cache = True
    return response


@chat.get("/theme.css")
def theme_css() -> Response:
    """Send the style sheet with the bot's colour."""
    response = make_response(theme(current_settings().bot_colour).css)
    response.mimetype = "text/css"
    return _kept(response)


@chat.get("/avatar")
def avatar() -> Response:
    """Send the bot's picture; 404 where the avatar is a text."""
    picture = current_settings().bot_avatar
    if isinstance(picture, str) or not picture.is_file():
        abort(404)
    return _kept(send_file(picture))


@chat.get("/assets/<version>/<path:name>")
def asset(version: str, name: str) -> Response:
    """Send a static file; browsers do not keep a file of an earlier release."""
    response = send_from_directory(assets.folder, name)
    return _kept(response) if version == assets.version else response


@chat.app_template_global()
def asset_url(name: str) -> str:
    return url_for("chat.asset", version=assets.version, name=name)


@chat.app_template_global()
def theme_url() -> str:
    return url_for("chat.theme_css", v=theme(current_settings().bot_colour).version)


@chat.app_template_global()
def avatar_url() -> str:
    picture = Path(current_settings().bot_avatar)
    # The file may be deleted meanwhile: the page then lacks the picture.
    version = picture.stat().st_mtime_ns if picture.is_file() else 0
    return url_for("chat.avatar", v=version)


def _kept(response: Response) -> Response:
    if not current_app.debug:
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response
