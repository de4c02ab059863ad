"""Channel for any program: a signed message comes in by POST, the signed answer is the response.

RECOLLECT_URL and CHANNEL_SECRET have to be set. See docs/channels.md.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError

from recollect import Recollect, is_genuine, plain, signed

SIGNATURE = "Recollect-Signature"
LONGEST_BODY = 100_000


def handler(bot: Recollect, secret: str) -> type[BaseHTTPRequestHandler]:
    """Return the handler of signed messages: {"person", "text", "id"}, all of them texts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, LONGEST_BODY))
            if not is_genuine(self.headers.get(SIGNATURE, ""), body, secret):
                self.send_error(403)
                return
            try:
                message = json.loads(body)
                person, text, number = (str(message[key]) for key in ("person", "text", "id"))
                answer = shown(bot.say(f"webhook {person}", text, number))
            except (ValueError, KeyError, TypeError):
                self.send_error(400)
            except (URLError, TimeoutError):
                self.send_error(502)
            else:
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
