"""Events on a real server: told once, signed, with one id, after the conversation is stored."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

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
from tests.support.webhooks.server import Answering, Webhook, answers, webhook
from web.core.database import db, utc_now
from web.core.settings import Settings
from web.events import sender_worker
from web.events.sender_worker import EventSender
from web.events.tables import Event
from web.handovers.policy import HandOverPolicy
from web.live import visitors
from web.training.worker import make_worker

SECRET = "shared-with-the-shop"
STATUSES: list[int] = []


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """Program that answers with STATUSES, then with 204."""

    def answering(handler: object) -> None:
        answers({}, STATUSES.pop(0) if STATUSES else 204)(handler)  # type: ignore[arg-type]

    STATUSES.clear()
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
    settings: Settings,
    hook: Webhook,
    sessions: sessionmaker[Session],
) -> None:
    worker = make_worker(settings, sessions)
    for _ in range(2):
        assert client.post(f"{conversation}/hand-over", json={}).status_code == 200
    for text in ("is there anybody?", "hello?"):
        sent = client.post(f"{conversation}/messages", json={"text": text})
        assert body_of(sent)["reply"] is None, "persons have it"
    worker.check_worker_health()
    kinds = [json.loads(request)["type"] for _, request in hook.requests]
    assert kinds == ["handover.requested", "conversation.started"]
    assert worker._health_check_interval <= 2


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


def test_an_event_is_sent_again_with_its_id_until_it_arrives_or_is_a_day_old(
    client: FlaskClient,
    answering: FakeBot,
    conversation: str,
    settings: Settings,
    hook: Webhook,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    STATUSES.append(500)
    sender = EventSender(settings, sessions)
    sender.send_due()
    hurry(sessions)
    sender.send_due()
    assert len(hook.requests) == 1, "a program that fails gets a rest"
    monkeypatch.setattr(sender_worker, "REST_SECONDS", 0)
    sender = EventSender(settings, sessions)
    STATUSES.extend([302, 404])
    for _ in range(3):
        sender.send_due()
        sender.send_due()  # not due yet
        hurry(sessions)
    assert len({json.loads(body)["id"] for _, body in hook.requests}) == 1
    assert (len(hook.requests), waiting(sessions)) == (4, 0)
    second = client.post("/api/v1/conversations", json={}).get_json()["id"]
    client.post(f"/api/v1/conversations/{second}/messages", json={"text": "hello"})
    STATUSES.append(500)
    hurry(sessions, created_at=utc_now() - timedelta(days=2))
    sender.send_due()
    assert waiting(sessions) == 0, "given up"


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
