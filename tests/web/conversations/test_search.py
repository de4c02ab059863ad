from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from tests.support.conversations import NOON, PastMessage, store_conversation
from web.admin.periods import period_of
from web.conversations import search, transcript
from web.conversations.filter import ConversationFilter
from web.conversations.full_text import parse
from web.conversations.search import ListedConversation
from web.conversations.service import ConversationNotFoundError
from web.core.database import reading
from web.core.paging import Cursor
from web.models.live_bot import LiveBot


def results(
    session: Session, filters: ConversationFilter | None = None, sort: str = ""
) -> list[ListedConversation]:
    with reading(session):
        order = search.sort_of(sort)
        page = search.search(session, filters or ConversationFilter(), order, Cursor())
        return list(page.rows)


@pytest.fixture
def three(session: Session, live: LiveBot) -> dict[UUID, str]:
    """Three conversations and an empty one, and their names."""
    parcel = store_conversation(
        session,
        PastMessage("Where is my parcel?", "It is on its way.", NOON, "parcel", 0.9, thumb=1),
        PastMessage("Thanks", "Any time.", NOON, "thanks", 0.6, version=live.version_id),
    )
    later = NOON + timedelta(days=1)
    lost = store_conversation(
        session, PastMessage("It got lost", "Sorry?", later, confidence=0.1, fallback=True)
    )
    days = store_conversation(
        session, *[PastMessage("Hi", "A parcel?", NOON + timedelta(days=2), thumb=-1)] * 2
    )
    empty = store_conversation(session)
    return {parcel: "parcel", lost: "lost", days: "days", empty: "empty"}


SECOND_DAY = period_of("2026-11-21", "", "", datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (ConversationFilter(), ["days", "lost", "parcel", "empty"]),
        (ConversationFilter(words=parse("parcel")), ["days", "parcel"]),
        (ConversationFilter(words=parse("parcel -where")), ["days"]),
        (ConversationFilter(period=SECOND_DAY), ["lost"]),
        (ConversationFilter(intent="thanks"), ["parcel"]),
        (ConversationFilter(intent="thanks", words=parse("parcel")), []),
        (ConversationFilter(intent="parcel", words=parse("way")), ["parcel"]),
        (ConversationFilter(outcome="fallback"), ["lost"]),
        (ConversationFilter(outcome="understood"), ["days", "parcel"]),
        (ConversationFilter(outcome="asked"), []),
        (ConversationFilter(lowest=0.05, highest=0.6), ["lost", "parcel"]),
        (ConversationFilter(thumb=1), ["parcel"]),
        (ConversationFilter(thumb=-1), ["days"]),
        (ConversationFilter(version=1), ["parcel"]),
        (ConversationFilter(version=2), []),
    ],
)
def test_a_filter_finds_conversations_with_such_an_answer(
    session: Session, three: dict[UUID, str], filters: ConversationFilter, names: list[str]
) -> None:
    # Where two were last used at the same moment, their ids decide.
    rows = [three[row.id] for row in results(session, filters)]
    assert sorted(rows) == sorted(names)
    assert [row for row in rows if row != "empty"] == [name for name in names if name != "empty"]


def test_a_row_shows_the_last_hit_and_counts_them(session: Session, three: dict[UUID, str]) -> None:
    (days, parcel) = results(session, ConversationFilter(words=parse("parcel")))
    assert (days.messages, days.hits) == (4, 2)
    assert (parcel.messages, parcel.hits) == (4, 1)
    assert parcel.hit
    assert [(part.text, part.hit) for part in parcel.hit.question] == [
        ("Where is my ", False),
        ("parcel", True),
        ("?", False),
    ]
    record = parcel.hit.record
    assert (record.intent, record.confidence, record.fallback) == ("parcel", 0.9, False)
    assert len(parcel.visitor) == 8


def test_conversations_are_sorted(session: Session, three: dict[UUID, str]) -> None:
    names = [three[row.id] for row in results(session, sort="messages")]
    assert names[:2] == ["empty", "lost"]
    assert three[results(session, sort="created")[-1].id] == "days"


def test_the_choices_are_what_was_answered(session: Session, three: dict[UUID, str]) -> None:
    with reading(session):
        choices = search.choices(session)
    assert choices.intents == ("fallback", "greeting", "parcel", "thanks")
    assert choices.versions == (1,)


def test_a_transcript_says_how_each_answer_came_about(session: Session, live: LiveBot) -> None:
    visitor = uuid4()
    store_conversation(session, visitor=visitor)
    understood = PastMessage(
        "Hi", "Hello", intent="greeting", version=live.version_id, thumb=-1, comment="Hm"
    )
    lost = PastMessage("Eh", "Sorry?", fallback=True)
    conversation = store_conversation(session, understood, lost, visitor=visitor)
    with reading(session):
        read = transcript.read(session, conversation)
    assert (read.visitor, read.messages, read.of_visitor) == (visitor.hex[:8], 4, 2)
    question, answer, _, refusal = read.page.rows
    assert (question.role, question.text, question.ranking) == ("user", "Hi", ())
    assert (answer.intent, answer.confidence, answer.latency_ms) == ("greeting", 0.9, 3.25)
    assert (answer.model_version, answer.feedback, answer.comment) == (live.version_id, -1, "Hm")
    assert [ranked.intent for ranked in answer.ranking] == ["greeting", "goodbye"]
    assert (answer.candidates, answer.coverage) == (("greeting",), 0.95)
    assert [ranked.intent for ranked in refusal.ranking] == ["goodbye"]


def test_a_long_transcript_has_pages(session: Session) -> None:
    conversation = store_conversation(
        session, *(PastMessage(f"message {number}") for number in range(60))
    )
    with reading(session):
        first = transcript.read(session, conversation).page
        second = transcript.read(session, conversation, Cursor(after=first.next or "")).page
    assert (len(first.rows), len(second.rows)) == (100, 20)
    assert second.rows[0].text == "message 50"


def test_there_is_no_transcript_of_what_is_not_there(session: Session) -> None:
    with reading(session), pytest.raises(ConversationNotFoundError):
        transcript.read(session, uuid4())
