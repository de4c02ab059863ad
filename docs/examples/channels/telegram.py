"""Telegram channel: answers of a Recollect bot in Telegram, by its webhook.

RECOLLECT_URL, TELEGRAM_TOKEN (of the bot, by @BotFather) and TELEGRAM_SECRET have to be set; a
proxy with HTTPS passes POST /telegram to this program. See docs/channels.md.
"""

import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError

from recollect import Recollect, plain, post

PROOF = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_BODY = 1_000_000
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024


class Telegram:
    """Bot of Telegram with the `token`; `api` is the address of Telegram's own."""

    def __init__(self, token: str, api: str = "https://api.telegram.org") -> None:
        self._address = f"{api}/bot{token}"

    def show(self, chat: int, reply: dict[str, Any]) -> None:
        """Send an answer: a message for each bubble, buttons below the last one."""
        bubbles = reply["bubbles"] or [
            {"spans": reply["spans"], "image": None, "items": [], "cards": []}
        ]
        messages = [message for bubble in bubbles for message in _messages(bubble)]
        rows = [[{"text": text}] for text in reply["quick_replies"]]
        keyboard = {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
        messages[-1][1]["reply_markup"] = keyboard if rows else {"remove_keyboard": True}
        for method, values in messages:
            post(f"{self._address}/{method}", {"chat_id": chat, **values})


def _messages(bubble: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Methods and values of Telegram's API for a bubble."""
    lines = [plain(bubble["spans"]), *(f"• {plain(item)}" for item in bubble["items"])]
    messages = [_text("\n".join(filter(None, lines)))] if any(lines) else []
    messages += [_picture(bubble["image"], "")] if bubble["image"] else []
    for card in bubble["cards"]:
        button = card["button"] or {"text": "", "url": ""}
        shown = [card["title"], plain(card["spans"]), f"{button['text']} {button['url']}".strip()]
        words = "\n".join(filter(None, shown))
        messages.append(_picture(card["image"], words) if card["image"] else _text(words))
    return messages


def _text(text: str) -> tuple[str, dict[str, Any]]:
    return "sendMessage", {"text": text[:LONGEST_TEXT]}


def _picture(image: dict[str, str], words: str) -> tuple[str, dict[str, Any]]:
    """Photo with words; an image on a path of the bot's site is only its own words."""
    if not image["url"].startswith("https:"):
        return _text("\n".join(filter(None, (image["alt"], words))))
    caption = words or image["alt"]
    return "sendPhoto", {"photo": image["url"], "caption": caption[:LONGEST_CAPTION]}


def handler(bot: Recollect, telegram: Telegram, secret: str) -> type[BaseHTTPRequestHandler]:
    """Return the handler of Telegram's requests."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            token = self.headers.get(PROOF, "")
            length = int(self.headers.get("Content-Length") or 0)
            if not hmac.compare_digest(token.encode(), secret.encode()) or length > LONGEST_BODY:
                self.send_error(403)
                return
            try:
                self._answer(json.loads(self.rfile.read(length)))
            except (URLError, TimeoutError):
                self.send_error(502)  # Telegram sends the message again
                return
            except (ValueError, KeyError, TypeError):
                pass  # no message of a person: never to be sent again
            self.send_response(200)
            self.end_headers()

        def _answer(self, update: dict[str, Any]) -> None:
            message = update["message"]
            chat, text = int(message["chat"]["id"]), str(message["text"])
            reply = bot.say(f"telegram {chat}", text, str(update["update_id"]))
            if reply:
                telegram.show(chat, reply)

    return Handler


if __name__ == "__main__":
    bot = Recollect(os.environ["RECOLLECT_URL"], Path("telegram.db"))
    telegram = Telegram(os.environ["TELEGRAM_TOKEN"])
    handles = handler(bot, telegram, os.environ["TELEGRAM_SECRET"])
    ThreadingHTTPServer(("127.0.0.1", 8010), handles).serve_forever()
