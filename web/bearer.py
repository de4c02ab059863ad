"""The API token that a request carries."""

from flask import request


def bearer() -> str | None:
    """What stands behind `Authorization: Bearer`; None without such a header."""
    sent = request.authorization
    if sent is None or sent.type != "bearer":
        return None
    return sent.token or ""
