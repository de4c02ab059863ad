"""Subjects of streams, and what rings for whom."""

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, BOB
from web.accounts.tables import User
from web.core.database import reading, writing
from web.live import rings, visitors
from web.models.live_bot import LiveBot


@pytest.fixture
def ada(session: Session) -> User:
    """Editor, who is not in the session."""
    user = User(email=ADA, password="none", role="editor")
    with writing(session):
        session.add(user)
        session.flush()
        session.expunge(user)
    return user


def test_each_hears_what_is_new_for_them(
    session: Session, live: LiveBot, conversation_id: UUID, ada: User
) -> None:
    other = visits.start(session, VISITOR)
    subjects = {
        "visitor": rings.of_visitor(conversation_id),
        "list": rings.of_desk(ada),
        "page": rings.of_desk(ada, conversation_id),
        "page of another": rings.of_desk(ada, other),
    }
    before: dict[str, object] = {}

    def heard(act: Callable[[], object]) -> set[str]:
        """Names of the subjects that have news of an act."""
        act()
        with reading(session):
            versions = rings.versions_of(session, subjects.values())
        news = {n for n, subject in subjects.items() if before.get(n) != versions.get(subject)}
        before.update({name: versions.get(subject) for name, subject in subjects.items()})
        return news

    def type_as_visitor() -> None:
        with writing(session):
            visitors.note_typing(session, VISITOR, conversation_id)

    everybody = {"visitor", "list", "page"}
    heard(lambda: None)
    assert heard(lambda: None) == set()
    assert heard(lambda: hand_overs.ask(session, conversation_id)) == everybody
    number = hand_overs.number_of(session, conversation_id)
    assert heard(lambda: hand_overs.send(session, live, conversation_id, "hello?")) == everybody
    assert heard(lambda: hand_overs.take(session, number)) == everybody
    assert heard(type_as_visitor) == {"page"}
    assert heard(lambda: hand_overs.say(session, number, "Yes?")) == everybody
    assert heard(lambda: hand_overs.ask(session, other)) == {"list", "page of another"}


def test_messages_of_the_bot_ring_on_the_page_of_the_conversation(
    session: Session,
    live: LiveBot,
    conversation_id: UUID,
    pass_time: Callable[[int], None],
    ada: User,
) -> None:
    subject = rings.of_desk(ada, conversation_id)
    hand_overs.ask(session, conversation_id)
    pass_time(6)
    with reading(session):
        before = rings.versions_of(session, [subject])
    assert hand_overs.send(session, live, conversation_id, "hello").reply
    with reading(session):
        assert rings.versions_of(session, [subject]) != before


@pytest.mark.parametrize(
    "change",
    [{"role": "viewer"}, {"active": False}, {"fs_uniquifier": "that of a new session"}],
    ids=["another role", "disabled", "signed out"],
)
def test_a_stream_ends_with_the_rights_of_its_editor(
    session: Session, conversation_id: UUID, ada: User, change: dict[str, object]
) -> None:
    subjects = [
        rings.of_desk(ada),
        rings.of_desk(ada, conversation_id),
        rings.of_visitor(conversation_id),
    ]
    hand_overs.ask(session, conversation_id)

    def ended() -> list[str]:
        with reading(session):
            versions = rings.versions_of(session, subjects)
        return [subject for subject in subjects if versions[subject] is None]

    with writing(session):
        bob = User(email=BOB, password="none", role="admin")
        session.add(bob)
        session.flush()
        subjects += [rings.of_desk(bob)]
    assert ended() == []
    with writing(session):
        session.execute(sa.update(User).where(User.id == ada.id).values(**change))
    assert ended() == subjects[:2]
