"""Caching of files whose address has a version."""

from flask import Response, current_app

A_YEAR = 365 * 24 * 60 * 60


def kept(response: Response) -> Response:
    """Let browsers keep the response for a year, except while the program is changed."""
    if not current_app.debug:
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response
