"""How many wrong passwords and codes are taken, from one address and for one account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from flask import Response, request, session

from web.emails import normal
from web.security import address, limiter

P = ParamSpec("P")
R = TypeVar("R")

BY_ACCOUNT = "10 per 5 minutes"
BY_ADDRESS = "50 per 5 minutes"


def throttled(view: Callable[P, R]) -> Callable[P, R]:
    """The view, which takes only so many forms that it refuses."""
    options = {"methods": ["POST"], "deduct_when": _was_refused}
    by_account = limiter.limit(BY_ACCOUNT, key_func=_account, **options)(view)
    return limiter.limit(BY_ADDRESS, key_func=_sign_ins, **options)(by_account)


@contextmanager
def attempt() -> Iterator[None]:
    """One more password of the user who is signed in; raises RateLimitExceeded after too many."""
    with limiter.limit(BY_ACCOUNT, key_func=_account, scope="password again"):
        yield


def _account() -> str:
    """Whose password it is: of the session, or of the address that is typed."""
    known = session.get("_user_id") or session.get("tf_user_id")
    if known:
        return f"account {known}"
    sent = request.get_json(silent=True) if request.is_json else request.form
    email = sent.get("email") if hasattr(sent, "get") else None
    return f"account {normal(str(email))}"


def _sign_ins() -> str:
    return f"signing in from {address()}"


def _was_refused(response: Response) -> bool:
    return not 300 <= response.status_code < 400
