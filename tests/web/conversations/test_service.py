from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState, SlotValue
from tests.support import visits
from tests.support.conversations import STRANGER, VISITOR, count
from web.conversations.answering.service import exchange
from web.conversations.service import ConversationNotFoundError, MessageNotFoundError
from web.conversations.tables import Conversation, Feedback, Message
from web.models.live_bot import LiveBot


def test_the_history_comes_in_pages(session: Session, live: LiveBot) -> None:
    conversation_id, other = (visits.start(session, VISITOR) for _ in range(2))
    for number in range(5):
        exchange(session, VISITOR, live, conversation_id, f"hello {number}")
        exchange(session, VISITOR, live, other, "between")

    pages, after = [], 0
    while True:
        page = visits.history(session, VISITOR, conversation_id, after=after, limit=4)
        pages.append(page)
        if page.next is None:
            break
        after = page.next
    assert [len(page.messages) for page in pages] == [4, 4, 2]
    whole = visits.export(session, VISITOR, conversation_id).messages
    assert tuple(message for page in pages for message in page.messages) == whole
    assert [m.text for m in whole[::2]] == [f"hello {number}" for number in range(5)]


def test_the_last_page_says_so_also_when_it_is_full(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    exchange(session, VISITOR, live, conversation_id, "hello")
    page = visits.history(session, VISITOR, conversation_id, limit=2)
    assert (len(page.messages), page.next) == (2, None)


def test_a_conversation_does_not_exist_for_a_stranger(session: Session, live: LiveBot) -> None:
    conversation_id = visits.start(session, VISITOR)
    reply = exchange(session, VISITOR, live, conversation_id, "hello").answer
    for attempt in (
        lambda: exchange(session, STRANGER, live, conversation_id, "hello"),
        lambda: visits.history(session, STRANGER, conversation_id),
        lambda: visits.export(session, STRANGER, conversation_id),
        lambda: visits.delete(session, STRANGER, conversation_id),
        lambda: exchange(session, VISITOR, live, uuid4(), "hello"),
        lambda: visits.history(session, VISITOR, uuid4()),
    ):
        with pytest.raises(ConversationNotFoundError):
            attempt()
    with pytest.raises(MessageNotFoundError):
        visits.give_feedback(session, STRANGER, reply.id, 1)
    assert count(session, Message) == 2


def test_deleting_leaves_no_row_of_the_conversation(session: Session, live: LiveBot) -> None:
    gone, kept = (visits.start(session, VISITOR) for _ in range(2))
    for conversation_id in (gone, kept):
        done = exchange(session, VISITOR, live, conversation_id, "hello")
        visits.give_feedback(session, VISITOR, done.answer.id, 1, "good")

    visits.delete(session, VISITOR, gone)

    assert [count(session, table) for table in (Conversation, Message, Feedback)] == [1, 2, 1]
    assert visits.export(session, VISITOR, kept).messages[1].feedback == 1
    with pytest.raises(ConversationNotFoundError):
        visits.delete(session, VISITOR, gone)


def test_values_kept_for_the_visitor_survive_later_messages_elsewhere(session: Session) -> None:
    values: list[dict[str, SlotValue]] = [
        {"mail": SlotValue("old", "visitor"), "town": SlotValue("Oslo", "visitor")},
        {"mail": SlotValue("new", "visitor"), "day": SlotValue("today", "conversation")},
        {},
    ]
    for minute, slots in enumerate(values):
        conversation = session.get_one(Conversation, visits.start(session, VISITOR))
        conversation.state = DialogueState(slots=slots).to_json()
        conversation.updated_at += timedelta(minutes=minute)
        session.commit()
    begun = session.get_one(Conversation, visits.start(session, VISITOR))
    state = DialogueState.from_json(begun.state)
    assert (state.values, state.is_returning) == ({"mail": "new", "town": "Oslo"}, True)
    session.rollback()
    other = session.get_one(Conversation, visits.start(session, STRANGER))
    assert DialogueState.from_json(other.state) == DialogueState()
