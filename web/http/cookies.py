"""Names of cookies."""

from flask import request

OWN_HOST = "__Host-"


def own_cookie(name: str) -> str:
    """Name of a cookie: over HTTPS with the prefix by which browsers refuse it to others.

    A neighbour such as other.example.org, or a page over plain HTTP, cannot set such a cookie. It
    is sent to all paths.
    """
    return f"{OWN_HOST}{name}" if request.is_secure else name
