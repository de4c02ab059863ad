"""Access control of pages: a signed-in user, by a session or by an API token."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, current_app, g
from flask_security import auth_required, current_user

from web.accounts import service as accounts
from web.accounts import tokens
from web.accounts.reauthentication import WITHIN, take_password
from web.accounts.tables import ROLES, Role, User
from web.core.database import db, reading, writing
from web.http.problems import HttpProblem
from web.http.security import address, count_or_refuse
from web.http.sessions import bearer
from web.http.translation import _, later

P = ParamSpec("P")
R = TypeVar("R")

TOKEN_LIMIT = "600 per minute"  # noqa: S105 (a rate)
"""Requests with a token; wrong tokens count together for their address."""


_FOR_ALONE = {
    "editor": later(
        "Only editors may do this (and admins), and %(who)s is %(a_role)s. An admin can change"
        " that: %(admins)s."
    ),
    "admin": later(
        "Only admins may do this, and %(who)s is %(a_role)s. An admin can change that: %(admins)s."
    ),
}


def requires(
    role: Role, *, fresh: bool = False, by_token: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view for users with at least a given role.

    `fresh` asks for the password again if the last time is too long ago; an API token comes with
    each request, and is always fresh. Without `by_token`, API tokens are refused.
    """
    within = WITHIN if fresh else timedelta(days=-1)  # a negative one asks for nothing

    def protect(view: Callable[P, R]) -> Callable[P, R]:
        checked = _with_role(role, view)
        by_session = cast(
            "Callable[P, R]", auth_required("session", within=lambda: within, grace=0)(checked)
        )

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            secret = bearer()
            if secret is None:
                if fresh:
                    take_password()
                return by_session(*args, **kwargs)
            _enter(secret)
            if not by_token:
                abort(403, _("This is for people only: sign in in a browser."))
            return checked(*args, **kwargs)

        guarded.required_role = role  # type: ignore[attr-defined]
        guarded.by_token = by_token  # type: ignore[attr-defined]
        return guarded

    return protect


def _with_role(role: Role, view: Callable[P, R]) -> Callable[P, R]:
    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if not may(role):
            abort(403, _who_can_help(role))
        return view(*args, **kwargs)

    return checked


def signed_in() -> User:
    """User of the request, within views protected by `requires`."""
    return cast(User, current_user._get_current_object())


def who() -> str:
    """Name of the request's user in the audit log."""
    return signed_in().email


def may(role: Role) -> bool:
    """True if user and token of the request have at least the role."""
    scope: Role = g.get("scope", "admin")
    return signed_in().may(role) and ROLES.index(scope) >= ROLES.index(role)


def _enter(secret: str) -> None:
    """Sign the user of the token in for the request; raises HttpProblem (401)."""
    with reading(db.session):
        holder = tokens.holder(db.session, secret)
    count_or_refuse(TOKEN_LIMIT, f"token {holder.token_id}" if holder else f"token of {address()}")
    if holder is None:
        raise HttpProblem(
            401,
            _(
                "The API token is wrong, expired or revoked, or its user is disabled."
                " You make a new one on your account page, /admin/account."
            ),
            {"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    if not holder.is_noted:
        with writing(db.session):
            tokens.note_use(db.session, holder.token_id)
    g.scope = holder.scope
    current_app.login_manager._update_request_context_with_user(holder.user)  # type: ignore[attr-defined]


def _who_can_help(role: Role) -> str:
    if "scope" in g and signed_in().may(role):
        return _(
            "This needs a token with the scope %(role)s, and this one has %(scope)s.",
            role=role,
            scope=g.scope,
        )
    with reading(db.session):
        admins = ", ".join(accounts.admins(db.session))
    own = tokens.a_role(signed_in().role)
    return _(_FOR_ALONE[role], who=who(), a_role=own, admins=admins)
