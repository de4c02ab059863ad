"""Folds of a cross-validation, and subsamples of a training set."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dataset.examples import Examples
from chatbot.dataset.folds import folds, subsample
from tests.chatbot.dataset.test_examples import SEEDS, SIZES, examples_of

FOLDS = st.integers(2, 8)


@given(SIZES, FOLDS, SEEDS)
def test_every_pattern_but_a_single_one_is_held_out_once(
    sizes: list[int], k: int, seed: int
) -> None:
    examples = examples_of(sizes)
    held_out = np.concatenate(folds(examples, k, seed)).tolist()
    single = {int(np.argmax(examples.labels == i)) for i, size in enumerate(sizes) if size == 1}
    assert len(held_out) == len(set(held_out))
    assert set(held_out) == set(range(len(examples))) - single


@given(SIZES, FOLDS, SEEDS)
def test_every_fold_has_the_same_share_of_every_intent(sizes: list[int], k: int, seed: int) -> None:
    examples = examples_of(sizes)
    parts = folds(examples, k, seed)
    assert len(parts) == k
    for label in range(len(sizes)):
        counts = [int((examples.labels[part] == label).sum()) for part in parts]
        assert max(counts) - min(counts) <= 1
    lengths = [len(part) for part in parts]
    assert max(lengths) - min(lengths) <= 1


@given(SIZES, FOLDS, SEEDS)
def test_every_training_set_has_every_intent(sizes: list[int], k: int, seed: int) -> None:
    examples = examples_of(sizes)
    for part in folds(examples, k, seed):
        labels = np.delete(examples.labels, part)
        assert set(labels.tolist()) == set(range(len(sizes)))


def test_the_same_words_are_held_out_together() -> None:
    words = [("hi",), ("hello",), ("hi",), ("hey",), ("hi",), ("hallo",)]
    examples = Examples(tuple(words), np.zeros(6, np.int64))
    for seed in range(10):
        for part in folds(examples, 3, seed):
            assert len({0, 2, 4} & set(part.tolist())) in (0, 3)


def test_an_intent_whose_patterns_are_all_the_same_is_never_held_out() -> None:
    examples = Examples((("hi",), ("hi",), ("a",), ("b",)), np.array([0, 0, 1, 1]))
    assert sorted(np.concatenate(folds(examples, 2, 1)).tolist()) == [2, 3]


@given(SIZES, SEEDS)
def test_the_same_seed_gives_the_same_folds(sizes: list[int], seed: int) -> None:
    examples = examples_of(sizes)
    first, second = (folds(examples, 4, seed) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_another_seed_gives_other_folds() -> None:
    assert len({tuple(folds(examples_of([40]), 4, seed)[0]) for seed in range(5)}) == 5


@given(SIZES, SEEDS)
def test_a_subsample_has_a_share_of_every_intent_and_is_part_of_a_larger_one(
    sizes: list[int], seed: int
) -> None:
    examples = examples_of(sizes)
    rows = np.arange(len(examples))
    samples = [subsample(examples, rows, share, seed) for share in (0.25, 0.5, 1.0)]
    assert set(samples[0]) <= set(samples[1]) <= set(samples[2]) == set(rows)
    for label, size in enumerate(sizes):
        assert (examples.labels[samples[1]] == label).sum() == max(1, round(size / 2))


def test_most_examples_stay_in_their_fold_when_some_are_added() -> None:
    before = Examples(tuple((f"word{i}",) for i in range(200)), np.arange(200) % 4)
    added = Examples(tuple((f"new{i}",) for i in range(8)), np.arange(8) % 4)
    fold_of = [
        {
            words: fold
            for fold, rows in enumerate(folds(examples, 5, 1))
            for words in examples.take(rows).sentences
        }
        for examples in (before, before + added)
    ]
    moved = [words for words, fold in fold_of[0].items() if fold_of[1][words] != fold]
    assert len(moved) < 40, "drawn anew, four of five would be"
