"""The list of model versions: search, states, orders, pages."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from chatbot.model.bundle import Bundle
from tests.support.bot_answers import answer
from web.core.paging import Cursor
from web.models import storage
from web.models.version_list import COLUMNS, VersionFilter, version_page

Sessions = sessionmaker[Session]
TESTS = CheckedTests(4, ())
RIGHT = RunReport.of([answer("apple", "apple"), answer("pear", "pear")], TESTS, 1)
HALF = RunReport.of([answer("apple", "apple"), answer("pear", "apple")], TESTS, 1)


@pytest.fixture
def numbers(sessions: Sessions, bundle: Bundle) -> list[int]:
    """Four versions: of Ada, of Bob and rejected, of nobody and deleted, without figures."""
    with sessions.begin() as session:
        stored = [storage.store(session, bundle).id for _ in range(4)]
        ada, bob, deleted, _ = stored
        storage.note_training(session, "ada@example.org", ada, HALF, ())
        storage.note_training(
            session, "bob@example.org", bob, RIGHT, (Rejection("text", text="It is worse."),)
        )
        storage.note_training(session, None, deleted, HALF, ())
        storage.set_note(session, "ada@example.org", ada, "100% of the Easter questions")
        storage.delete(session, "ada@example.org", deleted)
    return stored


@pytest.fixture
def listed(sessions: Sessions, numbers: list[int]) -> Callable[..., list[int]]:
    """Lists versions, and returns their places in `numbers`, from 0."""

    def listed(search: str = "", state: str = "", sort: str = "") -> list[int]:
        with sessions.begin() as session:
            page = version_page(session, VersionFilter(search, state, sort))
        return [numbers.index(version.id) for version in page.rows]

    return listed


def test_versions_are_filtered_by_state(listed: Callable[..., list[int]]) -> None:
    assert listed() == [3, 1, 0]
    assert listed(state="rejected") == [1]
    assert listed(state="deleted") == [2]
    assert listed(state="all") == [3, 2, 1, 0]
    assert listed(state="no such state") == [3, 1, 0]


def test_versions_are_searched(listed: Callable[..., list[int]]) -> None:
    assert listed("EASTER") == [0]
    assert listed("0% of") == [0], "what has a meaning in LIKE is text here"
    assert listed("bob@") == [1]
    assert listed("recollect", "all") == [3, 2], "as the page calls who asked for them"
    assert listed("wide_deep") == [3, 1, 0]
    assert listed("nothing like it") == []


def test_versions_are_sorted_by_their_figures(listed: Callable[..., list[int]]) -> None:
    assert listed(sort="-accuracy") == [1, 0, 3], "those without figures are below all others"
    assert listed(sort="accuracy") == [3, 0, 1]
    assert listed(sort="size", state="all")[0] == 2


def test_every_order_is_read_page_by_page(
    sessions: Sessions, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for sort in [sign + name for name in COLUMNS for sign in ("", "-")]:
        selection = VersionFilter(state="all", sort=sort)
        with sessions.begin() as session:
            whole = [version.id for version in version_page(session, selection).rows]
        with monkeypatch.context() as patch:
            patch.setattr("web.models.version_list.SIZE", 1)
            listed, after = read_page_by_page(sessions, selection, len(numbers))
        assert (listed, after) == (whole, ""), sort


def read_page_by_page(
    sessions: Sessions, selection: VersionFilter, pages: int
) -> tuple[list[int], str]:
    """The versions of so many pages, and the key of the page after them."""
    listed: list[int] = []
    after = ""
    for _ in range(pages):
        with sessions.begin() as session:
            page = version_page(session, replace(selection, cursor=Cursor(after)))
        listed += [version.id for version in page.rows]
        after = page.next or ""
    return listed, after
