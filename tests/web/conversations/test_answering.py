from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.model.bundle import Bundle
from chatbot.model.prediction import Prediction
from tests.support import visits
from tests.support.conversations import VISITOR, count
from tests.support.fakes import BrokenBot, FakeBot
from web.conversations.answering import service as answering
from web.conversations.answering import storing
from web.conversations.answering.exchange import Exchange, MessageIdTakenError
from web.conversations.answering.service import exchange
from web.conversations.tables import Conversation, Message
from web.core.database import db, reading, writing
from web.models import deployments, storage
from web.models.live_bot import LiveBot


def stored_state(session: Session, conversation_id: UUID) -> DialogueState:
    with reading(session):
        text = session.scalar(sa.select(Conversation.state).filter_by(id=conversation_id))
    assert text
    return DialogueState.from_json(text)


def test_a_model_put_live_after_the_prediction_answers(
    session: Session, live: LiveBot, bundle: Bundle
) -> None:
    conversation_id = visits.start(session, VISITOR)
    with writing(session):
        version = storage.store(session, bundle)
        deployments.put_live(session, "ada@example.org", version.id)
    done = exchange(session, VISITOR, live, conversation_id, "hello")
    assert done.answer.model_version == version.id
    assert isinstance(live.bot, FakeBot)
    assert live.bot.heard == []
    assert visits.export(session, VISITOR, conversation_id).messages == (done.message, done.answer)


def test_an_exchange_stores_both_messages_with_all_that_describes_the_answer(
    session: Session, live: LiveBot
) -> None:
    begun = datetime.now(UTC)
    conversation_id = visits.start(session, VISITOR)
    done = exchange(session, VISITOR, live, conversation_id, "hello there")

    transcript = visits.export(session, VISITOR, conversation_id)
    assert transcript.messages == (done.message, done.answer)
    assert transcript.created_at <= transcript.updated_at == done.answer.created_at
    assert done.message.role == "user"
    assert done.message.text == "hello there"
    assert done.message.intent is None
    reply = done.answer
    assert (reply.role, reply.text) == ("bot", "You said: hello there")
    assert (reply.intent, reply.confidence, reply.fallback) == ("greeting", 0.875, False)
    assert [(a.intent, a.confidence) for a in reply.alternatives] == [
        ("goodbye", 0.0625),
        ("thanks", 0.03125),
    ]
    assert (reply.candidates, reply.coverage) == (("greeting",), 0.95)
    assert reply.quick_replies == ("Orders", "Delivery")
    assert reply.reply_to == done.message.id
    assert reply.model_version == live.version_id
    assert begun <= done.message.created_at <= reply.created_at <= datetime.now(UTC)
    assert reply.created_at.utcoffset() == timedelta(0)
    with reading(session):
        latency = session.scalar(sa.select(Message.latency_ms).filter_by(id=reply.id))
    assert latency is not None
    assert 0 < latency < 1000


def test_the_state_goes_from_one_message_to_the_next(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    assert stored_state(session, conversation_id) == DialogueState()
    for text in ("hello", "what?", "hello again"):
        exchange(session, VISITOR, live, conversation_id, text)
    assert stored_state(session, conversation_id).last_responses == {"answers": 3}


def test_a_repeated_message_gets_the_stored_answer_and_is_stored_once(
    session: Session, live: LiveBot
) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    send = (session, VISITOR, live, conversation_id, "hello", message_id)
    first, second = exchange(*send), exchange(*send)

    assert (first.repeated, second.repeated) == (False, True)
    assert (second.message, second.answer) == (first.message, first.answer)
    assert count(session, Message) == 2
    assert isinstance(live.bot, FakeBot)
    assert live.bot.heard == ["hello"]
    assert stored_state(session, conversation_id).last_responses == {"answers": 1}


def test_a_message_id_cannot_be_used_for_another_text(session: Session, live: LiveBot) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    exchange(session, VISITOR, live, conversation_id, "hello", message_id)
    with pytest.raises(MessageIdTakenError, match="different message"):
        exchange(session, VISITOR, live, conversation_id, "goodbye", message_id)
    assert count(session, Message) == 2


def test_a_message_id_cannot_be_used_in_another_conversation(
    session: Session, live: LiveBot
) -> None:
    first, second = visits.start(session, VISITOR), visits.start(session, VISITOR)
    message_id = exchange(session, VISITOR, live, first, "hello").message.id
    with pytest.raises(MessageIdTakenError):
        exchange(session, VISITOR, live, second, "hello", message_id)
    assert count(session, Message) == 2


def test_the_id_of_an_answer_cannot_be_used_for_a_message(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    answer = exchange(session, VISITOR, live, conversation_id, "hello").answer
    with pytest.raises(MessageIdTakenError):
        exchange(session, VISITOR, live, conversation_id, answer.text, answer.id)


def test_the_same_message_arriving_many_times_at_once_is_stored_once(
    app: Flask, session: Session, live: LiveBot
) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()

    def send(_number: int) -> Exchange:
        with app.app_context():
            together.wait()
            return exchange(db.session, VISITOR, live, conversation_id, "hello", message_id)

    together = Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(send, range(6)))

    assert sorted(result.repeated for result in results) == [False] + [True] * 5
    assert len({result.answer.id for result in results}) == 1
    assert count(session, Message) == 2
    assert isinstance(live.bot, FakeBot)
    assert live.bot.heard == ["hello"]


def test_an_id_that_two_conversations_use_at_once_goes_to_one_of_them(
    app: Flask, session: Session, live: LiveBot
) -> None:
    both = [visits.start(session, VISITOR) for _ in range(2)]

    def send(conversation_id: UUID, message_id: UUID) -> bool:
        with app.app_context():
            together.wait()
            try:
                exchange(db.session, VISITOR, live, conversation_id, "hello", message_id)
            except MessageIdTakenError:
                return False
            return True

    for _ in range(10):
        together, message_id = Barrier(2), uuid4()
        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(send, both, [message_id] * 2))
        assert sorted(won) == [False, True]
    assert count(session, Message) == 20


