"""Subjects of streams, and what rings for whom."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.web.live import hand_overs
from tests.web.live.hand_overs import ADA, BOB
from web.core.database import reading, writing
from web.live import rings, visitors
from web.models.live_bot import LiveBot


def test_each_hears_what_is_new_for_them(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    other = visits.start(session, VISITOR)
    subjects = {
        "visitor": rings.of_visitor(conversation_id),
        "list": rings.of_desk(ADA),
        "page": rings.of_desk(ADA, conversation_id),
        "page of another": rings.of_desk(ADA, other),
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
    session: Session, live: LiveBot, conversation_id: UUID, pass_time: Callable[[int], None]
) -> None:
    subject = rings.of_desk(ADA, conversation_id)
    hand_overs.ask(session, conversation_id)
    pass_time(6)
    with reading(session):
        before = rings.versions_of(session, [subject])
    assert hand_overs.send(session, live, conversation_id, "hello").reply
    with reading(session):
        assert rings.versions_of(session, [subject]) != before


def test_editors_have_subjects_of_their_own() -> None:
    assert len({rings.of_desk(ADA), rings.of_desk(BOB), rings.of_desk("ä@example.org")}) == 3
    assert rings.of_desk("ä@example.org").isascii()
