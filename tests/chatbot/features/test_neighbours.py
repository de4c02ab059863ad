"""Which patterns are most like a message."""

import pytest

from chatbot.features.neighbours import Neighbours
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.text.words import WordSplitter

INTENTS = IntentSet(
    (
        Intent("refund", patterns=("I want my money back", "refund my money", "give me money")),
        Intent("order", patterns=("where is my order", "track my order", "my money please")),
        Intent(FALLBACK_TAG, patterns=("money money money",)),
    )
)


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours(INTENTS, WordSplitter())


def test_the_patterns_that_share_most_words_are_nearest(neighbours: Neighbours) -> None:
    assert neighbours.nearest("has my order come", "refund", 2) == ("order", "order")
    assert neighbours.nearest("refund it, I want it back", "order", 2) == ("refund", "refund")


def test_a_pattern_is_no_neighbour_of_itself(neighbours: Neighbours) -> None:
    assert neighbours.nearest("My money, please!", "order", 3) == ("refund",) * 3
    assert neighbours.nearest("my money please", "refund", 1) == ("order",)


def test_a_message_like_none_has_no_neighbours(neighbours: Neighbours) -> None:
    assert neighbours.nearest("ξψ", "order", 3) == ()
    assert neighbours.nearest("", "order", 3) == ()


def test_neighbours_are_told_with_their_likeness_the_nearest_first(neighbours: Neighbours) -> None:
    found = neighbours.alike(["track", "my", "order"])
    assert (found[0].pattern, found[0].intent) == ("track my order", "order")
    assert found[0].likeness == pytest.approx(1)
    shares = [one.likeness for one in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    assert "money money money" not in {one.pattern for one in found}
