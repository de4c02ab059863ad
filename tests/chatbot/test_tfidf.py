"""TF-IDF weights are those of scikit-learn."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer as Reference

from chatbot.tfidf import PADDING, TfidfVectorizer

PATTERNS = [
    "where is my parcel",
    "where is it",
    "cancel my order my order",
    "a refund for my parcel please",
    "délai de livraison",
    "где мой заказ",
]
SENTENCES = [text.split() for text in PATTERNS]
VECTORIZER = TfidfVectorizer.fit(SENTENCES)
PART_MARK = "\x01"

KNOWN_WORDS = sorted({word for words in SENTENCES for word in words})
WORD = st.sampled_from(KNOWN_WORDS) | st.text("abcdefghiprstué", min_size=1, max_size=12)
WORDS = st.lists(WORD, max_size=12)


@pytest.fixture(scope="module")
def words_reference() -> Reference:
    return Reference(
        tokenizer=str.split,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, 2),
        sublinear_tf=True,
    ).fit(PATTERNS)


@pytest.fixture(scope="module")
def parts_reference() -> Reference:
    """scikit-learn marks the borders of words by spaces."""
    return Reference(
        analyzer="char_wb", lowercase=False, ngram_range=(2, 5), sublinear_tf=True
    ).fit(PATTERNS)


@given(words=WORDS)
def test_words_and_pairs_weigh_what_scikit_learn_says(
    words: list[str], words_reference: Reference
) -> None:
    ours = {term: weight for term, weight in _weights(words).items() if PART_MARK not in term}
    assert ours == pytest.approx(_reference_weights(words_reference, words), abs=1e-6)


@given(words=WORDS)
def test_parts_of_words_weigh_what_scikit_learn_says(
    words: list[str], parts_reference: Reference
) -> None:
    ours = {
        term.strip(PART_MARK).translate({2: " ", 3: " "}): weight
        for term, weight in _weights(words).items()
        if PART_MARK in term
    }
    assert ours == pytest.approx(_reference_weights(parts_reference, words), abs=1e-6)


@given(WORDS)
def test_each_block_has_the_length_1(words: list[str]) -> None:
    weights = _weights(words)
    for is_part in (True, False):
        block = [weight for term, weight in weights.items() if (PART_MARK in term) is is_part]
        assert not block or np.linalg.norm(block) == pytest.approx(1, abs=1e-6)


def test_a_message_of_unknown_terms_has_one_padding_without_weight() -> None:
    for words in ([], ["☃"]):
        found = VECTORIZER.encode(words)
        assert found.terms.tolist() == [PADDING]
        assert found.weights.tolist() == [0]


@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=6), st.integers(1, 50))
@settings(max_examples=50)
def test_only_the_most_frequent_terms_are_kept(sentences: list[list[str]], most: int) -> None:
    everything = _terms(TfidfVectorizer.fit(sentences))
    kept = _terms(TfidfVectorizer.fit(sentences, most))
    assert kept == everything[: len(kept)]
    assert len(kept) == min(most, len(everything))


def test_the_commonest_terms_survive_a_limit() -> None:
    sentences = [["rare"], ["often"], ["often"], ["often", "seldom"]]
    assert "often" in _terms(TfidfVectorizer.fit(sentences, most=19))
    assert "rare" not in _terms(TfidfVectorizer.fit(sentences, most=19))


@given(WORDS)
def test_a_saved_vectorizer_weighs_the_same(words: list[str]) -> None:
    saved = TfidfVectorizer.from_json(VECTORIZER.to_json())
    assert saved.term_count == VECTORIZER.term_count
    assert saved.encode(words).terms.tolist() == VECTORIZER.encode(words).terms.tolist()
    assert saved.encode(words).weights.tolist() == VECTORIZER.encode(words).weights.tolist()


def _terms(vectorizer: TfidfVectorizer) -> list[str]:
    return list(json.loads(vectorizer.to_json())["terms"])


def _weights(words: list[str]) -> dict[str, float]:
    terms = ["", *_terms(VECTORIZER)]
    found = VECTORIZER.encode(words)
    pairs = zip(found.terms.tolist(), found.weights.tolist(), strict=True)
    return {terms[number]: weight for number, weight in pairs if number != PADDING}


def _reference_weights(reference: Reference, words: list[str]) -> dict[str, float]:
    row = reference.transform([" ".join(words)]).tocoo()
    names = reference.get_feature_names_out()
    return {names[i]: float(weight) for i, weight in zip(row.col, row.data, strict=True)}
