"""Telegram channel: answers of a Recollect bot in Telegram, by its webhook.

RECOLLECT_URL, TELEGRAM_TOKEN (of the bot, by @BotFather) and TELEGRAM_SECRET have to be set; a
proxy with HTTPS passes POST /telegram to this program. See docs/channels.md.
"""

import hmac
import json
import logging
import os
from collections.abc import Iterator
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from recollect import Recollect, body_of, may_pass, plain, post

PROOF = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_BODY = 1_000_000
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
"""Units of UTF-16, as Telegram counts."""
BLOCKED = 403
MOST_SHOWN = 1000

Message = tuple[str, dict[str, Any]]
"""Method of Telegram's API, and its values."""


class Telegram:
    """Bot of Telegram with the `token`; `api` is the address of Telegram's own."""

    def __init__(self, token: str, api: str = "https://api.telegram.org") -> None:
        self._address = f"{api}/bot{token}"
        self._shown: dict[str, int] = {}

    def show(self, chat: int, reply: dict[str, Any], number: str) -> None:
        """Send an answer: a message for each bubble, buttons below the last one.

        An update that comes again, by its number, goes on after the messages that were sent.
        """
        messages = _with_buttons(_messages(reply), reply["quick_replies"])
        for message in messages[self._shown.get(number, 0) :]:
            if not self._arrives(chat, *message):
                return
            self._shown[number] = self._shown.get(number, 0) + 1
        while len(self._shown) > MOST_SHOWN:
            self._shown.pop(next(iter(self._shown)), None)

    def _arrives(self, chat: int, method: str, values: dict[str, Any]) -> bool:
        """Send a message, or the words of a photo that is refused; False where the bot is blocked.

        Raises OSError and HTTPException for what may pass.
        """
        try:
            post(f"{self._address}/{method}", {"chat_id": chat, **values})
        except HTTPError as error:
            if may_pass(error):
                raise
            with error:
                logging.warning("Telegram refuses %s: %s", method, error.read(300))
            if error.code == BLOCKED:
                return False
            words = values.get("caption") or values.get("photo")
            if words:
                rest = {key: values[key] for key in values.keys() & {"reply_markup"}}
                return self._arrives(chat, "sendMessage", {"text": words, **rest})
        return True


def _with_buttons(messages: list[Message], texts: list[str]) -> list[Message]:
    if texts and not messages:
        messages = [("sendMessage", {"text": "…"})]  # buttons need a message
    rows = [[{"text": text}] for text in texts]
    keyboard = {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}
    if messages:
        messages[-1][1]["reply_markup"] = keyboard if rows else {"remove_keyboard": True}
    return messages


def _messages(reply: dict[str, Any]) -> list[Message]:
    bubbles = reply["bubbles"] or [
        {"spans": reply["spans"], "image": None, "items": [], "cards": []}
    ]
    return [message for bubble in bubbles for message in _of_bubble(bubble)]


def _of_bubble(bubble: dict[str, Any]) -> Iterator[Message]:
    lines = [plain(bubble["spans"]), *(f"• {plain(item)}" for item in bubble["items"])]
    yield from _texts("\n".join(filter(None, lines)))
    if bubble["image"]:
        yield from _picture(bubble["image"], "")
    for card in bubble["cards"]:
        button = card["button"] or {"text": "", "url": ""}
        shown = [card["title"], plain(card["spans"]), f"{button['text']} {button['url']}".strip()]
        words = "\n".join(filter(None, shown))
        yield from _picture(card["image"], words) if card["image"] else _texts(words)


def _texts(text: str) -> list[Message]:
    return [("sendMessage", {"text": piece}) for piece in pieces(text)]


def pieces(text: str, longest: int = LONGEST_TEXT) -> Iterator[str]:
    """Divide a text into pieces of at most so many units of UTF-16; none for blanks."""
    start = length = 0
    for place, char in enumerate(text):
        units = 2 if char > "\uffff" else 1
        if length + units > longest:
            yield text[start:place]
            start, length = place, 0
        length += units
    if text[start:].strip():
        yield text[start:]


def _picture(image: dict[str, str], words: str) -> list[Message]:
    """Photo with words; an image on a path of the bot's site is only its own words."""
    if not image["url"].startswith("https:"):
        return _texts("\n".join(filter(None, (image["alt"], words))))
    caption = words or image["alt"]
    if len(list(pieces(caption, LONGEST_CAPTION))) > 1:
        return [("sendPhoto", {"photo": image["url"]}), *_texts(caption)]
    return [("sendPhoto", {"photo": image["url"], "caption": caption})]


def handler(bot: Recollect, telegram: Telegram, secret: str) -> type[BaseHTTPRequestHandler]:
    """Return the handler of Telegram's requests."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # for the next bytes of a request

        def do_POST(self) -> None:
            token = self.headers.get(PROOF, "")
            if not hmac.compare_digest(token.encode(), secret.encode()):
                self.send_error(403)
                return
            body = body_of(self, LONGEST_BODY)
            if body is None:
                return
            if not self._is_done(body):
                self.send_error(502)  # Telegram sends the message again
                return
            self.send_response(200)
            self.end_headers()

        def _is_done(self, body: bytes) -> bool:
            try:
                update = json.loads(body)
                message, number = update["message"], str(update["update_id"])
                chat, text = int(message["chat"]["id"]), str(message["text"])
            except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
                return True  # no message of a person: never to be sent again
            try:
                if reply := bot.say(f"telegram {chat}", text, number):
                    telegram.show(chat, reply, number)
            except (OSError, HTTPException, ValueError) as error:
                logging.warning("no answer to update %s: %s", number, type(error).__name__)
                return not may_pass(error)
            return True

    return Handler


if __name__ == "__main__":
    bot = Recollect(os.environ["RECOLLECT_URL"], Path("telegram.db"))
    telegram = Telegram(os.environ["TELEGRAM_TOKEN"])
    handles = handler(bot, telegram, os.environ["TELEGRAM_SECRET"])
    ThreadingHTTPServer(("127.0.0.1", 8010), handles).serve_forever()
