"""Visitors: browsers, known by a signed number in a cookie or, on other sites, in a header."""

from functools import lru_cache
from typing import cast
from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from web.http.cookies import cookie_of, own_cookie
from web.http.problems import HttpProblem

COOKIE = "recollect_visitor"
HEADER = "Recollect-Visitor"
"""Header with a visitor's token: on pages of other sites, browsers keep no cookie."""

_HEADER = "HTTP_RECOLLECT_VISITOR"
"""Key of the header in the environ of a request."""

_VISITOR = "recollect.visitor"
"""Key of the visitor in the environ of a request, whose cookie is verified once."""

_LONGEST = 100
"""Most characters of a token: one has 74, and a process remembers many."""

A_YEAR = 365 * 24 * 60 * 60


def current_visitor() -> UUID | None:
    """Return the visitor in the header or else the cookie of the request; None if not valid."""
    environ = request.environ
    if _VISITOR not in environ:
        token = environ.get(_HEADER)
        if token is None:
            token = cookie_of(environ.get("HTTP_COOKIE", ""), own_cookie(COOKIE))
        environ[_VISITOR] = _read(token)
    return cast("UUID | None", environ[_VISITOR])


def refuse_wrong_token() -> None:
    """Refuse a request with a token that is not valid, so that the client asks for another."""
    if _HEADER in request.environ and current_visitor() is None:
        raise HttpProblem(
            401, f"The token in the header {HEADER} is not valid. Get one by POST /api/v1/visitors."
        )


def _read(token: str | None) -> UUID | None:
    if token is None or len(token) > _LONGEST:
        return None
    return _verified(token, current_app.secret_key)


@lru_cache(1024)  # a visitor sends the same token with each message
def _verified(token: str, secret: str | bytes | None) -> UUID | None:
    try:
        return UUID(hex=_serializer(secret).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def token_of(visitor: UUID) -> str:
    """Return the token of a visitor: the number, signed with the secret key."""
    return str(_serializer(current_app.secret_key).dumps(visitor.hex))


def remember_visitor(response: Response, visitor: UUID) -> Response:
    """Return the response, with a cookie naming the visitor for a year."""
    response.set_cookie(
        own_cookie(COOKIE),
        token_of(visitor),
        max_age=A_YEAR,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@lru_cache(1)
def _serializer(secret: str | bytes | None) -> URLSafeSerializer:
    assert secret
    return URLSafeSerializer(secret, salt="visitor")
