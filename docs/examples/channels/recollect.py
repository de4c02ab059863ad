"""Recollect for a channel: a conversation for each person there, by the public API."""

import hashlib
import hmac
import json
import re
import sqlite3
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID, uuid4, uuid5

SECONDS = 30
OLDEST_SIGNATURE = 300
ERASED, CONFLICT, BUSY = (401, 404), 409, 429


class Recollect:
    """A bot at a `url`. A file keeps the visitor's token and the conversation of each person."""

    def __init__(self, url: str, file: Path) -> None:
        self.url = url.rstrip("/")
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS people (person TEXT PRIMARY KEY, token TEXT, talk TEXT)"
        )
        self._ids = self._namespace()

    def say(self, person: str, text: str, number: str) -> dict[str, Any] | None:
        """Return the bot's answer to a message; None while a person of yours has the conversation.

        The `number` of the message is the channel's: one that comes twice is stored once.
        """
        token, talk = self._known(person)
        # Nobody else can name this id, which is unique in the whole installation.
        number = str(uuid5(self._ids, json.dumps([person, number])))
        message = {"text": text[:10_000], "id": number}
        try:
            return self._post(message, token, talk)
        except HTTPError as error:
            if error.code == CONFLICT:
                return self._say_anew(person, message, token)
            if error.code not in ERASED:
                raise
        self._database.execute("DELETE FROM people WHERE person = ?", [person])
        return self._post(message, *self._known(person))

    def _say_anew(self, person: str, message: dict[str, str], token: str) -> dict[str, Any] | None:
        """Post a message to a new conversation, which is kept if the old one was full."""
        talk: str = post(f"{self.url}/api/v1/conversations", {}, token)["id"]
        try:
            reply = self._post(message, token, talk)
        except HTTPError:  # the number is that of another message: the old one goes on
            post(f"{self.url}/api/v1/conversations/{talk}", None, token, "DELETE")
            raise
        self._database.execute("UPDATE people SET talk = ? WHERE person = ?", [talk, person])
        return reply

    def _post(self, message: dict[str, str], token: str, talk: str) -> dict[str, Any] | None:
        answer = post(f"{self.url}/api/v1/conversations/{talk}/messages", message, token)
        reply: dict[str, Any] | None = answer["reply"]
        return reply

    def _namespace(self) -> UUID:
        """Random part of the ids of messages, made with the file."""
        self._database.execute("CREATE TABLE IF NOT EXISTS ids (namespace TEXT)")
        self._database.execute(
            "INSERT INTO ids SELECT ? WHERE NOT EXISTS (SELECT 1 FROM ids)", [str(uuid4())]
        )
        return UUID(self._database.execute("SELECT namespace FROM ids").fetchone()[0])

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


def post(url: str, values: object, token: str = "", method: str = "POST") -> dict[str, Any]:
    """Post JSON, and return that of the response."""
    headers = {"Content-Type": "application/json"} | ({"Recollect-Visitor": token} if token else {})
    body = None if values is None else json.dumps(values).encode()
    request = Request(url, body, headers, method=method)  # noqa: S310 - the operator's
    with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
        answer: dict[str, Any] = json.loads(response.read() or b"{}")
        return answer


def may_pass(error: Exception) -> bool:
    """Return True for an error of a request which may succeed later."""
    return not isinstance(error, HTTPError) or error.code == BUSY or error.code >= 500


def body_of(handler: BaseHTTPRequestHandler, longest: int) -> bytes | None:
    """Return the body of a request; None, and 413, without a length or for a greater one."""
    length = handler.headers.get("Content-Length", "")
    if not re.fullmatch("[0-9]{1,9}", length) or int(length) > longest:
        handler.send_error(413)
        return None
    return handler.rfile.read(int(length))


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
    if (
        not re.fullmatch("[0-9]{1,12}", seconds)
        or abs(time.time() - int(seconds)) > OLDEST_SIGNATURE
    ):
        return False
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return hmac.compare_digest(digest.hexdigest().encode(), parts.get("v1", "").encode())
