"""Script that brings the chat to pages of other sites, and the page in its frame."""

from flask import Blueprint, Response, abort, json, request

from web.chat.page import bot_language, chat_page
from web.chat.words import LANGUAGES, code_of, words_of
from web.core.assets import STATIC
from web.core.settings import current_settings
from web.http.caching import kept
from web.http.compression import compressed
from web.http.security import relax_content_security
from web.widget.bundle import bundle, digest, parts, style_bundle

SCRIPT = STATIC / "widget" / "main.js"
FRAME = STATIC / "widget" / "frame.js"
FRAME_WITH_PERSONS = STATIC / "person" / "frame.js"
STYLES = (STATIC / "base.css", STATIC / "chat" / "chat.css")
STYLES_WITH_PERSONS = (*STYLES, STATIC / "person" / "person.css")
TEN_MINUTES = 600

widget = Blueprint("widget", __name__)


@widget.get("/widget.js")
def script() -> Response:
    """Send the script that a page of another site includes."""
    settings = current_settings()
    bot = {
        "name": settings.bot_name,
        "colour": settings.bot_colour,
        "language": code_of(bot_language()),
        "words": {language: words_of(language).say("Chat") for language in LANGUAGES},
    }
    values = f"const SCRIPT = document.currentScript;\nconst BOT = {json.dumps(bot)};"
    text = f"(async () => {{\n{values}\n{bundle(SCRIPT)}}})();\n"
    response = compressed(Response(text, mimetype="text/javascript"), is_file=True)
    response.cache_control.public = True
    response.cache_control.max_age = TEN_MINUTES
    return response


@widget.get("/widget")
def page() -> Response:
    """Show the chat in a frame, on pages of the sites in the settings."""
    relax_content_security(frame_ancestors=" ".join(current_settings().sites or ("'none'",)))
    return chat_page(
        "widget/frame.html",
        colour=request.args.get("colour"),
        script_version=digest(_script()),
        style_version=digest(_style()),
    )


@widget.get("/widget-<version>.js")
def frame_script(version: str) -> Response:
    """Send the script of the frame."""
    return _of_frame(_script(), "text/javascript", version)


@widget.get("/widget-<version>.css")
def frame_style(version: str) -> Response:
    """Send the style sheet of the frame."""
    return _of_frame(_style(), "text/css", version)


def _script() -> str:
    return bundle(FRAME_WITH_PERSONS if current_settings().live_hours else FRAME)


def _style() -> str:
    return style_bundle(*(STYLES_WITH_PERSONS if current_settings().live_hours else STYLES))


@widget.get("/widget/<version>/<name>.js")
def frame_part(version: str, name: str) -> Response:
    """Send a part of the script that few visitors need."""
    text = parts(FRAME).get(name)
    return _of_frame(text, "text/javascript", version) if text else abort(404)


def _of_frame(text: str, mimetype: str, version: str) -> Response:
    """Response with a bundle; browsers do not keep that of an earlier release."""
    response = compressed(Response(text, mimetype=mimetype), is_file=True)
    return kept(response) if version == digest(text) else response
