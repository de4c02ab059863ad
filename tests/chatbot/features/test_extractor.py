"""Feature extraction: arrays of the right shape, equal after saving and in every process."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chatbot.features.arrays import PADDING, UNKNOWN, MessageFeatures
from chatbot.features.extractor import FeatureExtractor
from chatbot.features.ngrams import MAX_NGRAMS, hashed_ngrams
from chatbot.features.tfidf import TfidfVectorizer
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter

PATTERNS = [
    ["where", "is", "my", "parcel"],
    ["cancel", "my", "orders"],
    ["what", "does", "delivery", "cost"],
    ["где", "мой", "заказ"],
]
VOCABULARY = sorted({word for pattern in PATTERNS for word in pattern})
EXTRACTOR = FeatureExtractor.fit(WordSplitter(), PATTERNS)

WORD = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)
WORDS = st.lists(WORD | st.sampled_from(VOCABULARY), max_size=12)


@given(WORDS)
def test_any_words_have_features_in_the_range_of_the_tables(words: list[str]) -> None:
    features = EXTRACTOR.encode(words)
    count = max(1, len(words))
    assert features.words.words.shape == features.words.stems.shape == (count,)
    assert features.words.ngrams.shape == (count, MAX_NGRAMS)
    assert features.terms.terms.shape == features.terms.weights.shape
    assert features.terms.terms.size >= 1
    _assert_within(features.words.words, UNKNOWN, EXTRACTOR.word_count)
    _assert_within(features.words.stems, UNKNOWN, EXTRACTOR.stem_count)
    _assert_within(features.words.ngrams, PADDING, EXTRACTOR.ngram_count)
    _assert_within(features.terms.terms, PADDING, EXTRACTOR.tfidf.term_count)
    assert np.isfinite(features.terms.weights).all()


@given(WORDS)
def test_the_same_words_have_the_same_features_also_after_saving(words: list[str]) -> None:
    first = EXTRACTOR.encode(words)
    _assert_equal(first, EXTRACTOR.encode(words))
    _assert_equal(first, FeatureExtractor.from_json(EXTRACTOR.to_json()).encode(words))


@given(st.lists(WORDS, max_size=5), st.sampled_from(sorted(LANGUAGES)))
def test_an_extractor_survives_saving(sentences: list[list[str]], language: str) -> None:
    extractor = FeatureExtractor.fit(WordSplitter(language), sentences, buckets=64)
    saved = FeatureExtractor.from_json(extractor.to_json())
    assert saved.splitter.language == language
    assert saved.ngram_count == extractor.ngram_count == 65
    assert saved.to_json() == extractor.to_json()
    for words in sentences:
        assert all(saved.has_word(word) and saved.has_stem(word) for word in words)
        _assert_equal(saved.encode(words), extractor.encode(words))


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_batch_holds_the_features_of_each_message(messages: list[list[str]]) -> None:
    batch = EXTRACTOR.encode_batch(messages)
    longest = max(1, *map(len, messages))
    assert batch.sentences.shape == (len(messages), longest)
    distinct_words, batch_terms = batch.features.words, batch.features.terms
    assert not distinct_words.words[0]
    assert not distinct_words.ngrams[0].any()
    for words, rows, terms, weights in zip(
        messages, batch.sentences, batch_terms.terms, batch_terms.weights, strict=True
    ):
        alone = EXTRACTOR.encode(words)
        length = len(alone.words.words)
        assert not rows[length:].any()
        assert np.array_equal(distinct_words.words[rows[:length]], alone.words.words)
        assert np.array_equal(distinct_words.stems[rows[:length]], alone.words.stems)
        assert np.array_equal(distinct_words.ngrams[rows[:length]], alone.words.ngrams)
        count = len(alone.terms.terms)
        assert np.array_equal(terms[:count], alone.terms.terms)
        assert np.array_equal(weights[:count], alone.terms.weights)
        assert not weights[count:].any()


def test_a_known_word_is_told_from_every_other() -> None:
    numbers = EXTRACTOR.encode(VOCABULARY).words.words
    assert len(set(numbers.tolist())) == len(VOCABULARY)
    assert UNKNOWN not in numbers
    assert EXTRACTOR.encode(["zebra"]).words.words.tolist() == [UNKNOWN]


def test_another_form_of_a_known_word_is_known_by_its_stem() -> None:
    deliveries = EXTRACTOR.encode(["deliveries"]).words
    assert deliveries.words.tolist() == [UNKNOWN]
    assert deliveries.stems.tolist() == EXTRACTOR.encode(["delivery"]).words.stems.tolist()
    assert EXTRACTOR.has_stem("deliveries")
    assert not EXTRACTOR.has_word("deliveries")
    assert not EXTRACTOR.has_word("zebra")
    assert not EXTRACTOR.has_stem("zebra")


def test_a_function_word_is_no_misspelt_word_of_the_patterns() -> None:
    words = ["is", "a", "cold", "small", "whole", "three", "parcel"]
    extractor = FeatureExtractor.fit(WordSplitter(), [words])
    typed = ["could", "shall", "while", "there", "parcl", "thre"]
    assert extractor.correct_spelling(typed) == [*typed[:4], "parcel", "thre"]


@pytest.mark.parametrize(
    ("right", "misspelt"),
    [("delivery", "delivry"), ("parcel", "parcell"), ("cancel", "cacnel"), ("заказ", "закас")],
)
def test_a_misspelt_word_shares_ngrams_with_the_right_one(right: str, misspelt: str) -> None:
    buckets = 1 << 20
    shared = _ngrams(right, buckets) & _ngrams(misspelt, buckets)
    assert len(shared) >= 2
    assert len(shared) > len(_ngrams(right, buckets) & _ngrams("zebra", buckets))


@given(WORD, st.integers(1, 10_000))
def test_ngrams_fall_into_the_buckets(word: str, buckets: int) -> None:
    row = hashed_ngrams(word, buckets)
    length = np.count_nonzero(row)
    assert length >= 1
    assert not row[length:].any()
    _assert_within(row[:length], 1, buckets + 1)


def test_another_process_finds_the_same_features() -> None:
    code = (
        "from chatbot.features.extractor import FeatureExtractor\n"
        "from chatbot.features.ngrams import hashed_ngrams\n"
        "from chatbot.text.words import WordSplitter\n"
        f"print(FeatureExtractor.fit(WordSplitter(), {PATTERNS!r}).to_json())\n"
        "print(hashed_ngrams('delivery', 8192).tolist())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {f"{EXTRACTOR.to_json()}\n{hashed_ngrams('delivery', 8192).tolist()}\n"}


def _ngrams(word: str, buckets: int) -> set[int]:
    return set(hashed_ngrams(word, buckets).tolist()) - {PADDING}


def _assert_within(numbers: NDArray[np.int32], low: int, high: int) -> None:
    assert numbers.dtype == np.int32
    assert low <= numbers.min()
    assert numbers.max() < high


def _assert_equal(first: MessageFeatures, second: MessageFeatures) -> None:
    assert np.array_equal(first.words.words, second.words.words)
    assert np.array_equal(first.words.stems, second.words.stems)
    assert np.array_equal(first.words.ngrams, second.words.ngrams)
    assert np.array_equal(first.terms.terms, second.terms.terms)
    assert np.array_equal(first.terms.weights, second.terms.weights)


def test_a_pattern_is_in_vocabulary_though_its_words_are_rare_and_short() -> None:
    """The table of terms has room for frequent ones alone."""
    splitter = WordSplitter()
    sentences = [["hello", "there"]] * 3 + [["thx"], ["👍"], ["y"]]
    tfidf = TfidfVectorizer.fit(splitter.stem, sentences, max_terms=2)
    words = sorted({word for words in sentences for word in words})
    extractor = FeatureExtractor(splitter, words, words, tfidf, 64)
    for word in ("thx", "👍", "y"):
        features = extractor.encode([word])
        assert not features.terms.informative
        assert features.in_vocabulary
    assert not extractor.encode(["🦑"]).in_vocabulary
    assert not extractor.encode([]).in_vocabulary
