"""Nearest neighbours of a message among the patterns."""

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
    assert neighbours.nearest_intents("has my order come", "refund", 2) == ("order", "order")
    assert neighbours.nearest_intents("refund it, I want it back", "order", 2) == (
        "refund",
        "refund",
    )


def test_a_pattern_is_no_neighbour_of_itself(neighbours: Neighbours) -> None:
    assert neighbours.nearest_intents("My money, please!", "order", 3) == ("refund",) * 3
    assert neighbours.nearest_intents("my money please", "refund", 1) == ("order",)


def test_a_message_like_none_has_no_neighbours(neighbours: Neighbours) -> None:
    assert neighbours.nearest_intents("ξψ", "order", 3) == ()
    assert neighbours.nearest_intents("", "order", 3) == ()


def test_neighbours_have_a_similarity_and_come_nearest_first(neighbours: Neighbours) -> None:
    nearest = neighbours.search(["track", "my", "order"])
    assert (nearest[0].pattern, nearest[0].intent) == ("track my order", "order")
    assert nearest[0].similarity == pytest.approx(1)
    similarities = [neighbour.similarity for neighbour in nearest]
    assert similarities == sorted(similarities, reverse=True)
    assert all(0 < similarity <= 1 for similarity in similarities)
    assert "money money money" not in {neighbour.pattern for neighbour in nearest}
