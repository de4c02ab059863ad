"""Sentences of the admin pages in the language of who reads them: English, or a catalogue.

The message ids are the English sentences. Outside a browser's request for an admin page, in
commands, in the worker and in the API, everything is English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from flask import has_request_context, request
from jinja2 import Environment
from werkzeug.wrappers import Response

from chatbot.text.sentence import Sentence
from web.http.caching import A_YEAR
from web.http.languages import first_language_of
from web.http.routing import is_admin_request

ENGLISH = "en"
NAMES = {ENGLISH: "English", "de": "Deutsch"}
"""Names of the languages, each in the language itself."""

CATALOGUES = Path(__file__).with_name("translations")
COOKIE = "recollect_language"
"""Name of the cookie with the chosen language."""

_FIXED = ContextVar("all is English", default=False)


def configure_translation(environment: Environment) -> None:
    """Give templates `_`, `ngettext`, `pgettext`, `{% trans %}`, and the language of the page."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).gettext(text),
        lambda singular, plural, num: catalogue(language()).ngettext(singular, plural, num),
        newstyle=True,
        pgettext=lambda context, text: catalogue(language()).pgettext(context, text),
    )
    environment.globals.update(language=language, languages=NAMES)


def language() -> str:
    """Code of the language of the request: the chosen one, else the first that a browser likes."""
    if _FIXED.get() or not has_request_context() or not is_admin_request() or _has_token():
        return ENGLISH
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in NAMES else first_language_of(NAMES, ENGLISH)


def remember_language(response: Response, chosen: str) -> Response:
    """Return the response, with a cookie naming the language of the admin pages for a year."""
    # By no name of this host alone: browsers take such a cookie for all paths only.
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=A_YEAR,
        path=f"{request.script_root}/admin",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _has_token() -> bool:
    """True for a program: the documents that it gets are English as those of the API."""
    return request.authorization is not None and request.authorization.type == "bearer"


@contextmanager
def in_english() -> Iterator[None]:
    """Context in which all is English: for what is stored, and read by everybody."""
    token = _FIXED.set(True)
    try:
        yield
    finally:
        _FIXED.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """Catalogue of a language, read when it is first asked for."""
    if code == ENGLISH:
        return NullTranslations()
    with (CATALOGUES / f"{code}.mo").open("rb") as file:
        return GNUTranslations(file)


def _(text: str, /, **values: object) -> str:
    """Return the sentence in the language of the request, with the values: `%(name)s`."""
    return catalogue(language()).gettext(text) % values


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """Return the form of the sentence for a number, which is the value `num`, too."""
    return catalogue(language()).ngettext(singular, plural, num) % {"num": num, **values}


def translated(text: str) -> str:
    """Return a sentence of elsewhere as it is, or translated where the catalogue has it."""
    return catalogue(language()).gettext(text) if text else text  # "" has the header


def localised(text: str) -> str:
    """Return a sentence of the library in the language of the request, and any other as it is."""
    return text.worded(catalogue(language()).gettext) if isinstance(text, Sentence) else text


def language_of(text: str) -> str:
    """Return the code of the language that `localised` says a text in."""
    return language() if isinstance(text, Sentence) else ENGLISH


def later(text: str) -> str:
    """Mark a constant that is translated where it is shown."""
    return text
