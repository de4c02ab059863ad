from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from tests.support import visits
from tests.support.conversations import VISITOR, count
from tests.support.fakes import FakeBot
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, BOB, POLICY, on_desk, send, waiting_count
from web.conversations.answering.exchange import (
    Exchange,
    LongConversationError,
    MessageIdTakenError,
)
from web.conversations.answering.service import exchange
from web.conversations.erasure import erase_visitor
from web.conversations.service import ConversationNotFoundError
from web.core.audit import AuditEntry
from web.core.database import db, reading, utc_now, writing
from web.events.tables import Event
from web.handovers.tables import HandOver
from web.live import desk, visitors
from web.live.desk import Ending, HandOverNotFoundError, NotYoursError
from web.models.live_bot import LiveBot

ANSWERING = tuple(f"conversations.answering.{name}" for name in ("service", "locking", "storing"))


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
    for module in (*ANSWERING, "live.visitors", "live.locking"):
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


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the clock of conversations and hand-overs be minutes ahead."""

    def pass_minutes(minutes: int) -> None:
        moment = utc_now() + timedelta(minutes=minutes)
        for module in (*ANSWERING, "live.visitors", "live.locking", "live.queue"):
            monkeypatch.setattr(f"web.{module}.utc_now", lambda: moment)

    return pass_minutes


def leave(
    session: Session, conversation_id: UUID, message_id: UUID, most_messages: int | None = None
) -> str:
    """Leave a message; returns the state of the hand-over."""
    with writing(session):
        return visitors.leave(
            session,
            VISITOR,
            conversation_id,
            message_id,
            "Call me.",
            "me@example.org",
            most_messages=most_messages,
        ).state


def test_an_address_stays_on_the_desk_when_the_visitor_asks_again(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    send(session, live, conversation_id, "hello again")
    number = hand_overs.ask(session, conversation_id)
    leave(session, conversation_id, uuid4())
    assert hand_overs.ask(session, conversation_id) == number
    assert on_desk(session).entries[0].topics == ("greeting",), "each once"
    pass_time(2 * 24 * 60)
    (entry,) = on_desk(session).entries
    assert (entry.state, entry.address) == ("late", "me@example.org")
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    (entry,) = on_desk(session).entries
    assert (entry.state, entry.address) == ("left", "me@example.org")


def test_the_desk_shows_the_most_urgent_first_and_counts_the_rest(
    session: Session, monkeypatch: pytest.MonkeyPatch, pass_time: Callable[[int], None]
) -> None:
    numbers = [hand_overs.ask(session, visits.start(session, VISITOR)) for _ in range(5)]
    late, later, of_bob, left, mine = numbers
    hand_overs.take(session, of_bob, BOB, "Bob")
    hand_overs.take(session, mine)
    with reading(session):
        conversation_id = hand_overs.conversation_of(session, left)
    assert conversation_id
    leave(session, conversation_id, uuid4())
    pass_time(6)
    waits = hand_overs.ask(session, visits.start(session, VISITOR))
    shown = on_desk(session)
    assert [entry.number for entry in shown.entries] == [mine, waits, left, later, late, of_bob]
    assert shown.further == 0
    monkeypatch.setattr("web.live.queue.MOST", 2)
    assert (len(on_desk(session).entries), on_desk(session).further) == (2, 4)


def test_a_doubt_asks_once_in_a_conversation(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    doubts = [send(session, live, conversation_id, f"what {number}?").person for number in range(2)]
    assert doubts == ["offered", "asked"]
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert send(session, live, conversation_id, "what now?").person == "offered"


def test_a_person_who_is_away_leaves_the_conversation_to_others_and_then_to_the_bot(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    hand_overs.say(session, number, "One moment.")
    pass_time(16)
    assert hand_overs.follow(session, conversation_id).state == "taken", "nothing is owed"
    assert waiting_count(session) == 0
    assert send(session, live, conversation_id, "hello?").reply is None
    assert hand_overs.follow(session, conversation_id).state == "waiting"
    assert waiting_count(session) == 1
    pass_time(22)
    assert hand_overs.follow(session, conversation_id).state == "late"
    assert send(session, live, conversation_id, "hello").reply
    assert on_desk(session, BOB).entries[0].is_free
    hand_overs.say(session, number, "Here I am again.")
    assert hand_overs.follow(session, conversation_id).state == "taken"
    assert send(session, live, conversation_id, "hello").reply is None
    pass_time(36)
    with writing(session):
        desk.note_typing(session, ADA, number)
    pass_time(50)
    with pytest.raises(NotYoursError):
        hand_overs.take(session, number, BOB, "Bob")


def test_the_bot_answers_where_nobody_can_be_asked_for_any_more(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    hand_overs.take(session, hand_overs.ask(session, conversation_id))
    done = exchange(session, VISITOR, live, conversation_id, "hello")
    assert done.answer.text == "You said: hello"


def test_a_message_left_while_a_person_comes_is_stored_once_with_its_address(
    session: Session, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    message_id = uuid4()
    assert leave(session, conversation_id, message_id) == "taken"
    (entry,) = on_desk(session).entries
    assert (entry.address, entry.last_words) == ("me@example.org", "Call me.")
    answer_id = uuid4()
    hand_overs.say(session, number, "I will.", answer_id)
    with writing(session):
        desk.end(session, ADA, number, "close")
    assert leave(session, conversation_id, message_id) == "none", "a repeated message"
    hand_overs.say(session, number, "I will.", answer_id)
    texts = [m.text for m in visits.history(session, VISITOR, conversation_id).messages]
    assert texts[2:] == ["Call me.", "I will."]


def test_a_person_is_not_cut_short_by_the_limit_of_a_conversation(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    def send_limited() -> Exchange:
        return exchange(
            session, VISITOR, live, conversation_id, "hello", most_messages=2, policy=POLICY
        )

    with pytest.raises(LongConversationError):
        send_limited()
    session.rollback()
    hand_overs.take(session, hand_overs.ask(session, conversation_id))
    for _ in range(18):
        assert send_limited().reply is None
    with pytest.raises(LongConversationError):
        send_limited()
    session.rollback()
    with pytest.raises(LongConversationError):
        leave(session, conversation_id, uuid4(), most_messages=2)
    session.rollback()


def test_each_wait_that_begins_anew_is_an_event(
    session: Session, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    policy = replace(POLICY, announces=True)

    def ask() -> int:
        with writing(session):
            visitors.ask(session, VISITOR, conversation_id, policy)
        return count(session, Event)

    assert [ask(), ask()] == [1, 1]
    leave(session, conversation_id, uuid4())
    assert [ask(), ask()] == [2, 2]
    pass_time(6)
    assert [ask(), ask()] == [3, 3]


def test_a_conversation_has_one_request_that_has_not_ended(
    session: Session, conversation_id: UUID
) -> None:
    hand_overs.ask(session, conversation_id)
    now = utc_now()
    second = HandOver(
        conversation_id=conversation_id,
        status="left",
        reason="visitor",
        requested_at=now,
        waits_until=now,
    )
    with pytest.raises(sa.exc.IntegrityError), writing(session):
        session.add(second)
    session.rollback()
