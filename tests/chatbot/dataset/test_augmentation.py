"""Data augmentation: lost and misspelt words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dataset.augmentation import Augmentation, Misspellings, misspell

SEEDS = st.integers(0, 2**32 - 1)
WORDS = st.lists(st.text(min_size=1, max_size=12), max_size=10)
PROBABILITIES = st.floats(0, 1)


@given(WORDS, PROBABILITIES, PROBABILITIES, SEEDS)
def test_no_message_is_lost_and_none_grows(
    words: list[str], dropout: float, typo: float, seed: int
) -> None:
    changed = Augmentation(dropout, typo).apply(words, np.random.default_rng(seed))
    assert len(changed) <= len(words)
    assert bool(changed) is bool(words)


@given(WORDS, SEEDS)
def test_without_accidents_a_message_stays_as_it_is(words: list[str], seed: int) -> None:
    assert Augmentation(0, 0).apply(words, np.random.default_rng(seed)) == words


@given(WORDS, SEEDS)
def test_where_every_word_would_be_lost_all_stay(words: list[str], seed: int) -> None:
    assert Augmentation(1, 0).apply(words, np.random.default_rng(seed)) == words


@given(WORDS, SEEDS)
def test_the_same_seed_has_the_same_accidents(words: list[str], seed: int) -> None:
    first, second = (Augmentation().apply(words, np.random.default_rng(seed)) for _ in range(2))
    assert first == second


def test_words_are_lost_and_misspelt_about_as_often_as_configured() -> None:
    words = ["delivery"] * 10_000
    changed = Augmentation(0.2, 0.5).apply(words, np.random.default_rng(1))
    assert len(changed) == pytest.approx(8_000, abs=300)
    assert changed.count("delivery") == pytest.approx(4_000, abs=300)


@given(st.text(max_size=20), SEEDS)
def test_a_misspelling_changes_little(word: str, seed: int) -> None:
    changed = misspell(word, np.random.default_rng(seed))
    assert abs(len(changed) - len(word)) <= 1
    assert changed[:1] == word[:1]
    assert set(changed) <= set(word)


@pytest.mark.parametrize("word", ["", "a", "my", "and"])
def test_short_words_are_not_misspelt(word: str) -> None:
    assert {misspell(word, np.random.default_rng(seed)) for seed in range(50)} == {word}


def test_letters_are_lost_doubled_and_swapped() -> None:
    misspellings = {misspell("ship", np.random.default_rng(seed)) for seed in range(100)}
    assert misspellings == {"sip", "shp", "shhip", "shiip", "sihp", "shpi"}


MESSAGES = [("where", "is", "my", "parcel"), ("delivery",), ("hi",), ()]


def test_each_message_has_a_few_copies_with_one_misspelt_word() -> None:
    misspellings = Misspellings.of(MESSAGES)
    assert misspellings.copies.keys() == set(MESSAGES)
    for words, copies in misspellings.copies.items():
        assert len(copies) == 3
        for copy in copies:
            assert len(copy) == len(words)
            assert sum(word != original for original, word in zip(words, copy, strict=True)) <= 1
    assert set(misspellings.copies["hi",]) == {("hi",)}
    assert ("delivery",) not in misspellings.copies["delivery",] or len(set(misspellings.all())) > 3
    assert len(misspellings.all()) == 3 * len(MESSAGES)


def test_copies_are_the_same_each_time_and_of_many_messages_fewer() -> None:
    assert Misspellings.of(MESSAGES) == Misspellings.of(reversed(MESSAGES))
    misspellings = Misspellings.of((f"delivery{number}",) for number in range(2_500))
    assert {len(copies) for copies in misspellings.copies.values()} == {1}


def test_a_message_is_a_copy_of_itself_half_the_time() -> None:
    misspellings = Misspellings.of(MESSAGES)
    rng = np.random.default_rng(1)
    drawn = [misspellings.apply(("delivery",), rng) for _ in range(1_000)]
    unchanged = sum(words == ("delivery",) for words in drawn)
    unchanged_copies = sum(words == ("delivery",) for words in misspellings.copies["delivery",])
    assert unchanged == pytest.approx(500 + 500 * unchanged_copies / 3, abs=60)
    assert set(drawn) <= {("delivery",), *misspellings.copies["delivery",]}
    assert misspellings.apply(("never", "seen"), rng) == ("never", "seen")
