"""Sentences about advice and expected gains, and the JSON that holds them."""

import json

import pytest

from chatbot.evaluation.advice import Advice
from chatbot.evaluation.learning_curve import ExpectedGain
from tests.support.evaluations import made_up_evaluation
from web.evaluation.wording import gain_sentences, worded_json
from web.training.wording.advice import advice_sentence

SENTENCES = {
    Advice("move", ("order", "refund"), ("a",)): (
        "Move “a” from order to refund if it belongs there; if not, add patterns like it to order."
        " The patterns most alike all stand in refund."
    ),
    Advice("move", ("order", "refund"), ("a", "b")): (
        "Move “a”, “b” from order to refund if they belong there; if not, add patterns like them to"
        " order. The patterns most alike all stand in refund."
    ),
    Advice("merge", ("order", "refund"), ("a",) * 5, (3, 2), (9, 8)): (
        "Merge order and refund, let a context tell them apart, or give each words of its own: 3 of"
        " 9 messages of order are taken for refund, and 2 of 8 the other way."
    ),
    Advice("add", ("order",), ("a", "b", "c", "d"), (4,), (6,)): (
        "Add patterns like “a”, “b”, “c” and 1 more to order: 4 of its 6 messages were not"
        " understood."
    ),
    Advice("merge", ("order", "refund"), ("a",), (1, 0), (1, 8)): (
        "Merge order and refund, let a context tell them apart, or give each words of its own: 1 of"
        " 1 message of order is taken for refund, and 0 of 8 the other way."
    ),
    Advice("add", ("order",), ("a",), (1,), (4,)): (
        "Add patterns like “a” to order: 1 of its 4 messages was not understood."
    ),
}


@pytest.mark.parametrize(("advice", "sentence"), SENTENCES.items())
def test_advice_is_worded(advice: Advice, sentence: str) -> None:
    assert advice_sentence(advice) == sentence


def test_the_largest_gain_is_told_from_the_others() -> None:
    gains = [ExpectedGain("apple", 20, 0.6, 0.72), ExpectedGain("pear", 30, 0.8, 0.85)]
    assert gain_sentences(gains) == [
        "20 more patterns in apple would help most: with 20, 60% of its messages are understood,"
        " and about 72% would be.",
        "20 more patterns in pear would help: with 30, 80% of its messages are understood, and"
        " about 85% would be.",
    ]


def test_programs_get_the_sentences_too() -> None:
    evaluation = made_up_evaluation()
    document = json.loads(worded_json(evaluation))
    assert [advice["sentence"] for advice in document["advice"]] == [
        *map(advice_sentence, evaluation.advice)
    ]
    assert evaluation.learning_curve
    assert [gain["sentence"] for gain in document["learning_curve"]["growth"]] == gain_sentences(
        evaluation.learning_curve.growth
    )
