"""Session of a signed-in user: a signed cookie for the admin pages alone."""

from datetime import timedelta

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect

LONGEST = timedelta(days=7)

API = "api"
"""Name of the blueprint of the JSON API."""


class AdminSessions(SecureCookieSessionInterface):
    """Cookies with the attribute Secure if the request came over https."""

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, _app: Flask) -> str:
        return f"{request.script_root}/admin"


def configure_sessions(app: Flask) -> None:
    """Keep the session from scripts and from other sites; the session ends with the browser."""
    app.session_interface = AdminSessions()
    app.config.update(
        SESSION_COOKIE_NAME="recollect_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LONGEST,
    )


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Check of the page's token, for every request changing data.

    Requests with an API token need no other: no page of another site can send such a header. The
    JSON API is exempt: a visitor is no user.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        # `exempt` overlooks the blueprints within the blueprint of the API.
        if bearer() is None and API not in request.blueprints:
            super().protect(apply_exemptions=apply_exemptions)


def configure_csrf(app: Flask) -> None:
    """Refuse forms and fetches of other sites."""
    # As long as the session: a page may stay open over lunch.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    Csrf().init_app(app)


def bearer() -> str | None:
    """Return the token behind `Authorization: Bearer`, or None without such a header."""
    header = request.authorization
    if header is None or header.type != "bearer":
        return None
    return header.token or ""
