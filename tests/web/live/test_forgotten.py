"""Hand-overs that nobody waits for any more, and the daily work that ends them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.web.live import hand_overs
from web.conversations.tables import Conversation
from web.core.database import db, reading
from web.events.tables import Event
from web.handovers import retention_worker
from web.handovers.tables import HandOver
from web.models.live_bot import LiveBot

DAY = 24 * 60


def end_forgotten(*, announces: bool = False) -> int:
    return retention_worker.end_forgotten(db.sessionmaker, announces=announces)


def test_a_wait_ends_after_a_day_and_a_person_after_a_week(
    session: Session, live: LiveBot, pass_time: Callable[[int], None]
) -> None:
    waits, taken, left = (visits.start(session, VISITOR) for _ in range(3))
    for conversation_id in (waits, taken, left):
        hand_overs.send(session, live, conversation_id, "hello")
    numbers = [hand_overs.ask(session, key) for key in (waits, taken, left)]
    hand_overs.take(session, numbers[1])
    hand_overs.leave(session, left, uuid4())
    pass_time(DAY - 1)
    assert end_forgotten() == 0
    pass_time(DAY + 1)
    assert (end_forgotten(), end_forgotten()) == (1, 0)
    pass_time(7 * DAY + 1)
    assert end_forgotten() == 1
    with reading(session):
        states = session.execute(
            sa.select(HandOver.status, HandOver.ended_by, Conversation.silent_until.is_(None))
            .join(Conversation)
            .order_by(HandOver.id)
        ).all()
    assert states == [("ended", "Recollect", 1), ("ended", "Recollect", 1), ("left", None, 0)]
    assert hand_overs.send(session, live, waits, "hello").person == "none"


def test_each_of_many_is_an_event_where_somebody_is_told(
    session: Session, pass_time: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention_worker, "BATCH", 2)
    conversations = {visits.start(session, VISITOR) for _ in range(3)}
    for conversation_id in conversations:
        hand_overs.ask(session, conversation_id)
    pass_time(DAY + 1)
    assert end_forgotten(announces=True) == 3
    with reading(session):
        rows = session.execute(sa.select(Event.kind, Event.conversation_id)).all()
    assert sorted(map(tuple, rows)) == sorted(("handover.closed", key) for key in conversations)
