"""Site of somebody else, on an origin of its own, whose pages include the widget."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><title>Lighthouse shop</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="style.css">
<main><h1>Lighthouse shop</h1><p>Lamps and ropes.</p><a href="?again">Next page</a></main>
<script src="{widget}" {attributes} async></script></html>"""

STYLE = """:root { color-scheme: light dark; background: light-dark(#fff, #111); font-size: 50% }
body { font: 2rem serif } a { color: light-dark(#00e, #9cf) }
* { text-transform: uppercase; font-style: italic; letter-spacing: 4px }
button, section, iframe, recollect-chat { display: none; position: static; filter: blur(4px) }"""
"""Style sheet that would spoil a widget that is not isolated."""


@dataclass
class Site:
    """A site: `url` ends with a slash, `origin` does not."""

    port: int
    widget: str = ""
    attributes: str = ""
    language: str = "en"
    direction: str = "ltr"

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def include(self, widget: str) -> None:
        """Include the widget of a server, without attributes."""
        self.widget, self.attributes, self.direction = widget, "", "ltr"

    @property
    def policy(self) -> str:
        """Content security policy: a strict one, and what docs/widget.md says to add."""
        bot = self.widget.removesuffix("/widget.js")
        return (
            f"default-src 'self'; script-src 'self' {bot}; frame-src {bot};"
            " require-trusted-types-for 'script'"
        )

    def page(self, path: str) -> tuple[str, str]:
        """Media type and content of a path."""
        if path == "/style.css":
            return "text/css", STYLE
        return "text/html", PAGE.format(**vars(self))


@contextmanager
def other_site() -> Iterator[Site]:
    """A site on `localhost`: to browsers, another one than 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = site.page(self.path)
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_: object) -> None:
            """Nothing to log."""

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    site = Site(server.server_port)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
