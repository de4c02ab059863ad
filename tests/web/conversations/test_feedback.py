from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR, count
from web.conversations.answering.service import exchange
from web.conversations.service import MessageNotFoundError
from web.conversations.tables import Feedback
from web.core.database import db, reading
from web.models.live_bot import LiveBot


def test_feedback_can_be_changed(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    reply = exchange(session, VISITOR, live, conversation_id, "hello").answer
    assert reply.feedback is None

    visits.give_feedback(session, VISITOR, reply.id, 1, "nice\0")
    visits.give_feedback(session, VISITOR, reply.id, -1)

    assert visits.history(session, VISITOR, conversation_id).messages[1].feedback == -1
    with reading(session):
        (stored,) = session.scalars(sa.select(Feedback))
    assert (stored.value, stored.comment) == (-1, None)
    assert stored.created_at < stored.updated_at


def test_feedback_is_for_answers_only(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    message = exchange(session, VISITOR, live, conversation_id, "hello").message
    for message_id in (message.id, uuid4()):
        with pytest.raises(MessageNotFoundError):
            visits.give_feedback(session, VISITOR, message_id, 1)


def test_feedback_given_many_times_at_once_is_stored_once(
    app: Flask, session: Session, live: LiveBot
) -> None:
    conversation_id = visits.start(session, VISITOR)
    reply = exchange(session, VISITOR, live, conversation_id, "hello").answer

    def give(value: int) -> None:
        with app.app_context():
            together.wait()
            visits.give_feedback(db.session, VISITOR, reply.id, value)

    together = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(give, [1, -1, 1, -1]))
    assert count(session, Feedback) == 1
