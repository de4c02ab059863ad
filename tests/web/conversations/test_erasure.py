from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import PastMessage, store_conversation
from web.conversations import erasure, service
from web.conversations.full_text import holds, parse
from web.conversations.service import ConversationNotFoundError
from web.conversations.tables import Conversation, Feedback, Message
from web.core.audit import AuditEntry
from web.core.database import reading, writing

TABLES = (Conversation, Message, Feedback)


def row_counts(session: Session) -> list[int | None]:
    with reading(session):
        return [session.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES]


def traces(session: Session, word: str) -> bool:
    """True while the messages or their index contain the word."""
    with reading(session):
        if session.scalars(
            sa.select(Message.seq).where(holds(session, parse(word), Message))
        ).all():
            return True
        if session.get_bind().dialect.name != "sqlite":
            return False
        blocks = session.scalars(sa.text("SELECT block FROM message_words_data"))
        return any(word.encode() in bytes(block) for block in blocks)


def audit(session: Session) -> list[tuple[object, ...]]:
    with reading(session):
        rows = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        return [(row.who, row.action, row.subject, row.details) for row in rows]


def test_one_conversation_is_erased_and_nothing_is_left_of_it(session: Session) -> None:
    visitor = uuid4()
    gone = store_conversation(
        session, PastMessage("zebra", thumb=1, comment="zebra"), visitor=visitor
    )
    store_conversation(session, PastMessage("kept", thumb=1), visitor=visitor)
    with writing(session):
        erased = erasure.erase_conversation(session, "ada@example.org", gone)
    assert (erased.conversations, erased.messages) == (1, 2)
    assert row_counts(session) == [1, 2, 1]
    assert not traces(session, "zebra")
    assert traces(session, "kept")
    assert audit(session) == [
        (
            "ada@example.org",
            "conversation.erase",
            f"conversation {gone}",
            {"messages": 2, "thumbs": 1},
        )
    ]


def test_training_reads_the_latest_texts_of_visitors_until_they_are_erased(
    session: Session,
) -> None:
    texts = ("first", "second", "third")
    conversations = [store_conversation(session, PastMessage(text)) for text in texts]
    with reading(session):
        assert service.latest_texts(session, 2) == ["second", "third"]
        assert service.latest_texts(session, 9) == [*texts]
    with writing(session):
        erasure.erase_conversation(session, "ada@example.org", conversations[1])
    with reading(session):
        assert service.latest_texts(session, 9) == ["first", "third"]


def test_all_of_a_visitor_is_erased(session: Session) -> None:
    visitor = uuid4()
    first = store_conversation(session, PastMessage("zebra"), visitor=visitor)
    store_conversation(session, PastMessage("zebra"), PastMessage("tiger"), visitor=visitor)
    store_conversation(session, PastMessage("kept"))
    with writing(session):
        erased = erasure.erase_visitor(session, "ada@example.org", first)
    assert (erased.conversations, erased.messages) == (2, 6)
    assert row_counts(session) == [1, 2, 0]
    assert not traces(session, "tiger")
    details = {"conversations": 2, "messages": 6}
    assert audit(session) == [
        ("ada@example.org", "visitor.erase", f"visitor {visitor.hex[:8]}", details)
    ]


def test_what_is_not_there_is_not_erased(session: Session) -> None:
    for erase in (erasure.erase_conversation, erasure.erase_visitor):
        with pytest.raises(ConversationNotFoundError), writing(session):
            erase(session, "ada@example.org", uuid4())
    assert audit(session) == []


def test_what_a_visitor_deletes_leaves_nothing_in_the_search(session: Session) -> None:
    visitor = uuid4()
    store_conversation(session, PastMessage("kept"))
    gone = store_conversation(session, PastMessage("zebra"), visitor=visitor)
    visits.delete(session, visitor, gone)
    assert not traces(session, "zebra")
