"""More patterns are advised where fewer were worse."""

import pytest

from chatbot.evaluation.learning_curve import SHARES, learning_curve
from chatbot.evaluation.outcomes import Outcome
from tests.support.bot_answers import answer


def lesson(**recalls: int) -> list[Outcome]:
    """100 messages of each intent, of which so many are understood."""
    return [
        answer(tag, tag if i < understood else "medlar")
        for tag, understood in recalls.items()
        for i in range(100)
    ]


GROWING = [
    (share, lesson(apple=apple, pear=60, plum=100))
    for share, apple in zip(SHARES, (20, 40, 50, 60), strict=True)
]
SIZES = {"apple": 20, "pear": 20, "plum": 20}


def test_the_points_are_the_accuracies() -> None:
    curve = learning_curve(GROWING, SIZES, seed=1)
    assert [point.share for point in curve.points] == list(SHARES)
    assert [point.accuracy.value for point in curve.points] == pytest.approx(
        [0.6, 2 / 3, 0.7, 0.22 / 0.3]
    )
    assert all(p.accuracy.low < p.accuracy.value < p.accuracy.high for p in curve.points)


def test_what_grew_is_expected_to_grow() -> None:
    first, *others = learning_curve(GROWING, SIZES, seed=1).growth
    assert (first.intent, first.patterns, first.recall) == ("apple", 20, 0.6)
    assert 0.65 < first.expected < 0.8
    assert all(growth.expected - growth.recall < 0.1 for growth in others)
    assert "plum" not in {growth.intent for growth in others}, "it is understood already"


def test_where_nothing_grew_nothing_is_advised() -> None:
    flat = [(share, lesson(apple=60, pear=60)) for share in SHARES]
    assert learning_curve(flat, SIZES, seed=1).growth == ()
    falling = [(share, lesson(apple=90 - i, pear=60)) for i, share in enumerate(SHARES)]
    assert learning_curve(falling, SIZES, seed=1).growth == ()


def test_the_more_patterns_there_are_the_less_is_expected_of_20_more() -> None:
    few = learning_curve(GROWING, SIZES, seed=1).growth[0]
    many = learning_curve(GROWING, {**SIZES, "apple": 200}, seed=1).growth[0]
    assert many.expected < few.expected
