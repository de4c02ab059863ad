"""Channels of docs/examples/channels, with a real bot's API and a fake Telegram."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask import Flask

from chatbot.home import HOME
from chatbot.intents.responses.bubble import Bubble, Card, Image
from tests.conftest import MakeSettings
from tests.e2e.pages.admin_browser import serving
from tests.support.fakes import FakeBot
from tests.support.webhooks.server import Webhook, answers, webhook
from web.core.settings import Settings

SECRET = "shared-with-the-channel"
UPDATE = {"update_id": 7, "message": {"chat": {"id": 42}, "text": "hello there"}}
BUBBLES = (
    Bubble("See [it](https://shop.example)", Image("https://img.example/a.png", "A tent.")),
    Bubble(cards=(Card("Two", image=Image("/b.png", "Another.")),)),
)


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(DATABASE_URL=sqlite_url, RECOLLECT_MOST_MESSAGES="4")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.syspath_prepend(HOME / "docs" / "examples" / "channels")
    return importlib.import_module


@pytest.fixture
def bot(
    app: Flask, answering: FakeBot, load: Callable[[str], Any], tmp_path: Path
) -> Iterator[Any]:
    with serving(app) as url:
        yield load("recollect").Recollect(url, tmp_path / "channel.db")


@contextmanager
def running(handles: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Address of a channel; its log is silent."""
    handles.log_message = lambda *_: None  # type: ignore[method-assign]
    with ThreadingHTTPServer(("127.0.0.1", 0), handles) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def post(url: str, body: bytes, **headers: str) -> tuple[int, bytes, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(url, body, named), timeout=10) as response:
            return response.status, response.read(), response.headers
    except HTTPError as error:
        return error.code, b"", error.headers


def sent(telegram: Webhook) -> list[dict[str, Any]]:
    return [json.loads(body) for _, body in telegram.requests]


