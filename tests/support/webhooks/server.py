"""Webhook of a test: a server on 127.0.0.1 that answers as the test says, and notes requests."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import Any

from chatbot.dialogue.action_calls import ActionCall
from chatbot.intents.actions.action import Action

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Webhook:
    """Server of a test; `requests` are pairs of headers and body."""

    port: int
    scheme: str = "http"
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Value of RECOLLECT_ACTION_HOSTS."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def call(self, **changes: Any) -> ActionCall:
        """Call of an action at this server."""
        values: dict[str, Any] = {
            "action": Action(f"{self.host}/orders?v=1"),
            "intent": "order",
            "text": "where is it?",
            "slots": (("order", "204817"),),
            "contexts": (),
            "language": "english",
        }
        return ActionCall(**(values | changes))


@contextmanager
def webhook(answering: Answering, context: SSLContext | None = None) -> Iterator[Webhook]:
    """Run a server that answers each POST by a function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.requests.append((dict(self.headers), body))
            answering(self)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """Be silent about clients that are gone."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        hook = Webhook(server.server_port, "https" if context else "http")
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield hook
        server.shutdown()
        thread.join()


def answers(values: object, status: int = 200, **headers: str) -> Answering:
    """Return a function that answers with JSON."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = values if isinstance(values, bytes) else json.dumps(values).encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
