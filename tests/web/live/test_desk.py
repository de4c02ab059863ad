from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, BOB, on_desk, send, waiting_count
from web.conversations.answering.exchange import (
    MessageIdTakenError,
)
from web.conversations.tables import Conversation, Message
from web.core.audit import AuditEntry
from web.core.database import db, reading, utc_now, writing
from web.handovers.tables import HandOver
from web.live import desk, visitors
from web.live.desk import Ending, HandOverNotFoundError, NotYoursError
from web.models.live_bot import LiveBot


def test_the_number_of_a_deleted_conversation_leads_to_no_other_visitor(
    session: Session, conversation_id: UUID
) -> None:
    """A page of the desk may still keep a message for it."""
    number = hand_overs.ask(session, conversation_id)
    visits.delete(session, VISITOR, conversation_id)
    assert hand_overs.ask(session, visits.start(session, VISITOR)) != number


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
    with reading(session):
        stored = sa.select(sa.func.count()).select_from(Message).scalar_subquery()
        assert session.scalars(sa.select(Conversation.length - stored)).all() == [0]
    with pytest.raises(MessageIdTakenError), writing(session):
        desk.say(session, ADA, number, ids[0], "0")


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
    hand_overs.leave(session, conversation_id, uuid4())
    pass_time(6)
    waits = hand_overs.ask(session, visits.start(session, VISITOR))
    shown = on_desk(session)
    assert [entry.number for entry in shown.entries] == [mine, waits, left, later, late, of_bob]
    assert shown.further == 0
    monkeypatch.setattr("web.live.queue.MOST", 2)
    assert (len(on_desk(session).entries), on_desk(session).further) == (2, 4)


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
