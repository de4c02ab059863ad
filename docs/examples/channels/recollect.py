"""Recollect for a channel: a conversation for each person there, by the public API."""

import hashlib
import hmac
import json
import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import NAMESPACE_URL, uuid5

SECONDS = 30
OLDEST_SIGNATURE = 300


class Recollect:
    """A bot at a `url`. A file keeps the visitor's token and the conversation of each person."""

    def __init__(self, url: str, file: Path) -> None:
        self.url = url.rstrip("/")
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS people (person TEXT PRIMARY KEY, token TEXT, talk TEXT)"
        )

    def say(self, person: str, text: str, number: str) -> dict[str, Any] | None:
        """Return the bot's answer to a message; None while a person of yours has the conversation.

        The `number` of the message is the channel's: one that comes twice is stored once.
        """
        token, talk = self._known(person)
        message = {"text": text[:10_000], "id": str(uuid5(NAMESPACE_URL, f"{person} {number}"))}
        try:
            answer = post(f"{self.url}/api/v1/conversations/{talk}/messages", message, token)
        except HTTPError as error:
            if error.code not in (401, 404, 409):
                raise
            # Erased, or as long as one may be: a new conversation begins.
            self._database.execute("DELETE FROM people WHERE person = ?", [person])
            token, talk = self._known(person)
            answer = post(f"{self.url}/api/v1/conversations/{talk}/messages", message, token)
        reply: dict[str, Any] | None = answer["reply"]
        return reply

    def _known(self, person: str) -> tuple[str, str]:
        row = self._database.execute(
            "SELECT token, talk FROM people WHERE person = ?", [person]
        ).fetchone()
        if row:
            return row[0], row[1]
        token: str = post(f"{self.url}/api/v1/visitors", {})["token"]
        talk: str = post(f"{self.url}/api/v1/conversations", {}, token)["id"]
        # Two first messages at once: the conversation of one of them counts.
        self._database.execute(
            "INSERT OR IGNORE INTO people VALUES (?, ?, ?)", [person, token, talk]
        )
        return self._known(person)


def post(url: str, values: object, token: str = "") -> dict[str, Any]:
    """Post JSON, and return that of the response."""
    headers = {"Content-Type": "application/json"} | ({"Recollect-Visitor": token} if token else {})
    request = Request(url, json.dumps(values).encode(), headers)  # noqa: S310 - the operator's
    with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
        return answer


def plain(spans: list[dict[str, Any]]) -> str:
    """Return spans as plain text, the address of a link behind its text."""
    return "".join(
        span["text"]
        if not span["href"] or span["text"] in span["href"]
        else f"{span['text']} ({span['href']})"
        for span in spans
    )


def signed(body: bytes, secret: str) -> str:
    """Return the signature of a body: t=…,v1=…, as Recollect signs what it sends."""
    seconds = int(time.time())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={digest.hexdigest()}"


def is_genuine(header: str, body: bytes, secret: str) -> bool:
    """Return True for the signature of a body, of the last five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    seconds = parts.get("t", "")
    if not seconds.isdecimal() or abs(time.time() - int(seconds)) > OLDEST_SIGNATURE:
        return False
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return hmac.compare_digest(digest.hexdigest(), parts.get("v1", ""))
