"""Session of a signed-in user: a signed cookie for the admin pages alone."""

from datetime import timedelta

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect

from web.http.cookies import own_cookie

LONGEST = timedelta(days=7)

API = "api"
"""Name of the blueprint of the JSON API."""


class AdminSessions(SecureCookieSessionInterface):
    """Cookies that over https are Secure, and of this host alone unless it has other sites, too.

    Below a prefix of a proxy, and over plain http, the path keeps the cookie from other pages.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        # A message of a visitor is of no user: its cookies are not looked through.
        if request.path.startswith(f"/{API}/"):
            return None
        return super().open_session(app, request)

    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return name if request.script_root else own_cookie(name)

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, _app: Flask) -> str:
        if request.is_secure and not request.script_root:
            return "/"
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
    JSON API has no hooks of extensions.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if bearer() is None:
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
