"""Channel for any program: a signed message comes in by POST, the signed answer is the response.

RECOLLECT_URL and CHANNEL_SECRET have to be set. See docs/channels.md.
"""

import json
import os
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from recollect import Recollect, body_of, is_genuine, may_pass, plain, signed

SIGNATURE = "Recollect-Signature"
LONGEST_BODY = 100_000


def handler(bot: Recollect, secret: str) -> type[BaseHTTPRequestHandler]:
    """Return the handler of signed messages: {"person", "text", "id"}, all of them texts."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # for the next bytes of a request

        def do_POST(self) -> None:
            body = body_of(self, LONGEST_BODY)
            if body is None:
                return
            if not is_genuine(self.headers.get(SIGNATURE, ""), body, secret):
                self.send_error(403)
                return
            try:
                message = json.loads(body)
                person, text, number = (str(message[key]) for key in ("person", "text", "id"))
                person.encode()  # half an emoji is nobody
            except (ValueError, KeyError, TypeError, RecursionError):
                self.send_error(400)
                return
            try:
                answer = shown(bot.say(f"webhook {person}", text, number))
            except (OSError, HTTPException, ValueError) as error:
                self.send_error(502 if may_pass(error) else 400)
                return
            self._send(json.dumps(answer).encode())

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header(SIGNATURE, signed(body, secret))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def shown(reply: dict[str, Any] | None) -> dict[str, Any]:
    """Return an answer as messages and buttons; none while a person has the conversation."""
    if reply is None:
        return {"messages": [], "buttons": []}
    spans = [bubble["spans"] for bubble in reply["bubbles"]] or [reply["spans"]]
    return {
        "messages": [plain(group) for group in spans if group],
        "bubbles": reply["bubbles"],
        "buttons": reply["quick_replies"],
    }


if __name__ == "__main__":
    bot = Recollect(os.environ["RECOLLECT_URL"], Path("webhook.db"))
    handles = handler(bot, os.environ["CHANNEL_SECRET"])
    ThreadingHTTPServer(("127.0.0.1", 8011), handles).serve_forever()
