"""Contexts of stored messages, told from the answers before them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from chatbot.intents.intent_set import Intent, IntentSet
from web.replay.recent_messages import EarlierAnswer, RecentMessage

INTENTS = IntentSet(
    (
        Intent("rent", context_set=("rental",), lifespans={"rental": 9}),
        Intent("price", context_filter=("rental", "puncture")),
        Intent("puncture", context_set=("puncture",)),
    )
)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def contexts_after(*answers: tuple[str, int]) -> frozenset[str]:
    """Contexts open at noon, by intents of answers and the minutes before noon."""
    before = tuple(EarlierAnswer(tag, NOON - timedelta(minutes=ago)) for tag, ago in answers)
    message = RecentMessage(uuid4(), 1, uuid4(), NOON, "how much is it", before)
    return message.state(INTENTS).open_contexts


def test_the_contexts_have_their_lifespans_and_their_minutes() -> None:
    assert not contexts_after()
    assert contexts_after(("rent", 19), ("puncture", 18)) == {"rental", "puncture"}
    assert contexts_after(("rent", 19), ("puncture", 18), ("price", 1)) == {"rental"}
    assert contexts_after(("rent", 21), ("puncture", 1)) == {"puncture"}
    assert contexts_after(("rent", 9), *[("gone", 8)] * 8) == {"rental"}
    assert not contexts_after(("rent", 9), *[("gone", 8)] * 9)