def test_telegram_is_answered_once_and_by_its_secret_alone(
    bot: Any, load: Callable[[str], Any], answering: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = load("telegram")
    with webhook(answers({"ok": True})) as telegram:
        handles = module.handler(bot, module.Telegram("123:abc", telegram.host), SECRET)
        with running(handles) as url:
            body = json.dumps(UPDATE).encode()
            header = "X_Telegram_Bot_Api_Secret_Token"
            for wrong in ({}, {header: "guess"}):
                assert post(url, body, **wrong)[0] == 403
            assert answering.heard == []
            assert post(url, body, **{header: SECRET})[0] == 200
            assert post(url, body, **{header: SECRET})[0] == 200, "sent again by Telegram"
            for nothing in (b"", b"[]", b'{"update_id": 8}', b"{"):
                assert post(url, nothing, **{header: SECRET})[0] == 200
            assert answering.heard == ["hello there"]
            first = sent(telegram)[0]
            assert (first["chat_id"], first["text"]) == (42, "You said: hello there")
            assert first["reply_markup"]["keyboard"] == [
                [{"text": "Orders"}],
                [{"text": "Delivery"}],
            ]
            plain = answering.answer
            monkeypatch.setattr(
                answering, "answer", lambda *args, **_: replace(plain(*args), bubbles=BUBBLES)
            )
            telegram.requests.clear()
            other = UPDATE | {"update_id": 9}
            post(url, json.dumps(other).encode(), **{header: SECRET})
    shown = [(body.get("text"), body.get("photo"), body.get("caption")) for body in sent(telegram)]
    assert shown == [
        ("See it (https://shop.example)", None, None),
        (None, "https://img.example/a.png", "A tent."),
        ("Another.\nTwo", None, None),
    ]


def test_a_program_is_answered_by_signed_messages(bot: Any, load: Callable[[str], Any]) -> None:
    common = load("recollect")
    with running(load("webhook").handler(bot, SECRET)) as url:
        body = json.dumps({"person": "ada", "text": "hello", "id": "1"}).encode()
        for wrong in ("", "t=1,v1=2", common.signed(body, "another"), common.signed(b"", SECRET)):
            assert post(url, body, Recollect_Signature=wrong)[0] == 403
        status, answer, headers = post(url, body, Recollect_Signature=common.signed(body, SECRET))
        assert status == 200
        assert common.is_genuine(headers["Recollect-Signature"], answer, SECRET)
        assert json.loads(answer)["messages"] == ["You said: hello"]
        assert json.loads(answer)["buttons"] == ["Orders", "Delivery"]
        assert post(url, b"[]", Recollect_Signature=common.signed(b"[]", SECRET))[0] == 400


def test_each_person_has_a_conversation_which_begins_anew_when_it_is_erased(
    bot: Any, app: Flask
) -> None:
    for number, person in enumerate(("ada", "bob", "ada")):
        assert bot.say(person, "hello", str(number))["text"] == "You said: hello"
    talks = [row[0] for row in bot._database.execute("SELECT talk FROM people ORDER BY person")]
    assert len({*talks}) == 2
    token = bot._database.execute("SELECT token FROM people WHERE person = 'ada'").fetchone()[0]
    erased = app.test_client().delete(
        f"/api/v1/conversations/{talks[0]}", headers={"Recollect-Visitor": token}
    )
    assert erased.status_code == 204
    assert bot.say("ada", "hello", "4")["text"] == "You said: hello"


def test_ids_are_of_one_person_and_a_conversation_ends_only_where_it_is_full(bot: Any) -> None:
    def row() -> Any:
        return bot._database.execute("SELECT * FROM people WHERE person = 'ada'").fetchone()

    assert bot.say("ada 1", "hello", "2")["text"] == "You said: hello"
    assert bot.say("ada", "hello again", "1 2")["text"] == "You said: hello again"
    before = row()
    with pytest.raises(HTTPError, match="409"):
        bot.say("ada", "other words", "1 2")
    assert row() == before
    for number in ("3", "4"):
        bot.say("ada", "hello", number)
    assert (row()[1], row()[2] == before[2]) == (before[1], False), "same visitor, new talk"


def test_ids_of_messages_cannot_be_guessed(bot: Any, load: Callable[[str], Any]) -> None:
    other = load("recollect").Recollect(bot.url, Path(":memory:"))
    assert other._ids != bot._ids == bot._namespace()


def answers_of(status: Callable[[], int]) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: answers({"ok": True}, status())(handler)


PART: dict[str, Any] = {"spans": [], "image": None, "items": [], "cards": []}
REPLY = {
    "bubbles": [
        PART | {"image": {"url": "https://img.example/a.png", "alt": "A tent."}},
        PART | {"spans": [{"text": "Two", "href": None}]},
        PART | {"spans": [{"text": "Three", "href": None}]},
    ],
    "quick_replies": [],
}


@pytest.mark.parametrize(
    ("statuses", "status", "texts"),
    [
        ([400], 200, [None, "A tent.", "Two", "Three"]),
        ([200, 400], 200, [None, "Two", "Three"]),
        ([403], 200, [None]),
        ([200, 429], 502, [None, "Two"]),
        ([200, 200, 500], 502, [None, "Two", "Three"]),
    ],
)
def test_a_refusal_of_telegram_loses_and_repeats_no_message(
    load: Callable[[str], Any], statuses: list[int], status: int, texts: list[str | None]
) -> None:
    module, left = load("telegram"), [*statuses]

    class Bot:
        def say(self, *_: str) -> Any:
            return REPLY

    with webhook(answers_of(lambda: left.pop(0) if left else 200)) as telegram:
        handles = module.handler(Bot(), module.Telegram("1:a", telegram.host), SECRET)
        with running(handles) as url:
            body = json.dumps(UPDATE).encode()
            header = {"X_Telegram_Bot_Api_Secret_Token": SECRET}
            assert post(url, body, **header)[0] == status
            assert [message.get("text") for message in sent(telegram)] == texts
            if status == 502:
                telegram.requests.clear()
                assert post(url, body, **header)[0] == 200
                again = ["Two", "Three"][len(texts) - 2 :]
                assert [message["text"] for message in sent(telegram)] == again


def test_long_and_empty_answers_are_whole(load: Callable[[str], Any]) -> None:
    module = load("telegram")
    text = "😀" * 3000 + "end"
    pieces = list(module.pieces(text))
    assert "".join(pieces) == text
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in pieces) <= 4096
    (photo, words) = module._picture({"url": "https://a.example/b.png", "alt": "x" * 1025}, "")
    assert "caption" not in photo[1]
    assert words[1]["text"] == "x" * 1025
    with webhook(answers({"ok": True})) as telegram:
        shows = module.Telegram("1:a", telegram.host).show
        shows(1, {"bubbles": [], "spans": [], "quick_replies": []}, "1")
        shows(1, {"bubbles": [], "spans": [], "quick_replies": ["Yes"]}, "2")
    assert [message["text"] for message in sent(telegram)] == ["…"]


def test_hostile_requests_get_a_status_before_anything_is_read(load: Callable[[str], Any]) -> None:
    common = load("recollect")
    telegram = load("telegram").handler(None, None, SECRET)
    webhook_handler = load("webhook").handler(None, SECRET)
    for handles in (telegram, webhook_handler):
        assert handles.timeout == 10
        with running(handles) as url:
            for length in ("-1", "abc", "1000001", "9" * 5000, "١"):
                assert status_of(url, length) == 413
    for header in ("v1=é", "t=" + "1" * 5000, f"t={'9' * 12},v1=é", "t=²,v1=2", "\ud800", ""):
        assert not common.is_genuine(header, b"", SECRET)
    assert not common.is_genuine(common.signed(b"", SECRET)[:-1] + "é", b"", SECRET)
    deep = b"[" * 90_000
    with running(webhook_handler) as url:
        assert post(url, deep, Recollect_Signature=common.signed(deep, SECRET))[0] == 400


def status_of(url: str, length: str) -> int:
    """Status of a request without a body, with the secret of Telegram and a length."""
    connection = HTTPConnection(url.split("/")[2], timeout=20)
    connection.putrequest("POST", "/")
    connection.putheader("X-Telegram-Bot-Api-Secret-Token", SECRET)
    connection.putheader("Content-Length", length.encode())
    connection.endheaders()
    with closing(connection):
        return connection.getresponse().status
