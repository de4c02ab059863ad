"""Languages of a request."""

import re
from collections.abc import Container, Iterator

from flask import request

_CODE = re.compile("[a-z]{2,3}")


def first_language() -> str:
    """Return the code of the language that a request asks for first, "" for none."""
    code = next(_accepted(), "")
    return code if _CODE.fullmatch(code) else ""


def first_language_of(codes: Container[str], otherwise: str) -> str:
    """Return the first of these languages that a request asks for: de for de-AT."""
    return next((code for code in _accepted() if code in codes), otherwise)


def _accepted() -> Iterator[str]:
    """Yield the languages without their regions, the best first.

    A language of quality 0 is one that is not wanted.
    """
    for code, quality in request.accept_languages:
        if quality > 0:
            yield code.partition("-")[0].lower()
