from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from sqlalchemy.orm import Session

from tests.support.conversations import NOON, PastMessage, store_conversation
from web.admin.periods import period_of
from web.core.database import reading
from web.dashboard import service as dashboard
from web.dashboard.figures import TimeBin
from web.dashboard.service import Dashboard, IntentCount, ThumbsDownGrowth
from web.models.live_bot import LiveBot

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def read(session: Session, name: str = "7d", first: str = "", last: str = "") -> Dashboard:
    with reading(session):
        return dashboard.read(session, period_of(name, first, last, NOW))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_nothing_was_said(session: Session) -> None:
    figures = read(session)
    totals = figures.totals
    assert (totals.messages, totals.conversations, totals.median_confidence) == (0, 0, None)
    assert (totals.fallback_rate, totals.answered_share, totals.asked_share) == (None,) * 3
    assert (figures.top, figures.grown, figures.live) == ((), (), None)
    assert len(figures.bins) == 7


def test_the_figures_are_those_computed_by_hand(session: Session, live: LiveBot) -> None:
    store_conversation(
        session,
        PastMessage("a", at=NOON, confidence=0.9, intent="hours", thumb=1),
        PastMessage("b", at=NOON, confidence=0.5, intent="price", thumb=-1),
        PastMessage("c", at=NOON + timedelta(days=1), confidence=0.1, fallback=True),
        PastMessage("d", at=NOON + timedelta(days=1), confidence=0.4, intent="clarification"),
    )
    store_conversation(session, PastMessage("e", at=NOON, confidence=0.7, intent="price"))
    store_conversation(session)

    figures = read(session)
    totals = figures.totals
    assert (totals.conversations, totals.messages) == (2, 5)
    assert (totals.fallbacks, totals.understood, totals.up, totals.down) == (1, 3, 1, 1)
    assert totals.fallback_rate == pytest.approx(0.2)
    assert totals.answered_share == pytest.approx(0.6)
    assert totals.asked_share == pytest.approx(0.2)
    assert totals.median_confidence == pytest.approx(0.5)
    assert figures.top == (IntentCount("price", 2), IntentCount("hours", 1))
    assert figures.bins[1:3] == (
        TimeBin(at("2026-11-20"), 2, 3, 0, 3, 0, 1, 1),
        TimeBin(at("2026-11-21"), 1, 2, 1, 0, 1, 0, 0),
    )
    assert sum(bin_.messages for bin_ in figures.bins) == 5
    assert figures.live
    assert figures.live.id == live.version_id


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle(session: Session) -> None:
    store_conversation(
        session, *(PastMessage("x", confidence=confidence) for confidence in (0.9, 0.2, 0.4, 0.1))
    )
    assert read(session).totals.median_confidence == pytest.approx(0.3)


@pytest.mark.parametrize(
    "confidences",
    [
        (0.9003, 0.9001, 0.9002, 0.1, 1.0),
        (0.9003, 0.9001, 0.9002, 0.9004),
        (0.0, 0.0004, 0.0005, 0.0006, 0.3),
        (0.2, 0.2, 0.7001, 0.7),
        (1.0,),
    ],
)
def test_the_median_is_exact_whatever_lies_close_to_it(
    session: Session, confidences: tuple[float, ...]
) -> None:
    store_conversation(session, *(PastMessage("a", confidence=value) for value in confidences))
    assert read(session).totals.median_confidence == pytest.approx(median(confidences), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("24h", "2026-11-24 15:00", "2026-11-25 15:00"),
        ("7d", "2026-11-19", "2026-11-26"),
        ("2026-11-20", "2026-11-20", "2026-11-21"),
        ("2026-11-20T23", "2026-11-20 23:00", "2026-11-21"),
    ],
)
def test_a_period_holds_its_first_instant_and_not_the_one_at_its_end(
    session: Session, name: str, start: str, end: str
) -> None:
    begin, finish = at(start), at(end)
    inside = [PastMessage("x", at=begin, thumb=1), PastMessage("y", at=finish - INSTANT, thumb=-1)]
    outside = [PastMessage("x", at=begin - INSTANT, thumb=1), PastMessage("y", at=finish, thumb=-1)]
    store_conversation(session, *inside, *outside)
    figures = read(session, name)
    assert (figures.totals.messages, figures.totals.up, figures.totals.down) == (2, 1, 1)
    assert sum(bin_.messages for bin_ in figures.bins) == 2
    assert figures.bins[0].up == 1
    assert figures.bins[-1].down == 1
    assert figures.top == (IntentCount("greeting", 2),)


def test_only_intents_whose_thumbs_down_grew_are_told(session: Session) -> None:
    before, now = at("2026-11-18 23:59"), at("2026-11-19")
    for intent, earlier, later in (("a", 1, 2), ("b", 0, 3), ("c", 2, 2), ("d", 2, 1)):
        store_conversation(
            session, *[PastMessage("x", at=before, intent=intent, thumb=-1)] * earlier
        )
        store_conversation(session, *[PastMessage("x", at=now, intent=intent, thumb=-1)] * later)
    store_conversation(session, *[PastMessage("x", at=now, intent="e", thumb=1)] * 9)
    store_conversation(session, *[PastMessage("x", at=at("2026-11-11"), intent="a", thumb=-1)] * 9)
    assert read(session).grown == (ThumbsDownGrowth("b", 3, 0), ThumbsDownGrowth("a", 2, 1))
