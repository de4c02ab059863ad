"""Language of a request."""

import re

from flask import request

_CODE = re.compile("[a-z]{2,3}")


def first_language() -> str:
    """Return the code of the language that a request asks for first, "" for none."""
    code = (request.accept_languages.best or "").partition("-")[0].lower()
    return code if _CODE.fullmatch(code) else ""
