"""How many wrong passwords and codes are taken, from one address and for one account."""

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
    """The view, which takes only so many forms that it refuses."""
    limit = partial(limiter.limit, methods=["POST"], deduct_when=_was_refused)
    by_account = limit(BY_ACCOUNT, key_func=_account)(view)
    return limit(BY_ADDRESS, key_func=_sign_ins)(by_account)


@contextmanager
def attempt() -> Iterator[None]:
    """One more password of the user who is signed in; raises RateLimitExceeded after too many."""
    with limiter.limit(BY_ACCOUNT, key_func=_account, scope="password again"):
        yield


def _account() -> str:
    """Account of the password: of the session, of the link, or of the typed address."""
    user_id = session.get("_user_id") or session.get("tf_user_id")
    # Who gave a password and no code yet may go on to try that of somebody else.
    if user_id and request.endpoint != "security.login":
        return f"account {user_id}"
    if link := (request.view_args or {}).get("token"):
        return f"link {link}"
    return f"account {normal(str(_sent_email()))}"


def _sent_email() -> object:
    """The address as the form will read it: of several, also in JSON, the first."""
    sent = request.get_json(silent=True) if request.is_json else request.form
    return MultiDict(sent).get("email") if isinstance(sent, Mapping) else None


def _sign_ins() -> str:
    return f"signing in from {address()}"


def _was_refused(response: Response) -> bool:
    return not 300 <= response.status_code < 400
