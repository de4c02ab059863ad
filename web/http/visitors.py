"""Visitors: browsers, known by a signed cookie with a random number."""

from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "recollect_visitor"
A_YEAR = 365 * 24 * 60 * 60


def current_visitor() -> UUID | None:
    """Return the visitor in the cookie of the request, or None without a valid cookie."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    try:
        return UUID(hex=_serializer().loads(cookie))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def remember_visitor(response: Response, visitor: UUID) -> Response:
    """Return the response, with a cookie naming the visitor for a year."""
    response.set_cookie(
        COOKIE,
        _serializer().dumps(visitor.hex),
        max_age=A_YEAR,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _serializer() -> URLSafeSerializer:
    secret = current_app.secret_key
    assert secret
    return URLSafeSerializer(secret, salt="visitor")
