"""Keyset paging: every row on exactly one page, in both directions, for any address."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Conversation
from web.core.database import reading, writing
from web.core.paging import Column, Cursor, Page, read_page, sort_by

COLUMNS: dict[str, Column] = {
    "created": Conversation.created_at,
    "visitor": Conversation.visitor_id,
}
DAY = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def ids(session: Session) -> list[UUID]:
    """Ids of eleven conversations, by age; three begin at the same moment."""
    rows = []
    for number in range(11):
        begun = DAY + timedelta(hours=min(number, 8))
        rows.append(Conversation(id=uuid4(), visitor_id=uuid4(), state="{}", created_at=begun))
    with writing(session):
        session.add_all(rows)
    return [row.id for row in sorted(rows, key=lambda row: (row.created_at, row.id.hex))]


def page(session: Session, sort: str, cursor: Cursor | None = None, size: int = 4) -> Page[UUID]:
    order = sort_by(sort, COLUMNS, Conversation.id, "created")
    with reading(session):
        rows = read_page(session, sa.select(Conversation.id), order, cursor, size)
    return rows.map(lambda row: row.id)


@pytest.mark.parametrize("sort", ["created", "-created"])
def test_pages_forward_and_back_hold_every_row_once(
    session: Session, ids: list[UUID], sort: str
) -> None:
    expected = ids if sort == "created" else ids[::-1]
    pages = [page(session, sort)]
    while key := pages[-1].next:
        pages.append(page(session, sort, Cursor(after=key)))
    assert [len(page.rows) for page in pages] == [4, 4, 3]
    assert [row for page in pages for row in page.rows] == expected
    assert pages[0].previous is None

    back = [pages[-1]]
    while key := back[-1].previous:
        back.append(page(session, sort, Cursor(before=key)))
    assert [shown.rows for shown in back] == [shown.rows for shown in pages[::-1]]
    assert back[-1].next == pages[0].next


def test_an_order_that_is_not_there_is_the_default_one(session: Session, ids: list[UUID]) -> None:
    assert page(session, "-mood").rows == tuple(ids[:4])


BAD = [
    *("x", "é", "[]", "[1]", "[1, 2]", '["2026-11-01", "x"]', "{}", "null", "[" * 5000, '["", ""]'),
    # Before the first and after the last moment of the calendar, in UTC.
    f'["0001-01-01T00:00:00+14:00", "{UUID(int=0)}"]',
    f'["9999-12-31T23:59:59-14:00", "{UUID(int=0)}"]',
    # Values of another type, of another number, or ones that a database refuses.
    *('["\\u0000", "\\u0000"]', '["\\ud800", "x"]', "[null, null]", "[true, false]", "[NaN, 1]"),
    *(
        "[1793500000, 5]",
        "[1e400, 1]",
        '[{"a": 1}, []]',
        "[1, 2, 3]",
        '["2026-11-01T00:00:00Z", 5]',
    ),
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("sort", ["created", "visitor"])
def test_a_bad_key_gives_the_first_page(
    session: Session, ids: list[UUID], sort: str, text: str
) -> None:
    first = page(session, sort)
    for key in (text, urlsafe_b64encode(text.encode()).decode()):
        assert page(session, sort, Cursor(after=key)) == first
        assert page(session, sort, Cursor(before=key)) == first


def test_what_is_gone_behind_a_key_gives_the_first_page(session: Session, ids: list[UUID]) -> None:
    key = page(session, "created", size=8).next
    assert key
    with writing(session):
        session.execute(sa.delete(Conversation).where(Conversation.id.in_(ids[8:])))
    assert page(session, "created", Cursor(after=key)).rows == tuple(ids[:4])


def test_numbers_may_be_sorted_by(session: Session) -> None:
    numbers = sa.union_all(*(sa.select(sa.literal(n).label("n")) for n in range(9))).subquery()
    order = sort_by("-n", {"n": numbers.c.n}, numbers.c.n, "n")
    with reading(session):
        first = read_page(session, sa.select(numbers.c.n), order, size=4)
        assert first.next
        second = read_page(session, sa.select(numbers.c.n), order, Cursor(after=first.next), 4)
        for large in (b"[1e30, 1e30]", b"[Infinity, 1]", b"[9000000000, 9000000000]"):
            cursor = Cursor(urlsafe_b64encode(large).decode())
            assert read_page(session, sa.select(numbers.c.n), order, cursor, 4) == first
    assert [row.n for row in second.rows] == [4, 3, 2, 1]
