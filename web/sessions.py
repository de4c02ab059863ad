"""The session of who is signed in: a signed cookie that only the admin pages get to see."""

from datetime import timedelta

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

LONGEST = timedelta(days=7)


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
