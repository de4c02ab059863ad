"""Language of a request."""

import re

from flask import request

_CODE = re.compile("[a-z]{2,3}")


def first_language() -> str:
    """Return the code of the language that a request asks for first, "" for none.

    A language of quality 0 is one that is not wanted.
    """
    accepted = next((code for code, quality in request.accept_languages if quality > 0), "")
    code = accepted.partition("-")[0].lower()
    return code if _CODE.fullmatch(code) else ""
