"""An editor's browser, and the application in a thread of this process: nothing is trained."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from web.accounts.tables import Role, User
from web.core.database import db, writing


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application; gives its address, with a slash at the end."""
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
    """Makes browsers of users who have signed in."""

    app: Flask
    browser: Browser
    url: str

    def sign_in(self, email: str, role: Role = "editor", **options: object) -> BrowserContext:
        """Make the user, and return a browser with their session."""
        user = User(email=email, password="never asked for here", role=role)
        with self.app.app_context(), writing(db.session):
            db.session.add(user)
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        name = self.app.config["SESSION_COOKIE_NAME"]
        place = {"domain": "127.0.0.1", "path": "/admin"}  # as the application's own, to be it
        cookie = {"name": name, "value": self._session(user), **place}
        context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    def _session(self, user: User) -> str:
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer
        key = user.fs_uniquifier
        signed = {"_user_id": key, "_fresh": True, "fs_paa": time.time(), "fs_cc": "set"}
        return str(signer.dumps(signed | {"identity.id": key}))


def is_sound(page: Page) -> None:
    """Nothing is wider than the screen, and axe finds nothing, on a phone or by night either."""
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page).response["violations"]
            nodes = [(rule["id"], node) for rule in found for node in rule["nodes"]]
            assert [(rule, node["html"][:200], scheme, width) for rule, node in nodes] == []
