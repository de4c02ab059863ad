from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.reply import Reply
from tests.support import visits
from tests.support.conversations import VISITOR, count
from tests.support.fakes import FakeBot
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, POLICY, on_desk, send
from web.conversations.answering.exchange import (
    Exchange,
    LongConversationError,
)
from web.conversations.answering.service import exchange
from web.conversations.erasure import erase_visitor
from web.conversations.service import ConversationNotFoundError
from web.core.database import utc_now, writing
from web.handovers.tables import HandOver
from web.live import desk, visitors
from web.live.desk import NotYoursError
from web.models.live_bot import LiveBot


def test_after_the_wait_the_bot_goes_on_and_the_visitor_leaves_an_address(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    number = hand_overs.ask(session, conversation_id)
    pass_time(6)
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


def test_who_waited_in_vain_asks_again_and_waits_as_long(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    def heard() -> tuple[str, bool, str, bool]:
        """State for the visitor, an answer of the bot, and the desk: state, free to take."""
        state = hand_overs.follow(session, conversation_id).state
        is_answered = send(session, live, conversation_id, "hello").reply is not None
        (entry,) = on_desk(session).entries
        return state, is_answered, entry.state, entry.is_free

    number = hand_overs.ask(session, conversation_id)
    pass_time(6)
    assert heard() == ("late", True, "late", True)
    before = on_desk(session)
    assert hand_overs.ask(session, conversation_id) == number
    assert heard() == ("waiting", False, "waiting", True)
    assert on_desk(session).mark != before.mark, "the desk is rung again"
    pass_time(8)
    assert heard() == ("waiting", False, "waiting", True), "two of the five new minutes"
    pass_time(12)
    assert heard() == ("late", True, "late", True)
    hand_overs.take(session, number)
    assert heard() == ("taken", False, "taken", False)


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


class ContextBot(FakeBot):
    """Bot whose first answer opens a context for three messages, and whose answers tell it."""

    def answer(self, text: str, *rest: Any, **_predict: Any) -> Reply:
        reply = super().answer(text, *rest)
        state = rest[1]
        opened = {"order": 3} if not state.last_responses else {}
        lifespans = [context.lifespan for context in state.contexts]
        after = reply.state.after_message(opened, lifespans=opened)
        return replace(reply, text=f"open: {lifespans}", quick_replies=(), state=after)


def test_while_a_person_answers_contexts_grow_older_by_minutes_and_not_by_messages(
    session: Session, live: LiveBot, pass_time: Callable[[int], None]
) -> None:
    bot = replace(live, bot=ContextBot())
    conversation_id = visits.start(session, VISITOR)

    def at(minutes: int) -> str | None:
        """Answer of the bot at that minute, behind two messages each of visitor and person."""
        number = hand_overs.ask(session, conversation_id)
        hand_overs.take(session, number)
        for passed in (minutes - 6, minutes - 1):
            pass_time(passed)
            assert send(session, bot, conversation_id, "hello Ada").reply is None
            hand_overs.say(session, number, "hello")
        with writing(session):
            visitors.go_back(session, VISITOR, conversation_id)
        pass_time(minutes)
        return send(session, bot, conversation_id, "hello").answer.text

    assert send(session, bot, conversation_id, "hello").answer.text == "open: []"
    assert at(9) == "open: [3]"
    assert at(19) == "open: [2]"
    assert at(30) == "open: []", "open for 20 minutes"


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


def test_an_address_stays_on_the_desk_when_the_visitor_asks_again(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    send(session, live, conversation_id, "hello again")
    number = hand_overs.ask(session, conversation_id)
    hand_overs.leave(session, conversation_id, uuid4())
    assert hand_overs.ask(session, conversation_id) == number
    assert on_desk(session).entries[0].topics == ("greeting",), "each once"
    pass_time(2 * 24 * 60)
    (entry,) = on_desk(session).entries
    assert (entry.state, entry.address) == ("late", "me@example.org")
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    (entry,) = on_desk(session).entries
    assert (entry.state, entry.address) == ("left", "me@example.org")


def test_a_message_left_while_a_person_comes_is_stored_once_with_its_address(
    session: Session, conversation_id: UUID
) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    message_id = uuid4()
    assert hand_overs.leave(session, conversation_id, message_id) == "taken"
    (entry,) = on_desk(session).entries
    assert (entry.address, entry.last_words) == ("me@example.org", "Call me.")
    answer_id = uuid4()
    hand_overs.say(session, number, "I will.", answer_id)
    with writing(session):
        desk.end(session, ADA, number, "close")
    assert hand_overs.leave(session, conversation_id, message_id) == "none", "a repeated message"
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
        hand_overs.leave(session, conversation_id, uuid4(), most_messages=2)
    session.rollback()


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
