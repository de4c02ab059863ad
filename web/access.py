"""Who may open a page: a user of Flask-Security, by a session or by an API token."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort
from flask_security import FSQLALiteUserDatastore, RoleMixin, Security, auth_required, current_user
from flask_wtf import CSRFProtect

from web.account_models import Role, User
from web.api import blueprint as api
from web.database import db, reading, utc_now

csrf = CSRFProtect()

P = ParamSpec("P")
R = TypeVar("R")

WITHIN_MINUTES = 15
"""How long ago a password may have been given for what is dangerous."""


class Users(FSQLALiteUserDatastore):  # type: ignore[misc]
    """Finds users for Flask-Security."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """Return the user, read in a transaction of its own: that of the view has yet to begin."""
        session = self.db.session
        if session.in_transaction():
            return cast("User | None", super().find_user(case_insensitive, **kwargs))
        with reading(session):
            return cast("User | None", super().find_user(case_insensitive, **kwargs))


def configure_access(app: Flask) -> None:
    """Let users sign in, and take no form and no fetch of theirs that another site sent."""
    app.config.update(
        SECURITY_URL_PREFIX="/admin",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of the method)
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_DATETIME_FACTORY=utc_now,
        SECURITY_POST_LOGIN_VIEW="/admin/",
        SECURITY_POST_LOGOUT_VIEW="/admin/login",
    )
    Security(app, Users(db, User, RoleMixin))
    csrf.init_app(app)
    csrf.exempt(api)


def requires(role: Role, *, fresh: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator of views that only those may open who have at least this role.

    `fresh` asks for the password again where it was given too long ago.
    """
    within = {"within": WITHIN_MINUTES, "grace": 0} if fresh else {}

    def protect(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def protected(*args: P.args, **kwargs: P.kwargs) -> R:
            if not signed_in().may(role):
                abort(403)
            return view(*args, **kwargs)

        guarded = cast("Callable[P, R]", auth_required("session", **within)(protected))
        guarded.required_role = role  # type: ignore[attr-defined]
        return guarded

    return protect


def signed_in() -> User:
    """The user of this request; only within views that `requires` protects."""
    return cast(User, current_user._get_current_object())


def who() -> str:
    """The name of the user of this request in the audit log."""
    return signed_in().email
