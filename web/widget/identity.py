"""Users of a site, for whom its server vouches with an HMAC."""

import hmac
import time
from uuid import UUID

from web.http.problems import HttpProblem
from web.widget.schemas import SignedUser

LONGEST = 24 * 60 * 60
"""Seconds for which a signature may hold; the token that it buys has no end."""

IDENTIFIED = 5
"""Version of the UUIDs of such users, made from a name; those of others, at random, are 4."""


def user_visitor(user: SignedUser, secret: str | None, secret_key: str) -> UUID:
    """Return the visitor of a user: the same on every device, and unguessable.

    Raises HttpProblem (403) if the signature is wrong or late, or without a `secret`.
    """
    if secret is None:
        raise HttpProblem(403, "Nobody can be named here: RECOLLECT_IDENTIFY_SECRET is not set.")
    if not hmac.compare_digest(_digest(secret, f"{user.expires}.{user.id}").hex(), user.signature):
        raise HttpProblem(
            403,
            "The signature is wrong. It is the HMAC-SHA256 of the expires, a full stop, the id.",
        )
    if not 0 < user.expires - time.time() <= LONGEST:
        raise HttpProblem(
            403, "The signature has expired, or is for longer than 24 hours. Make a new one."
        )
    return UUID(bytes=_digest(secret_key, f"visitor {user.id}")[:16], version=IDENTIFIED)


def _digest(key: str, text: str) -> bytes:
    return hmac.digest(key.encode(), text.encode(), "sha256")
