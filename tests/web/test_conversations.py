from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.dialogue import DialogueState
from tests.fakes import BrokenBot, FakeBot
from web import conversations
from web.bots import LiveBot
from web.conversations import (
    ConversationNotFoundError,
    Exchange,
    MessageIdTakenError,
    MessageNotFoundError,
)
from web.database import db, reading
from web.models import Conversation, Feedback, Message

VISITOR = UUID("11111111-1111-4111-8111-111111111111")
STRANGER = UUID("22222222-2222-4222-8222-222222222222")


def count(session: Session, table: type[Any]) -> int:
    with reading(session):
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def stored_state(session: Session, conversation_id: UUID) -> DialogueState:
    with reading(session):
        text = session.scalar(sa.select(Conversation.state).filter_by(id=conversation_id))
    assert text
    return DialogueState.from_json(text)


def test_an_exchange_stores_both_messages_with_all_that_describes_the_answer(
    session: Session, live: LiveBot
) -> None:
    begun = datetime.now(UTC)
    conversation_id = conversations.start(session, VISITOR)
    done = conversations.exchange(session, live, VISITOR, conversation_id, "hello there")

    transcript = conversations.export(session, VISITOR, conversation_id)
    assert transcript.messages == (done.message, done.reply)
    assert transcript.created_at <= transcript.updated_at == done.reply.created_at
    assert done.message.role == "user"
    assert done.message.text == "hello there"
    assert done.message.intent is None
    reply = done.reply
    assert (reply.role, reply.text) == ("bot", "You said: hello there")
    assert (reply.intent, reply.confidence, reply.fallback) == ("greeting", 0.875, False)
    assert [(a.intent, a.confidence) for a in reply.alternatives] == [
        ("goodbye", 0.0625),
        ("thanks", 0.03125),
    ]
    assert (reply.candidates, reply.coverage) == (("greeting",), 0.95)
    assert reply.quick_replies == ("Orders", "Delivery")
    assert reply.reply_to == done.message.id
    assert reply.model_version == live.version.id
    assert begun <= done.message.created_at <= reply.created_at <= datetime.now(UTC)
    assert reply.created_at.utcoffset() == timedelta(0)
    with reading(session):
        latency = session.scalar(sa.select(Message.latency_ms).filter_by(id=reply.id))
    assert latency is not None
    assert 0 < latency < 1000


def test_the_state_goes_from_one_message_to_the_next(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    assert stored_state(session, conversation_id) == DialogueState()
    for text in ("hello", "what?", "hello again"):
        conversations.exchange(session, live, VISITOR, conversation_id, text)
    assert stored_state(session, conversation_id).last_responses == {"answers": 3}


def test_a_repeated_message_gets_the_stored_answer_and_is_stored_once(
    session: Session, live: LiveBot
) -> None:
    conversation_id, message_id = conversations.start(session, VISITOR), uuid4()
    send = (session, live, VISITOR, conversation_id, "hello", message_id)
    first, second = conversations.exchange(*send), conversations.exchange(*send)

    assert (first.repeated, second.repeated) == (False, True)
    assert (second.message, second.reply) == (first.message, first.reply)
    assert count(session, Message) == 2
    assert isinstance(live.bot, FakeBot)
    assert live.bot.heard == ["hello"]
    assert stored_state(session, conversation_id).last_responses == {"answers": 1}


def test_a_message_id_cannot_be_used_for_another_text(session: Session, live: LiveBot) -> None:
    conversation_id, message_id = conversations.start(session, VISITOR), uuid4()
    conversations.exchange(session, live, VISITOR, conversation_id, "hello", message_id)
    with pytest.raises(MessageIdTakenError, match="different message"):
        conversations.exchange(session, live, VISITOR, conversation_id, "goodbye", message_id)
    assert count(session, Message) == 2


def test_a_message_id_cannot_be_used_in_another_conversation(
    session: Session, live: LiveBot
) -> None:
    first, second = conversations.start(session, VISITOR), conversations.start(session, VISITOR)
    message_id = conversations.exchange(session, live, VISITOR, first, "hello").message.id
    with pytest.raises(MessageIdTakenError):
        conversations.exchange(session, live, VISITOR, second, "hello", message_id)
    assert count(session, Message) == 2


def test_the_id_of_an_answer_cannot_be_used_for_a_message(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    answer = conversations.exchange(session, live, VISITOR, conversation_id, "hello").reply
    with pytest.raises(MessageIdTakenError):
        conversations.exchange(session, live, VISITOR, conversation_id, answer.text, answer.id)


def test_the_same_message_arriving_many_times_at_once_is_stored_once(
    app: Flask, session: Session, live: LiveBot
) -> None:
    conversation_id, message_id = conversations.start(session, VISITOR), uuid4()

    def send(_number: int) -> Exchange:
        with app.app_context():
            together.wait()
            return conversations.exchange(
                db.session, live, VISITOR, conversation_id, "hello", message_id
            )

    together = Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(send, range(6)))

    assert sorted(exchange.repeated for exchange in done) == [False] + [True] * 5
    assert len({exchange.reply.id for exchange in done}) == 1
    assert count(session, Message) == 2
    assert isinstance(live.bot, FakeBot)
    assert live.bot.heard == ["hello"]


def test_an_id_that_two_conversations_use_at_once_goes_to_one_of_them(
    app: Flask, session: Session, live: LiveBot
) -> None:
    both = [conversations.start(session, VISITOR) for _ in range(2)]

    def send(conversation_id: UUID, message_id: UUID) -> bool:
        with app.app_context():
            together.wait()
            try:
                conversations.exchange(
                    db.session, live, VISITOR, conversation_id, "hello", message_id
                )
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
    conversation_id = conversations.start(session, VISITOR)

    def send(number: int) -> None:
        with app.app_context():
            text = f"hello {number}"
            conversations.exchange(db.session, live, VISITOR, conversation_id, text)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(30)))

    assert stored_state(session, conversation_id).last_responses == {"answers": 30}
    messages = conversations.export(session, VISITOR, conversation_id).messages
    assert [message.role for message in messages] == ["user", "bot"] * 30
    for message, reply in zip(messages[::2], messages[1::2], strict=True):
        assert reply.reply_to == message.id


