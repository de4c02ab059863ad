"""Word order: the set of pairs, and the share of pairs with both messages understood."""

from collections import Counter

import pytest

from benchmarks.accuracy import data as accuracy_data
from benchmarks.accuracy import metrics
from benchmarks.accuracy.data import DataSet, LabelledTexts
from benchmarks.accuracy.pairs import bag_of, pairs, pairs_right
from benchmarks.accuracy.registry import BAG_OF_WORDS, trainer
from benchmarks.accuracy.system import Options
from chatbot.home import HOME

TEXTS = LabelledTexts(
    ("Tea, not coffee", "coffee, not tea", "no tea", "Tea no!", "a bus"),
    ("tea", "coffee", "coffee", "coffee", "bus"),
)


@pytest.fixture(scope="module")
def word_order() -> DataSet:
    return accuracy_data.load(HOME / "benchmarks" / "accuracy" / "word_order")


def test_messages_with_the_same_words_and_different_intents_are_a_pair() -> None:
    assert pairs(TEXTS) == [(0, 1)]


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        (("tea", "coffee", "bus", "bus", "bus"), 100),
        (("tea", "tea", "coffee", "coffee", "bus"), 0),
    ],
    ids=["both", "one of them"],
)
def test_a_pair_is_right_only_as_a_whole(answers: tuple[str, ...], share: float) -> None:
    assert pairs_right(TEXTS, answers) == share


def test_texts_without_pairs_have_no_share() -> None:
    texts = TEXTS.select([False, False, True, True, True])
    assert pairs_right(texts, texts.labels) is None


def test_every_test_message_has_a_partner_with_the_same_words(word_order: DataSet) -> None:
    test = word_order.test
    rows = Counter(row for pair in pairs(test) for row in pair)
    assert len(pairs(test)) >= 200
    assert rows == dict.fromkeys(range(len(test)), 1)


def test_there_are_as_many_patterns_as_a_bot_has(word_order: DataSet) -> None:
    patterns = Counter(word_order.train.labels)
    assert len(patterns) >= 12
    assert set(patterns) == set(word_order.test.labels)
    assert all(20 <= count <= 30 for count in patterns.values())
    # The words of the patterns alone tell no intent of the two apart, either.
    assert len(pairs(word_order.train)) == len(word_order.train) / 2


def test_no_pattern_is_a_test_message_with_another_thing_in_its_place(
    word_order: DataSet,
) -> None:
    patterns, test = word_order.train.texts, word_order.test.texts
    learnt = {word for text in patterns for word in bag_of(text)}
    assert not {bag_of(text) for text in patterns} & {bag_of(text) for text in test}
    frames = {bag[:i] + bag[i + 1 :] for bag in map(bag_of, patterns) for i in range(len(bag))}
    for text in test:
        assert tuple(word for word in bag_of(text) if word in learnt) not in frames, text


def test_a_bag_of_words_understands_at_most_one_message_of_a_pair(word_order: DataSet) -> None:
    learnt, validation = word_order.train, word_order.train.texts
    system = trainer(BAG_OF_WORDS)(learnt, validation, Options())()
    answers = [answer.label for answer in system.answer_all(word_order.test.texts)]
    assert pairs_right(word_order.test, answers) == 0
    assert 40 < metrics.accuracy(word_order.test.labels, answers) <= 50
