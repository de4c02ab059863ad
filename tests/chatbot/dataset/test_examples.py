"""Labelled examples, and the split into training and held-out examples."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.text.words import WordSplitter

SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=8)
SEEDS = st.integers(0, 10_000)
ENGLISH = WordSplitter("english")


def examples_of(sizes: list[int]) -> Examples:
    """Return distinct messages, with the given number of messages per intent."""
    labels = [label for label, size in enumerate(sizes) for _ in range(size)]
    sentences = tuple((f"word{i}", "more") for i in range(len(labels)))
    return Examples(sentences, np.array(labels, np.int64))


def pairs(examples: Examples) -> Counter[tuple[tuple[str, ...], int]]:
    return Counter(zip(examples.sentences, examples.labels.tolist(), strict=True))


def split(examples: Examples, seed: int) -> tuple[Examples, Examples]:
    """Return training and held-out examples."""
    rows = examples.held_out(seed)
    return examples.take(np.setdiff1d(np.arange(len(examples)), rows)), examples.take(rows)


@given(SIZES, SEEDS)
def test_a_split_loses_nothing_and_repeats_nothing(sizes: list[int], seed: int) -> None:
    examples = examples_of(sizes)
    training, held_out = split(examples, seed)
    assert pairs(training) + pairs(held_out) == pairs(examples)
    assert not set(training.sentences) & set(held_out.sentences)


@given(SIZES, SEEDS)
def test_every_intent_gives_the_same_share_but_the_small_ones(sizes: list[int], seed: int) -> None:
    training, held_out = split(examples_of(sizes), seed)
    for label, size in enumerate(sizes):
        counts = [int((part.labels == label).sum()) for part in (training, held_out)]
        assert counts[0] >= counts[1]
        assert bool(counts[1]) is (size >= 4)
        assert abs(counts[1] - 0.15 * size) <= 1


def test_intents_of_three_patterns_keep_them_all() -> None:
    training, held_out = split(examples_of([3, 2, 1, 3]), seed=1)
    assert len(training) == 9
    assert not held_out


@given(SIZES, SEEDS)
def test_the_same_seed_splits_the_same_way(sizes: list[int], seed: int) -> None:
    first, second = (split(examples_of(sizes), seed) for _ in range(2))
    assert [pairs(part) for part in first] == [pairs(part) for part in second]


def test_another_seed_holds_out_other_messages() -> None:
    held_out = {split(examples_of([40]), seed)[1].sentences for seed in range(5)}
    assert len(held_out) == 5


def test_intents_with_patterns_are_learnt_and_the_reserved_ones_are_not() -> None:
    intents = IntentSet(
        (
            Intent("order_status", patterns=("Where is it?", "track 12")),
            Intent("silent"),
            Intent(FALLBACK_TAG, patterns=("whatever",)),
            Intent(CLARIFICATION_TAG, patterns=("this or that",), responses=("Which?",)),
            Intent("thanks", patterns=("Thanks!",)),
        )
    )
    tags, examples = Examples.of(intents, WordSplitter())
    assert tags == ("order_status", "thanks")
    assert examples.sentences == (("where", "is", "it"), ("track", "12"), ("thanks",))
    assert examples.labels.tolist() == [0, 0, 1]


def test_the_name_of_an_intent_is_an_example_of_it() -> None:
    names = Examples.of_names(["order_status", "Small-Talk.joke", "заказ"], WordSplitter())
    assert set(zip(names.sentences, names.labels.tolist(), strict=True)) == {
        (("order", "status"), 0),
        (("small", "talk", "joke"), 1),
        (("заказ",), 2),
    }


def test_examples_are_taken_added_and_counted() -> None:
    examples = examples_of([2, 2])
    joined = examples.take([3, 0]) + NO_EXAMPLES + examples.take([1])
    assert joined.sentences == (("word3", "more"), ("word0", "more"), ("word1", "more"))
    assert joined.labels.tolist() == [1, 0, 0]
    assert len(joined) == 3
    assert not NO_EXAMPLES


@given(SIZES, SEEDS)
def test_reworded_examples_keep_their_intents(sizes: list[int], seed: int) -> None:
    examples = examples_of(sizes)
    reworded = examples.reworded(seed, 0.7, ENGLISH)
    assert set(reworded.labels.tolist()) == set(examples.labels.tolist())
    assert len(reworded) % max(len(examples), 1) == 0
    assert reworded.sentences == examples.reworded(seed, 0.7, ENGLISH).sentences


def test_a_reworded_question_keeps_some_of_its_words() -> None:
    words = ("how", "do", "i", "cancel", "my", "booking")
    copies = Examples((words,), np.array([0])).reworded(1, 0.7, ENGLISH).sentences
    assert len({*copies, words}) == len(copies) + 1, "each differs"
    assert all({"cancel", "booking"} & {*copy} for copy in copies)
    assert all(len(copy) == len(words) for copy in copies)


def test_many_examples_are_reworded_once() -> None:
    assert len(examples_of([600]).reworded(1, 0.5, ENGLISH)) == 600
