"""Browser of a user who has signed in, and the application in a thread of this process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from web.accounts.tables import Role, User
from web.core.database import db, writing


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application; yields its address, with a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Editors:
    """Maker of browsers with the session of a new user."""

    app: Flask
    browser: Browser
    url: str

    def sign_in(self, email: str, role: Role = "editor", **options: object) -> BrowserContext:
        """Make the user; returns a browser with their session."""
        user = User(email=email, password="not needed for a session", role=role)
        with self.app.app_context(), writing(db.session):
            db.session.add(user)
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        name = self.app.config["SESSION_COOKIE_NAME"]
        place = {"domain": "127.0.0.1", "path": "/admin"}  # those of the application's own cookie
        cookie = {"name": name, "value": self._session(user), **place}
        context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    def _session(self, user: User) -> str:
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer
        key = user.fs_uniquifier
        signed = {"_user_id": key, "_fresh": True, "fs_paa": time.time(), "fs_cc": "set"}
        return str(signer.dumps(signed | {"identity.id": key}))
