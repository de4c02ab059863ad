from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.dialogue.bot import Reply
from chatbot.dialogue.state import DialogueState
from tests.support import visits
from tests.support.conversations import VISITOR, count
from tests.support.fakes import FakeBot
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, BOB, POLICY, send
from web.conversations.answering import MessageIdTakenError
from web.conversations.erasure import erase_visitor
from web.conversations.service import ConversationNotFoundError
from web.core.audit import AuditEntry
from web.core.database import db, reading, utc_now, writing
from web.handovers.tables import HandOver
from web.live import desk, visitors
from web.live.desk import Ending, HandOverNotFoundError, NotYoursError
from web.models.live_bot import LiveBot


@pytest.fixture
def conversation_id(session: Session, live: LiveBot) -> UUID:
    """Conversation of VISITOR with a message and an answer."""
    conversation_id = visits.start(session, VISITOR)
    send(session, live, conversation_id, "hello")
    return conversation_id


def test_a_person_has_a_conversation_until_it_is_with_the_bot_again(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    assert hand_overs.follow(session, conversation_id).state == "waiting"
    message_id = uuid4()
    waiting = send(session, live, conversation_id, "my order is late", message_id)
    assert (waiting.reply, waiting.person) == (None, "asked")
    again = send(session, live, conversation_id, "my order is late", message_id)
    assert (again.message, again.reply, again.repeated) == (waiting.message, None, True)

    before = hand_overs.follow(session, conversation_id)
    hand_overs.take(session, number)
    answer_id = uuid4()
    hand_overs.say(session, number, "Which **order**?", answer_id)
    hand_overs.say(session, number, "Which **order**?", answer_id)
    followed = hand_overs.follow(session, conversation_id, before.last)
    assert (followed.state, followed.person) == ("taken", "Ada")
    assert followed.version > before.version
    (answer,) = followed.messages
    assert (answer.role, answer.author, answer.text) == ("person", "Ada", "Which **order**?")
    assert [span.text for span in answer.spans if span.bold] == ["order"]
    assert send(session, live, conversation_id, "hello, CW-1").reply is None

    with writing(session):
        desk.end(session, ADA, number, "hand_back")
    assert hand_overs.follow(session, conversation_id).state == "none"
    done = send(session, live, conversation_id, "hello again")
    assert (done.answer.text, done.person) == ("You said: hello again", "none")
    history = visits.history(session, VISITOR, conversation_id).messages
    assert [(message.role, message.text) for message in history[2:]] == [
        ("user", "my order is late"),
        ("person", "Which **order**?"),
        ("user", "hello, CW-1"),
        ("user", "hello again"),
        ("bot", "You said: hello again"),
    ]
    times = [message.created_at for message in history]
    assert times == sorted(times)
    with reading(session):
        actions = session.execute(sa.select(AuditEntry.who, AuditEntry.action)).all()
    assert actions == [(ADA, "live.take"), (ADA, "live.hand_back")]


def test_of_two_who_take_it_at_once_one_gets_it(
    app: Flask, session: Session, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    ready = Barrier(2)

    def take(who: str) -> str | NotYoursError:
        with app.app_context():
            ready.wait()
            try:
                with db.sessionmaker() as own:
                    hand_overs.take(own, number, who)
            except NotYoursError as error:
                return error
            return who

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(take, (ADA, BOB)))
    (winner,) = [result for result in results if isinstance(result, str)]
    (error,) = [result for result in results if isinstance(result, NotYoursError)]
    assert str(error).startswith(f"{winner} has this conversation.")
    loser = BOB if winner == ADA else ADA
    with pytest.raises(NotYoursError), writing(session):
        desk.say(session, loser, number, uuid4(), "Hello?")
    endings: tuple[Ending, ...] = ("close", "hand_back")
    for ending in endings:
        with pytest.raises(NotYoursError), writing(session):
            desk.end(session, loser, number, ending)
    hand_overs.take(session, number, winner, "The same again")
    assert hand_overs.follow(session, conversation_id).person == "The same again"
    with writing(session):
        session.execute(sa.update(HandOver).values(taken_at=utc_now() - timedelta(minutes=16)))
    hand_overs.take(session, number, loser, "Somebody who is there")
    assert hand_overs.follow(session, conversation_id).person == "Somebody who is there"
    with pytest.raises(HandOverNotFoundError), writing(session):
        desk.take(session, ADA, number + 1, "Ada")


def test_messages_of_both_sides_at_once_are_all_there_once(
    app: Flask, session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    last = hand_overs.follow(session, conversation_id).last
    ids = [uuid4() for _ in range(6)]

    def write(position: int) -> None:
        with app.app_context():
            text, message_id = str(position // 2), ids[position // 2]
            with db.sessionmaker() as own:
                if position // 2 % 2:
                    hand_overs.say(own, number, text, message_id)
                else:
                    send(own, live, conversation_id, text, message_id)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))
    messages = hand_overs.follow(session, conversation_id, last).messages
    assert sorted(message.text for message in messages) == list("012345")
    assert [message.created_at for message in messages] == sorted(
        message.created_at for message in messages
    )
    with pytest.raises(MessageIdTakenError), writing(session):
        desk.say(session, ADA, number, ids[0], "0")


def test_after_the_wait_the_bot_goes_on_and_the_visitor_leaves_an_address(
    session: Session, live: LiveBot, conversation_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hand_overs.ask(session, conversation_id)
    later = utc_now() + timedelta(minutes=6)
    for module in ("conversations.answering", "live.visitors", "live.locking"):
        monkeypatch.setattr(f"web.{module}.utc_now", lambda: later)
    assert hand_overs.follow(session, conversation_id).state == "late"
    done = send(session, live, conversation_id, "hello")
    assert (done.answer.text, done.person) == ("You said: hello", "asked")
    message_id = uuid4()
    for _ in range(2):
        with writing(session):
            left = visitors.leave(
                session, VISITOR, conversation_id, message_id, "Call me.", "me@example.org"
            )
    assert left.state == "left"
    assert send(session, live, conversation_id, "hello").reply
    texts = [m.text for m in visits.history(session, VISITOR, conversation_id).messages]
    assert texts.count("Call me.") == 1
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert hand_overs.follow(session, conversation_id).state == "left", "a promise to answer"
    hand_overs.take(session, number)
    assert hand_overs.follow(session, conversation_id).state == "taken"


def test_the_visitor_goes_back_to_the_bot_at_any_time(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert send(session, live, conversation_id, "hello").reply
    with pytest.raises(NotYoursError, match="with the bot again"):
        hand_overs.say(session, number, "Still there?")
    session.rollback()
    assert hand_overs.ask(session, conversation_id) != number
    assert count(session, HandOver) == 2


def test_both_see_that_the_other_is_typing(session: Session, conversation_id: UUID) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    with writing(session):
        desk.note_typing(session, BOB, number)
    assert not hand_overs.follow(session, conversation_id).is_typing
    with writing(session):
        desk.note_typing(session, ADA, number)
        visitors.note_typing(session, VISITOR, conversation_id)
    assert hand_overs.follow(session, conversation_id).is_typing
    with reading(session):
        typed_at = session.scalar(sa.select(HandOver.visitor_typed_at))
    assert visitors.is_typing(typed_at, utc_now())
    assert not visitors.is_typing(typed_at, utc_now() + timedelta(seconds=7))
    hand_overs.say(session, number, "There.")
    assert not hand_overs.follow(session, conversation_id).is_typing


class AskingBot(FakeBot):
    """Bot whose answer to "hello person" opens the context that asks for a person."""

    def answer(self, text: str, *rest: object) -> Reply:
        reply = super().answer(text, *rest)  # type: ignore[arg-type]
        opened = ["hand_over"] if "person" in text else []
        return Reply(
            reply.text, reply.intent, reply.decision, (), reply.state.after_message(opened)
        )


def test_an_answer_or_two_doubts_in_a_row_ask_for_a_person(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    bot = replace(live, bot=AskingBot())
    assert send(session, bot, conversation_id, "hello person").person == "asked"
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert send(session, bot, conversation_id, "what?").person == "offered"
    assert send(session, bot, conversation_id, "hello").person == "none"
    assert send(session, bot, conversation_id, "what?").person == "offered"
    assert send(session, bot, conversation_id, "what now?").person == "asked"
    with reading(session):
        reasons = session.scalars(sa.select(HandOver.reason).order_by(HandOver.id)).all()
    assert reasons == ["intent", "doubt"]


def test_other_visitors_have_no_part_in_it(session: Session, conversation_id: UUID) -> None:
    hand_overs.ask(session, conversation_id)
    stranger = uuid4()
    for act in (
        lambda: visitors.follow(session, stranger, conversation_id, 0),
        lambda: visitors.ask(session, stranger, conversation_id, POLICY),
        lambda: visitors.go_back(session, stranger, conversation_id),
        lambda: visitors.note_typing(session, stranger, conversation_id),
        lambda: visitors.leave(session, stranger, conversation_id, uuid4(), "a", "b"),
    ):
        with pytest.raises(ConversationNotFoundError), writing(session):
            act()


def test_the_erasure_of_a_visitor_takes_the_address_along(
    session: Session, conversation_id: UUID
) -> None:
    hand_overs.ask(session, conversation_id)
    with writing(session):
        visitors.leave(session, VISITOR, conversation_id, uuid4(), "Call me.", "me@example.org")
    with writing(session):
        erase_visitor(session, ADA, conversation_id)
    assert count(session, HandOver) == 0


def test_a_conversation_without_a_hand_over_costs_no_further_statement(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    statements: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)

    def note_verb(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
        statements.append(text.split()[0])

    sa.event.listen(engine, "after_cursor_execute", note_verb)
    send(session, live, conversation_id, "hello")
    # PostgreSQL looks for a message that another request has stored meanwhile.
    looks = ["SELECT"] * (2 if engine.dialect.name == "postgresql" else 1)
    assert [verb for verb in statements if verb != "BEGIN"] == [*looks, "INSERT", "UPDATE"]


def test_the_state_of_old_conversations_is_read(session: Session) -> None:
    assert DialogueState.from_json('{"contexts": [], "forms_answered": 1}').doubts == 0
