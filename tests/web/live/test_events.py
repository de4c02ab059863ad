from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.conversations import VISITOR, count
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, POLICY
from web.core.database import writing
from web.events.tables import Event
from web.live import desk, visitors
from web.live.desk import Ending
from web.live.release import release
from web.models.live_bot import LiveBot


def test_each_wait_that_begins_anew_is_an_event(
    session: Session, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    policy = replace(POLICY, announces=True)

    def ask() -> int:
        with writing(session):
            visitors.ask(session, VISITOR, conversation_id, policy)
        return count(session, Event)

    assert [ask(), ask()] == [1, 1]
    hand_overs.leave(session, conversation_id, uuid4())
    assert [ask(), ask()] == [2, 2]
    pass_time(6)
    assert [ask(), ask()] == [3, 3]


def test_a_conversation_taken_and_ended_is_an_event(
    session: Session, conversation_id: UUID
) -> None:
    def kinds() -> list[str]:
        with writing(session):
            noted = session.scalars(sa.select(Event.kind).order_by(Event.created_at)).all()
            session.execute(sa.delete(Event))
        return list(noted)

    def end(ending: Ending) -> None:
        with writing(session):
            desk.end(session, ADA, number, ending, announces=True)

    number = hand_overs.ask(session, conversation_id)
    for name in ("Ada", "Ada, again"):
        with writing(session):
            desk.take(session, ADA, number, name, announces=True)
    assert kinds() == ["handover.taken"]
    end("hand_back")
    assert kinds() == ["handover.returned"]
    number = hand_overs.ask(session, conversation_id)
    end("close")
    assert kinds() == ["handover.closed"]
    hand_overs.ask(session, conversation_id)
    for _ in range(2):
        with writing(session):
            visitors.go_back(session, VISITOR, conversation_id, announces=True)
    assert kinds() == ["handover.returned"]
    number = hand_overs.ask(session, conversation_id)
    hand_overs.leave(session, conversation_id, uuid4())
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id, announces=True)
    assert kinds() == [], "an address waits for persons"


def test_the_visitors_of_an_editor_who_goes_are_an_event_each(
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    policy = replace(POLICY, announces=True)

    def released() -> tuple[str, list[str], int]:
        with writing(session):
            release(session, ADA, policy)
            noted = session.scalars(sa.select(Event.kind)).all()
            session.execute(sa.delete(Event))
        state = hand_overs.follow(session, conversation_id).state
        return state, list(noted), hand_overs.waiting_count(session)

    hand_overs.take(session, hand_overs.ask(session, conversation_id))
    pass_time(1)
    assert released() == ("waiting", ["handover.requested"], 1), "the first wait still runs"
    number = hand_overs.number_of(session, conversation_id)
    hand_overs.take(session, number)
    hand_overs.say(session, number, "All done.")
    pass_time(3 * 24 * 60)
    assert released() == ("none", ["handover.returned"], 0)
    assert released() == ("none", [], 0)
    assert hand_overs.send(session, live, conversation_id, "hello").person == "none"


def test_nothing_is_noted_where_nobody_is_told(session: Session, conversation_id: UUID) -> None:
    number = hand_overs.ask(session, conversation_id)
    hand_overs.take(session, number)
    with writing(session):
        desk.end(session, ADA, number, "close")
    assert count(session, Event) == 0
