"""Channels of docs/examples/channels, with a real bot's API and a fake Telegram."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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
    return make_settings(DATABASE_URL=sqlite_url)


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
                answering, "answer", lambda *args: replace(plain(*args), bubbles=BUBBLES)
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