def test_a_bot_that_fails_leaves_nothing_half_done(session: Session, live: LiveBot) -> None:
    conversation_id, message_id = conversations.start(session, VISITOR), uuid4()
    broken = LiveBot(BrokenBot(), live.version)
    with pytest.raises(RuntimeError):
        conversations.exchange(session, broken, VISITOR, conversation_id, "hello", message_id)
    assert count(session, Message) == 0

    again = conversations.exchange(session, live, VISITOR, conversation_id, "hello", message_id)
    assert not again.repeated


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
    conversation_id, message_id = conversations.start(session, VISITOR), uuid4()
    send = (session, live, VISITOR, conversation_id, text, message_id)
    assert conversations.exchange(*send).message.text == stored
    assert conversations.exchange(*send).repeated


def test_the_history_comes_in_pages(session: Session, live: LiveBot) -> None:
    conversation_id, other = (conversations.start(session, VISITOR) for _ in range(2))
    for number in range(5):
        conversations.exchange(session, live, VISITOR, conversation_id, f"hello {number}")
        conversations.exchange(session, live, VISITOR, other, "between")

    pages, after = [], 0
    while True:
        page = conversations.history(session, VISITOR, conversation_id, after=after, limit=4)
        pages.append(page)
        if page.next is None:
            break
        after = page.next
    assert [len(page.messages) for page in pages] == [4, 4, 2]
    whole = conversations.export(session, VISITOR, conversation_id).messages
    assert tuple(message for page in pages for message in page.messages) == whole
    assert [m.text for m in whole[::2]] == [f"hello {number}" for number in range(5)]


def test_the_last_page_says_so_also_when_it_is_full(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    conversations.exchange(session, live, VISITOR, conversation_id, "hello")
    page = conversations.history(session, VISITOR, conversation_id, limit=2)
    assert (len(page.messages), page.next) == (2, None)


def test_a_conversation_does_not_exist_for_a_stranger(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    reply = conversations.exchange(session, live, VISITOR, conversation_id, "hello").reply
    for attempt in (
        lambda: conversations.exchange(session, live, STRANGER, conversation_id, "hello"),
        lambda: conversations.history(session, STRANGER, conversation_id),
        lambda: conversations.export(session, STRANGER, conversation_id),
        lambda: conversations.delete(session, STRANGER, conversation_id),
        lambda: conversations.exchange(session, live, VISITOR, uuid4(), "hello"),
        lambda: conversations.history(session, VISITOR, uuid4()),
    ):
        with pytest.raises(ConversationNotFoundError):
            attempt()
    with pytest.raises(MessageNotFoundError):
        conversations.give_feedback(session, STRANGER, reply.id, 1)
    assert count(session, Message) == 2


def test_deleting_leaves_no_row_of_the_conversation(session: Session, live: LiveBot) -> None:
    gone, kept = (conversations.start(session, VISITOR) for _ in range(2))
    for conversation_id in (gone, kept):
        done = conversations.exchange(session, live, VISITOR, conversation_id, "hello")
        conversations.give_feedback(session, VISITOR, done.reply.id, 1, "good")

    conversations.delete(session, VISITOR, gone)

    assert [count(session, table) for table in (Conversation, Message, Feedback)] == [1, 2, 1]
    assert conversations.export(session, VISITOR, kept).messages[1].feedback == 1
    with pytest.raises(ConversationNotFoundError):
        conversations.delete(session, VISITOR, gone)


def test_feedback_can_be_changed(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    reply = conversations.exchange(session, live, VISITOR, conversation_id, "hello").reply
    assert reply.feedback is None

    conversations.give_feedback(session, VISITOR, reply.id, 1, "nice\0")
    conversations.give_feedback(session, VISITOR, reply.id, -1)

    assert conversations.history(session, VISITOR, conversation_id).messages[1].feedback == -1
    with reading(session):
        (stored,) = session.scalars(sa.select(Feedback))
    assert (stored.value, stored.comment) == (-1, None)
    assert stored.created_at < stored.updated_at


def test_feedback_is_for_answers_only(session: Session, live: LiveBot) -> None:
    conversation_id = conversations.start(session, VISITOR)
    message = conversations.exchange(session, live, VISITOR, conversation_id, "hello").message
    for message_id in (message.id, uuid4()):
        with pytest.raises(MessageNotFoundError):
            conversations.give_feedback(session, VISITOR, message_id, 1)


def test_feedback_given_many_times_at_once_is_stored_once(
    app: Flask, session: Session, live: LiveBot
) -> None:
    conversation_id = conversations.start(session, VISITOR)
    reply = conversations.exchange(session, live, VISITOR, conversation_id, "hello").reply

    def give(value: int) -> None:
        with app.app_context():
            together.wait()
            conversations.give_feedback(db.session, VISITOR, reply.id, value)

    together = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(give, [1, -1, 1, -1]))
    assert count(session, Feedback) == 1
