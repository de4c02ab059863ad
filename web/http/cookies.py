"""Names and values of cookies."""

from functools import lru_cache

from flask import request
from werkzeug.sansio.http import parse_cookie

OWN_HOST = "__Host-"


def own_cookie(name: str) -> str:
    """Name of a cookie: over HTTPS with the prefix by which browsers refuse it to others.

    A neighbour such as other.example.org, or a page over plain HTTP, cannot set such a cookie. It
    is sent to all paths.
    """
    return f"{OWN_HOST}{name}" if request.is_secure else name


def cookie_of(header: str, name: str) -> str | None:
    """Return the value of a cookie in the header of a request, None without it."""
    read = _remembered if len(header) <= _LONGEST else _cookie_of
    return read(header, name)


def _cookie_of(header: str, name: str) -> str | None:
    return parse_cookie(header).get(name)


_LONGEST = 500
"""Most characters of a header with cookies that a process remembers."""

_remembered = lru_cache(1024)(_cookie_of)  # a browser sends the same with each request