def test_messages_that_arrive_at_once_are_answered_one_after_the_other(
    app: Flask, session: Session, live: LiveBot
) -> None:
    conversation_id = visits.start(session, VISITOR)

    def send(number: int) -> None:
        with app.app_context():
            text = f"hello {number}"
            exchange(db.session, VISITOR, live, conversation_id, text)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(30)))

    assert stored_state(session, conversation_id).last_responses == {"answers": 30}
    messages = visits.export(session, VISITOR, conversation_id).messages
    assert [message.role for message in messages] == ["user", "bot"] * 30
    for message, reply in zip(messages[::2], messages[1::2], strict=True):
        assert reply.reply_to == message.id


def test_a_clock_that_jumps_changes_no_order(
    session: Session, live: LiveBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chat page sorts by time."""
    conversation_id = visits.start(session, VISITOR)
    for hours in (0, 5, -48, 1):
        jumped = datetime.now(UTC) + timedelta(hours=hours)
        for module in (answering, storing):
            monkeypatch.setattr(module, "utc_now", lambda jumped=jumped: jumped)
        exchange(session, VISITOR, live, conversation_id, f"hello {hours}")
    messages = visits.export(session, VISITOR, conversation_id).messages
    texts = [message.text for message in messages if message.role == "user"]
    assert texts == ["hello 0", "hello 5", "hello -48", "hello 1"]
    times = [message.created_at for message in messages]
    assert times == sorted(times)


def test_a_bot_that_fails_leaves_nothing_half_done(session: Session, live: LiveBot) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    broken = replace(live, bot=BrokenBot())
    with pytest.raises(RuntimeError):
        exchange(session, VISITOR, broken, conversation_id, "hello", message_id)
    assert count(session, Message) == 0

    again = exchange(session, VISITOR, live, conversation_id, "hello", message_id)
    assert not again.repeated


def test_while_one_message_is_predicted_others_are_answered(
    app: Flask, session: Session, live: LiveBot
) -> None:
    """Otherwise the inner message waits for the outer transaction, and that for the message."""

    class SlowBot(FakeBot):
        def predict(self, text: str) -> Prediction:
            with app.app_context():
                exchange(db.session, VISITOR, live, other, "hello meanwhile")
            return super().predict(text)

    conversation_id, other = (visits.start(session, VISITOR) for _ in range(2))
    slow = replace(live, bot=SlowBot())
    exchange(session, VISITOR, slow, conversation_id, "hello")
    answers = [visits.export(session, VISITOR, key).messages[1] for key in (other, conversation_id)]
    assert [answer.text for answer in answers] == ["You said: hello meanwhile", "You said: hello"]


def test_while_a_follow_up_is_predicted_others_are_answered(
    app: Flask, session: Session, live: LiveBot
) -> None:
    predicted = []

    class FollowedBot(FakeBot):
        """Bot that reads each message behind a question."""

        def __init__(self) -> None:
            super().__init__()
            self.classifier: Any = self

        def predict(self, text: str) -> Prediction:
            predicted.append(text)
            if "\n" in text:
                with app.app_context():
                    exchange(db.session, VISITOR, live, other, "hello meanwhile")
            return super().predict(text)

        def answer(self, text: str, *rest: Any, predict: Any = None, **_rest: Any) -> Reply:
            assert predict(f"how long does it take?\n{text}")
            return super().answer(text, *rest)

    conversation_id, other = (visits.start(session, VISITOR) for _ in range(2))
    followed = replace(live, bot=FollowedBot())
    exchange(session, VISITOR, followed, conversation_id, "to Norway?")
    answers = [visits.export(session, VISITOR, key).messages[1] for key in (other, conversation_id)]
    assert [answer.text for answer in answers] == [
        "You said: hello meanwhile",
        "You said: to Norway?",
    ]
    assert predicted == ["to Norway?", "how long does it take?\nto Norway?"]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        (" \n\t ", " \n\t "),
        ("nothing\0ness", "nothingness"),
        ("half an emoji \ud83d", "half an emoji \ufffd"),
        ("👩‍🚀 שלום مرحبا", "👩‍🚀 שלום مرحبا"),
        ("\x01\x1b[31m\u202e", "\x01\x1b[31m\u202e"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_any_text_is_stored(session: Session, live: LiveBot, text: str, stored: str) -> None:
    conversation_id, message_id = visits.start(session, VISITOR), uuid4()
    send = (session, VISITOR, live, conversation_id, text, message_id)
    assert exchange(*send).message.text == stored
    assert exchange(*send).repeated


def stored_length(session: Session, conversation_id: UUID) -> int | None:
    with reading(session):
        return session.scalar(sa.select(Conversation.length).filter_by(id=conversation_id))


def test_the_number_of_messages_is_kept(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    assert stored_length(session, conversation_id) == 0
    for number in (2, 4):
        exchange(session, VISITOR, live, conversation_id, "hello")
        assert stored_length(session, conversation_id) == number
    with writing(session):  # as a program of the version before leaves it
        session.execute(sa.update(Conversation).values(length=1))
    exchange(session, VISITOR, live, conversation_id, "hello")
    assert stored_length(session, conversation_id) == 6
