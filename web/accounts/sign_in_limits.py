"""Limits of wrong passwords and codes, by address and by account."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from flask import Response, request, session
from werkzeug.datastructures import MultiDict

from web.accounts.credentials import normal
from web.http.security import address, limiter

P = ParamSpec("P")
R = TypeVar("R")

BY_ACCOUNT = "10 per 5 minutes"
BY_ADDRESS = "50 per 5 minutes"


def throttled(view: Callable[P, R]) -> Callable[P, R]:
    """Limit the number of refused forms of a view."""
    limit = partial(limiter.limit, methods=["POST"], deduct_when=_was_refused)
    by_account = limit(BY_ACCOUNT, key_func=_account)(view)
    return limit(BY_ADDRESS, key_func=_sign_ins)(by_account)


@contextmanager
def attempt() -> Iterator[None]:
    """Count a password of the signed-in user; raises RateLimitExceeded after too many."""
    with limiter.limit(BY_ACCOUNT, key_func=_account, scope="password again"):
        yield


def _account() -> str:
    """Account of the password: of the session, of the link, or of the typed address."""
    user_id = session.get("_user_id") or session.get("tf_user_id")
    # After a password without a code, the next may be for the account of another user.
    if user_id and request.endpoint != "security.login":
        return f"account {user_id}"
    if link := (request.view_args or {}).get("token"):
        return f"link {link}"
    return f"account {normal(str(_sent_email()))}"


def _sent_email() -> object:
    """Return the address for the form: of several, also in JSON, the first."""
    form = request.get_json(silent=True) if request.is_json else request.form
    return MultiDict(form).get("email") if isinstance(form, Mapping) else None


def _sign_ins() -> str:
    return f"signing in from {address()}"


def _was_refused(response: Response) -> bool:
    return not 300 <= response.status_code < 400
