"""Messages that an action answers: called between transactions, stored exactly once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from chatbot.dialogue.action_calls import NO_ANSWERS, ActionAnswer, ActionAnswers, ActionCall
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.intents.actions.action import Action
from chatbot.intents.responses.bubble import Bubble
from chatbot.model.prediction import Prediction
from tests.conftest import MakeSettings, store_live_bot
from tests.support import visits
from tests.support.conversations import VISITOR, count
from tests.support.fakes import FakeBot
from tests.support.webhooks.server import answers, webhook
from web.actions.request import ActionRequest
from web.conversations.answering.exchange import Exchange
from web.conversations.answering.service import Act, exchange
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Message
from web.models import live_bot
from web.models.live_bot import LiveBot

NO_ANSWER = "I cannot look that up."


class OrderBot(FakeBot):
    """Bot that answers a message with "order" by an action; slots count the answers before."""

    def __init__(self, url: str = "https://shop.example.com/") -> None:
        super().__init__()
        self.action = Action(url)

    def answer(
        self,
        text: str,
        prediction: Prediction,
        state: DialogueState,
        answers: ActionAnswers = NO_ANSWERS,
        *_rest: Any,
        **_predict: Any,
    ) -> Reply:
        reply = super().answer(text, prediction, state)
        if "order" not in text:
            return reply
        before = str(state.last_responses.get("answers", 0))
        slots = (("before", before),)
        number = int(before) if "yes" in text else None
        call = ActionCall(self.action, "order", text, slots, (), "english", number)
        answer = answers.get(call)
        words = answer.bubbles[0].text if answer else NO_ANSWER
        return replace(reply, text=words, call=None if call in answers else call)

    def read_answer(self, _call: ActionCall, body: bytes) -> ActionAnswer:
        return ActionAnswer((Bubble(body.decode()),))


@pytest.fixture
def orders(session: Session) -> LiveBot:
    return replace(store_live_bot(session), bot=OrderBot())


def on_its_way(request: ActionRequest, _read: object) -> ActionAnswer:
    return ActionAnswer((Bubble(f"On its way: {request.id}."),))


def test_the_answer_of_an_action_is_stored_with_its_message(
    session: Session, orders: LiveBot
) -> None:
    conversation_id = visits.start(session, VISITOR)
    done = exchange(session, VISITOR, orders, conversation_id, "my order?", act=on_its_way)
    assert done.answer.text.startswith("On its way: ")
    assert visits.export(session, VISITOR, conversation_id).messages == (done.message, done.answer)


@pytest.mark.parametrize("act", [None, lambda *_: None])
def test_without_an_answer_the_answer_for_errors_is_stored(
    session: Session, orders: LiveBot, act: Act | None
) -> None:
    conversation_id = visits.start(session, VISITOR)
    done = exchange(session, VISITOR, orders, conversation_id, "my order?", act=act)
    assert done.answer.text == NO_ANSWER
    assert count(session, Message) == 2


def test_others_write_while_an_action_is_called(session: Session, orders: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)

    def act(*_: object) -> ActionAnswer:
        assert not session.in_transaction()
        other = visits.start(session, VISITOR)
        exchange(session, VISITOR, orders, other, "hello")
        return ActionAnswer((Bubble("Sent."),))

    done = exchange(session, VISITOR, orders, conversation_id, "my order?", act=act)
    assert done.answer.text == "Sent."
    assert count(session, Message) == 4


def test_a_process_killed_during_the_call_has_stored_nothing_and_the_message_comes_again(
    session: Session, orders: LiveBot
) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    send = (session, VISITOR, orders, conversation_id, "my order?", message_id)
    requests: list[ActionRequest] = []

    def killed(request: ActionRequest, _read: object) -> ActionAnswer:
        requests.append(request)
        raise SystemExit

    with pytest.raises(SystemExit):
        exchange(*send, act=killed)
    assert count(session, Message) == 0
    done, again = exchange(*send, act=on_its_way), exchange(*send, act=killed)
    assert again == replace(done, repeated=True, seconds=None)
    assert count(session, Message) == 2
    assert done.answer.text == f"On its way: {requests[0].id}."
    assert len(requests) == 1


def test_a_message_sent_again_during_the_call_is_stored_once(
    session: Session, orders: LiveBot
) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    send = (session, VISITOR, orders, conversation_id, "my order?", message_id)
    meanwhile: list[Exchange] = []

    def act(*_: object) -> ActionAnswer:
        meanwhile.append(exchange(*send, act=on_its_way))
        return ActionAnswer((Bubble("Too late."),))

    assert exchange(*send, act=act).answer == meanwhile[0].answer
    assert count(session, Message) == 2


def test_a_form_confirmed_twice_at_once_is_one_booking(session: Session, orders: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    booked: list[UUID] = []

    def act(request: ActionRequest, _read: object) -> ActionAnswer:
        booked.append(request.id)
        if len(booked) == 1:
            exchange(session, VISITOR, orders, conversation_id, "yes, my order", act=act)
        return ActionAnswer((Bubble("Booked."),))

    exchange(session, VISITOR, orders, conversation_id, "my order: yes", act=act)
    assert booked[0] == booked[1]
    exchange(session, VISITOR, orders, conversation_id, "my order: yes", act=act)
    assert booked[-1] not in booked[:-1]


def test_a_state_that_changed_during_the_call_makes_a_call_of_its_own(
    session: Session, orders: LiveBot
) -> None:
    conversation_id = visits.start(session, VISITOR)
    calls: list[ActionRequest] = []

    def act(request: ActionRequest, _read: object) -> ActionAnswer:
        calls.append(request)
        if len(calls) == 1:
            exchange(session, VISITOR, orders, conversation_id, "hello")
        return ActionAnswer((Bubble(f"Answer {len(calls)}."),))

    done = exchange(session, VISITOR, orders, conversation_id, "my order?", act=act)
    assert done.answer.text == "Answer 2."
    assert [request.call.slots for request in calls] == [(("before", "0"),), (("before", "1"),)]
    assert calls[0].id != calls[1].id
    assert calls[0].begun == calls[1].begun


def test_a_conversation_deleted_during_the_call_stays_deleted(
    session: Session, orders: LiveBot
) -> None:
    conversation_id = visits.start(session, VISITOR)

    def act(*_: object) -> None:
        visits.delete(session, VISITOR, conversation_id)

    with pytest.raises(ConversationNotFoundError):
        exchange(session, VISITOR, orders, conversation_id, "my order?", act=act)
    assert count(session, Message) == 0


@pytest.mark.usefixtures("no_bot_loaded")
def test_the_api_answers_by_the_webhook_that_the_settings_allow(
    make_app: Callable[..., Flask],
    make_settings: MakeSettings,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hostile = "<script>alert(1)</script> {{ order }} [here](javascript:alert(1))"
    with webhook(answers(hostile.encode())) as hook:
        app = make_app(make_settings(DATABASE_URL=sqlite_url, RECOLLECT_ACTION_HOSTS=hook.host))
        bot = OrderBot(f"{hook.host}/orders")
        monkeypatch.setattr(live_bot, "load_bot", lambda *_: bot)
        with app.app_context():
            store_live_bot(app_session())
        reply = sent(app.test_client(), "my order?")["reply"]
    assert reply["text"] == hostile
    assert [span["href"] for span in reply["spans"]] == [None] * len(reply["spans"])
    assert len(hook.requests) == 1


def app_session() -> Session:
    from web.core.database import db

    return db.session


def sent(client: FlaskClient, text: str) -> Any:
    """Exchange of a message in a new conversation."""
    begun = client.post("/api/v1/conversations", json={}).get_json()
    path = f"/api/v1/conversations/{begun['id']}/messages"
    return client.post(path, json={"text": text}).get_json()
