"""Visitors: who a browser is, by a signed cookie that says nothing but a random number."""

from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "recollect_visitor"
A_YEAR = 365 * 24 * 60 * 60


def current_visitor() -> UUID | None:
    """The visitor that this request's cookie names; None without a cookie of ours."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    try:
        return UUID(hex=_serializer().loads(cookie))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def remember_visitor(response: Response, visitor: UUID) -> Response:
    """The response, with the cookie that makes the browser this visitor for a year."""
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
