"""Events on a real server: told once, signed, with one id, after the conversation is stored."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event as Flag
from threading import enumerate as enumerate_threads
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from tests.conftest import MakeSettings
from tests.support import visits
from tests.support.api_responses import body as body_of
from tests.support.conversations import VISITOR
from tests.support.fakes import FakeBot
from tests.support.sign_in import SignIn
from tests.support.webhooks.server import Answering, Webhook, answers, webhook
from web.core.database import db, utc_now
from web.core.settings import Settings
from web.events import sender_worker
from web.events.sender_worker import EventSender
from web.events.service import note
from web.events.tables import Event
from web.handovers.policy import HandOverPolicy
from web.live import visitors
from web.training.queue import Consumer
from web.training.worker import make_worker

SECRET = "shared-with-the-shop"
STATUSES: list[int] = []
HOLDS: list[Callable[[], object]] = []
"""Called before an answer."""


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """Program that answers with STATUSES, then with 204."""

    def answering(handler: object) -> None:
        while HOLDS:
            HOLDS.pop()()
        answers({}, STATUSES.pop(0) if STATUSES else 204)(handler)  # type: ignore[arg-type]

    STATUSES.clear()
    HOLDS.clear()
    answer: Answering = answering
    with webhook(answer) as server:
        yield server


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, hook: Webhook) -> Settings:
    return make_settings(
        DATABASE_URL=database_url,
        RECOLLECT_ACTION_HOSTS=hook.host,
        RECOLLECT_ACTION_SECRET=SECRET,
        RECOLLECT_EVENT_URL=f"{hook.host}/events?v=1",
        RECOLLECT_LIVE_HOURS="always",
    )


@pytest.fixture
def sender(settings: Settings, sessions: sessionmaker[Session]) -> EventSender:
    return EventSender(settings, sessions)


def hurry(sessions: sessionmaker[Session], **values: object) -> None:
    """Make every event due now."""
    with sessions.begin() as session:
        session.execute(sa.update(Event).values(due_at=utc_now() - timedelta(seconds=1), **values))


def waiting(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


def test_a_new_conversation_is_told_once_and_signed(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    sender: EventSender,
    hook: Webhook,
    sessions: sessionmaker[Session],
) -> None:
    for text in ("hello", "hello again"):
        client.post(f"{conversation}/messages", json={"text": text})
    assert hook.requests == [], "nothing is sent by the web process"
    sender.send_due()
    sender.send_due()
    ((headers, body),) = hook.requests
    event = json.loads(body)
    assert event.keys() == {"id", "type", "conversation", "created_at"}
    assert (event["type"], event["conversation"]) == (
        "conversation.started",
        conversation.rpartition("/")[2],
    )
    assert headers["Idempotency-Key"] == event["id"]
    parts = dict(part.split("=") for part in headers["Recollect-Signature"].split(","))
    signed = hmac.new(SECRET.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256)
    assert parts["v1"] == signed.hexdigest()
    assert waiting(sessions) == 0


def test_a_request_for_a_person_is_told_soon_and_the_first_message_behind_it_once(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    sender: EventSender,
    hook: Webhook,
    sessions: sessionmaker[Session],
) -> None:
    for _ in range(2):
        assert client.post(f"{conversation}/hand-over", json={}).status_code == 200
    for text in ("is there anybody?", "hello?"):
        sent = client.post(f"{conversation}/messages", json={"text": text})
        assert body_of(sent)["reply"] is None, "persons have it"
    sender.send_due()
    kinds = [json.loads(request)["type"] for _, request in hook.requests]
    assert kinds == ["handover.requested", "conversation.started"]
    assert sender_worker.POLL_SECONDS <= 2


def test_a_first_message_that_is_left_or_a_persons_begins_the_conversation_once(
    app: Flask,
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    sender: EventSender,
    hook: Webhook,
    sign_in: SignIn,
) -> None:
    client.post(f"{conversation}/hand-over", json={})
    left = {"id": str(uuid4()), "text": "Call me.", "address": "me@example.org"}
    for _ in range(2):
        assert client.post(f"{conversation}/hand-over/message", json=left).status_code == 200
    other = client.post("/api/v1/conversations", json={}).get_json()["id"]
    client.post(f"/api/v1/conversations/{other}/hand-over", json={})
    app.config["WTF_CSRF_ENABLED"] = False
    editor = sign_in("editor")
    editor.post("/admin/live/2/take", data={"name": "Ada"})
    editor.post("/admin/live/2/say", data={"id": str(uuid4()), "text": "Hello."})
    client.post(f"/api/v1/conversations/{other}/messages", json={"text": "hello"})
    editor.post("/admin/live/2/hand-back")
    editor.post("/admin/live/1/close")
    sender.send_due()
    kinds = Counter(json.loads(request)["type"] for _, request in hook.requests)
    assert kinds == {
        "handover.requested": 2,
        "conversation.started": 2,
        "handover.taken": 1,
        "handover.returned": 1,
        "handover.closed": 1,
    }


def test_a_request_that_is_rolled_back_is_not_told(
    app: Flask, settings: Settings, sessions: sessionmaker[Session]
) -> None:
    with app.app_context():
        conversation_id = visits.start(db.session, VISITOR)
    policy = HandOverPolicy.of(settings)
    with sessions() as session:
        visitors.ask(session, VISITOR, conversation_id, policy)
        session.rollback()
    assert waiting(sessions) == 0
    with sessions.begin() as session:
        visitors.ask(session, VISITOR, conversation_id, policy)
    assert waiting(sessions) == 1


def test_an_event_is_sent_again_with_its_id_until_it_arrives(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    sender: EventSender,
    hook: Webhook,
    sessions: sessionmaker[Session],
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    STATUSES.extend([500, 302, 404])
    for arrives in (False, False, False, True):
        assert sender.send_due() is arrives
        assert sender.send_due() is True, "not due yet"
        hurry(sessions)
    assert len({json.loads(body)["id"] for _, body in hook.requests}) == 1
    assert (len(hook.requests), waiting(sessions)) == (4, 0)


class Pauses:
    """Stop flag of a sender, set after some pauses, which take no time."""

    def __init__(self, most: int) -> None:
        self.seconds: list[float] = []
        self._most = most

    def is_set(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) > self._most


def happen(app: Flask, sessions: sessionmaker[Session], number: int) -> None:
    """Note events of a conversation."""
    with app.app_context():
        conversation_id = visits.start(db.session, VISITOR)
    with sessions.begin() as session:
        for _ in range(number):
            note(session.connection(), "conversation.started", conversation_id, utc_now())


def test_all_events_are_sent_at_once_and_a_program_that_fails_gets_a_rest(
    app: Flask,
    sender: EventSender,
    hook: Webhook,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happen(app, sessions, 25)
    STATUSES.append(500)
    pauses = Pauses(2)
    monkeypatch.setattr(sender, "_stopping", pauses)
    sender._send_always()
    assert (len(hook.requests), waiting(sessions)) == (25, 1)
    assert pauses.seconds[0] == pauses.seconds[2] <= 2
    assert pauses.seconds[1] >= 10, "after the one that did not arrive"


def test_a_slow_program_keeps_no_worker_and_no_end_of_it_waiting(
    app: Flask,
    settings: Settings,
    hook: Webhook,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("start", "stop", "check_worker_health"):
        monkeypatch.setattr(Consumer, name, lambda *_, **__: None)
    monkeypatch.setattr(sender_worker, "POLL_SECONDS", 0)
    asks, answers_now = Flag(), Flag()
    HOLDS.extend([lambda: answers_now.wait(20), asks.set])
    happen(app, sessions, 2)
    worker = make_worker(settings, sessions)
    worker.start()
    assert asks.wait(20)
    worker.check_worker_health()
    worker.stop()
    (sending,) = (thread for thread in enumerate_threads() if thread.name == "events")
    assert (sending.daemon, answers_now.is_set()) == (True, False), "the worker may end now"
    answers_now.set()
    sending.join(20)
    assert not sending.is_alive()
    assert (len(hook.requests), waiting(sessions)) == (1, 1), "none is begun after the signal"


def test_damaged_events_are_dropped_and_the_next_one_is_sent(
    app: Flask,
    sender: EventSender,
    hook: Webhook,
    sessions: sessionmaker[Session],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with sessions() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
    damages = (
        ["id = 'x'", "created_at = 'x'", "tries = 'x'"]
        if is_sqlite
        else ["created_at = 'infinity'"]
    )
    for damage in damages:
        happen(app, sessions, 1)
        with sessions.begin() as session:
            session.execute(sa.text(f"UPDATE events SET {damage} WHERE kind LIKE 'conv%'"))
            session.execute(sa.text("UPDATE events SET kind = 'handover.requested'"))
    happen(app, sessions, 1)
    for _ in range(len(damages) + 1):
        sender.send_due()
    assert caplog.text.count("damaged in the database: an event") == len(damages)
    assert (len(hook.requests), waiting(sessions)) == (1, 0)


def test_whatever_fails_the_thread_lives_on(
    sender: EventSender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sender, "_next", fail)
    pauses = Pauses(1)
    monkeypatch.setattr(sender, "_stopping", pauses)
    sender._send_always()
    assert "the events could not be sent" in caplog.text
    assert len(pauses.seconds) == 2


@pytest.mark.parametrize("url", ["unset", "set"])
def test_an_event_is_gone_after_a_day_with_and_without_a_url(
    app: Flask,
    sender: EventSender,
    settings: Settings,
    hook: Webhook,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
) -> None:
    monkeypatch.setattr(Consumer, "check_worker_health", lambda *_: None)
    happen(app, sessions, 2)
    with sessions.begin() as session:
        first = session.scalars(sa.select(Event.id).limit(1)).one()
        old = utc_now() - timedelta(days=1, seconds=1)
        session.execute(sa.update(Event).where(Event.id == first).values(created_at=old))
    if url == "set":
        sender.send_due()
        assert len(hook.requests) == 1, "an old one is sent no more"
    else:
        settings = settings.model_copy(update={"event_url": None})
    make_worker(settings, sessions).check_worker_health()
    assert waiting(sessions) == (1 if url == "unset" else 0)


def test_an_erased_conversation_is_not_told(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    sender: EventSender,
    hook: Webhook,
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    assert client.delete(conversation).status_code == 204
    sender.send_due()
    assert hook.requests == []


def test_an_address_on_another_host_is_never_called(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    settings: Settings,
    hook: Webhook,
    sessions: sessionmaker[Session],
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    EventSender(settings.model_copy(update={"action_hosts": None}), sessions).send_due()
    assert (hook.requests, waiting(sessions)) == ([], 1)
