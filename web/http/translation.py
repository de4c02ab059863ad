"""Sentences of the admin pages in the language of who reads them: English, or a catalogue.

The message ids are the English sentences. Outside a request for an admin page, in commands, in the
worker and in the API, everything is English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from flask import has_request_context, request, session
from jinja2 import Environment

ENGLISH = "en"
NAMES = {ENGLISH: "English", "de": "Deutsch"}
"""Names of the languages, each in the language itself."""

CATALOGUES = Path(__file__).with_name("translations")
KEY = "language"
"""Name of the chosen language in the session."""

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
    if _FIXED.get() or not has_request_context() or not request.path.startswith("/admin"):
        return ENGLISH
    chosen = session.get(KEY)
    if chosen in NAMES:
        return str(chosen)
    return request.accept_languages.best_match(NAMES, ENGLISH) or ENGLISH


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


def later(text: str) -> str:
    """Mark a constant that is translated where it is shown."""
    return text
