"""The session of who is signed in: a signed cookie that only the admin pages get to see."""

from datetime import timedelta

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect

LONGEST = timedelta(days=7)

API = "api"
"""Name of the blueprint of the JSON API."""


class AdminSessions(SecureCookieSessionInterface):
    """Cookies that are Secure where the request came over https."""

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, _app: Flask) -> str:
        return f"{request.script_root}/admin"


def configure_sessions(app: Flask) -> None:
    """Keep the session from scripts and from other sites; it ends with the browser."""
    app.session_interface = AdminSessions()
    app.config.update(
        SESSION_COOKIE_NAME="recollect_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LONGEST,
    )


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Asks every request that changes something for the token of its page.

    Not those that carry an API token: no page of another site can send that header, and views
    take such a request on the strength of it alone. And not those to the JSON API, which knows
    visitors but no users.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        # Not by `exempt`, which overlooks the blueprints within that of the API.
        if bearer() is None and API not in request.blueprints:
            super().protect(apply_exemptions=apply_exemptions)


def configure_csrf(app: Flask) -> None:
    """Take no form and no fetch that another site sent."""
    # Good for as long as the session: a page may stay open over lunch.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    Csrf().init_app(app)


def bearer() -> str | None:
    """What stands behind `Authorization: Bearer`; None without such a header."""
    sent = request.authorization
    if sent is None or sent.type != "bearer":
        return None
    return sent.token or ""
