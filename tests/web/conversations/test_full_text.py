import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation
from web.conversations.full_text import EXCERPT, Query, excerpt, forget, highlighted, holds, parse
from web.conversations.tables import Conversation, Message
from web.core.database import reading, writing

TEXTS = (
    "Where is my order-5 parcel?",
    "The parcel is late, very late!",
    "Write to e-mail anna.smith@example.org or see https://example.org/late",
    "ПОСЫЛКА где? Café déjà vu",
    "It's 50% off & don't wait_here; \"really\" <b>bold</b>",
)


@pytest.fixture
def texts(session: Session) -> Session:
    store_conversation(session, *(PastMessage(text, answer="Indeed.") for text in TEXTS))
    return session


def hits(session: Session, text: str) -> list[int]:
    """Places in TEXTS of the texts that match the query."""
    query = parse(text)
    with reading(session):
        where = holds(session, query, Message)
        rows = session.scalars(sa.select(Message.text).where(where).order_by(Message.seq))
        return [TEXTS.index(row) for row in rows if row in TEXTS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parcel", [0, 1]),
        ("PARCEL late", [1]),
        ('"is late"', [1]),
        ('"late is"', []),
        ('"very late', [1]),
        ("parcel -late", [0]),
        ('parcel -"very late"', [0]),
        ("-parcel", [2, 3, 4]),
        ("order", [0]),
        ("5", [0]),
        ("order-5", [0]),
        ("e-mail", [2]),
        ("smith", [2]),
        ("anna.smith@example.org", [2]),
        ("late", [1, 2]),
        ("посылка", [3]),
        ("café", [3]),
        ("cafe", []),
        ("50%", [4]),
        ("don't", [4]),
        ("here", [4]),
        ("b", [4]),
        ("parc", []),
        ("or", [2]),
        ("?! -", [0, 1, 2, 3, 4]),
        ("", [0, 1, 2, 3, 4]),
    ],
)
def test_both_databases_find_the_same(texts: Session, text: str, expected: list[int]) -> None:
    assert hits(texts, text) == expected


@given(
    st.text(st.sampled_from("ab\"'-*^:()+{}[]~&|!<>\\%?_ \0\ud800é½ NEAR OR AND NOT"), max_size=30)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_is_wrong(session: Session, text: str) -> None:
    assert hits(session, text) == []


def test_the_words_of_what_is_changed_or_deleted_are_found_no_more(texts: Session) -> None:
    with writing(texts):
        texts.execute(
            sa.update(Message).where(Message.text == TEXTS[0]).values(text=TEXTS[1]),
            execution_options={"synchronize_session": False},
        )
    assert hits(texts, "order") == []
    assert hits(texts, "late parcel") == [1, 1]
    with writing(texts):
        texts.execute(sa.delete(Conversation))
    assert hits(texts, "parcel") == []


def test_nothing_of_deleted_messages_stays_in_the_index(texts: Session) -> None:
    kept = store_conversation(texts, PastMessage("Something else"))
    with writing(texts):
        texts.execute(sa.delete(Conversation).where(Conversation.id != kept))
        forget(texts)
    if texts.get_bind().dialect.name == "sqlite":
        with reading(texts):
            blocks = texts.scalars(sa.text("SELECT block FROM message_words_data"))
            index = b"".join(block for block in blocks if isinstance(block, bytes))
        assert b"else" in index
        assert b"parcel" not in index


def test_hits_are_parts_of_their_own() -> None:
    parts = highlighted("Late, VERY late: latest", parse('late "very late"'))
    assert [(part.text, part.hit) for part in parts] == [
        ("Late", True),
        (", ", False),
        ("VERY late", True),
        (": latest", False),
    ]
    assert [part.text for part in highlighted("as it is", Query())] == ["as it is"]


def test_an_excerpt_shows_the_first_hit() -> None:
    parts = excerpt("word " * 100 + "needle" + " word" * 100, parse("needle"))
    assert sum(len(part.text) for part in parts) == EXCERPT + 4
    assert [part.text for part in parts if part.hit] == ["needle"]
    assert parts[0].text.startswith("… ")
    assert parts[-1].text.endswith(" …")
