"""Page with the chat, for a window of its own or for a frame."""

import re

import sqlalchemy as sa
from flask import Response, make_response, render_template

from chatbot.model.architectures import ENGLISH
from chatbot.text.languages import SPOKEN_LANGUAGES
from chatbot.text.markup.response import response_spans
from web.chat.words import words_of_request
from web.core.database import db, reading
from web.core.image_hosts import image_sources
from web.core.settings import current_settings
from web.http.compression import compressed
from web.http.security import relax_content_security
from web.models.spoken_language import spoken_language

_INDENTATION = re.compile(
    r"\n\s+(?=</?(?:article|button|div|form|h1|header|label|li|link|main|meta|p|script|section"
    r"|template|textarea|title|ul)\b)"
)
"""Blanks before elements of the templates; no text of an author has one of these."""


def chat_page(template: str, **values: object) -> Response:
    """Render the template of a chat page with the bot of the settings."""
    settings, language = current_settings(), bot_language()
    if settings.image_hosts:
        relax_content_security(img_src=image_sources(settings.image_hosts))
    words = words_of_request(language)
    html = render_template(
        template,
        settings=settings,
        greeting=[response_spans(line) for line in settings.greeting(language)],
        lang=SPOKEN_LANGUAGES[language],
        words=words,
        persons=settings.live_hours is not None,
        t=words.say,
        **values,
    )
    response = make_response(_INDENTATION.sub("\n", html))
    response.cache_control.no_cache = True
    response.vary.add("Accept-Language")
    return compressed(response)


def bot_language() -> str:
    """Return the name of the bot's language; English while the database cannot tell it."""
    try:
        with reading(db.session) as session:
            return spoken_language(session, current_settings())
    except sa.exc.SQLAlchemyError:  # the page opens all the same, and sends messages later
        return ENGLISH
