"""TF-IDF weights equal to scikit-learn's."""

import json
from collections.abc import Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer as Reference

from chatbot.features.tfidf import PADDING, TfidfVectorizer
from chatbot.text.words import WordSplitter

PATTERNS = [
    "where is my parcel",
    "where is it",
    "cancel my order my order",
    "a refund for my parcel please",
    "délai de livraison",
    "где мой заказ",
]
SENTENCES = [text.split() for text in PATTERNS]
STEM = WordSplitter("english").stem
VECTORIZER = TfidfVectorizer.fit(STEM, SENTENCES)
PART_MARK, PAIR_MARK = "\x01", "\x04"
BLOCKS = ("", PART_MARK, PAIR_MARK)
MAX_DISTANCE = 4

KNOWN_WORDS = sorted({word for words in SENTENCES for word in words})
WORD = st.sampled_from(KNOWN_WORDS) | st.text("abcdefghiprstué", min_size=1, max_size=12)
WORDS = st.lists(WORD, max_size=12)


def stems(text: str) -> list[str]:
    return [STEM(word) for word in text.split()]


def pairs(text: str) -> list[str]:
    """Return unordered pairs of stems at most four words apart."""
    text_stems = stems(text)
    return [
        " ".join(sorted((stem, later_stem)))
        for i, stem in enumerate(text_stems)
        for later_stem in text_stems[i + 1 : i + MAX_DISTANCE + 1]
    ]


@pytest.fixture(scope="module")
def words_reference() -> Reference:
    return Reference(
        tokenizer=stems, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True
    ).fit(PATTERNS)


@pytest.fixture(scope="module")
def parts_reference() -> Reference:
    """Return scikit-learn's vectorizer, which marks the borders of words by spaces."""
    return Reference(
        analyzer="char_wb", lowercase=False, ngram_range=(2, 5), sublinear_tf=True
    ).fit(PATTERNS)


@pytest.fixture(scope="module")
def pairs_reference() -> Reference:
    return Reference(analyzer=pairs, lowercase=False, sublinear_tf=True).fit(PATTERNS)


@given(words=WORDS)
def test_stems_and_bigrams_have_the_weights_of_scikit_learn(
    words: list[str], words_reference: Reference
) -> None:
    assert _block(words, "") == pytest.approx(_reference_weights(words_reference, words), abs=1e-6)


@given(words=WORDS)
def test_parts_of_words_have_the_weights_of_scikit_learn(
    words: list[str], parts_reference: Reference
) -> None:
    block = {
        term.translate({2: " ", 3: " "}): weight
        for term, weight in _block(words, PART_MARK).items()
    }
    assert block == pytest.approx(_reference_weights(parts_reference, words), abs=1e-6)


@given(words=WORDS)
def test_pairs_of_stems_have_the_weights_of_scikit_learn(
    words: list[str], pairs_reference: Reference
) -> None:
    block = _block(words, PAIR_MARK)
    assert block == pytest.approx(_reference_weights(pairs_reference, words), abs=1e-6)


@given(WORDS)
def test_blocks_are_of_the_same_length_and_all_of_length_1(words: list[str]) -> None:
    weights = _weights(words)
    lengths = [
        np.linalg.norm([weight for term, weight in weights.items() if _mark(term) == mark])
        for mark in BLOCKS
    ]
    nonzero = [length for length in lengths if length]
    assert all(length == pytest.approx(1 / sqrt(len(nonzero)), abs=1e-6) for length in nonzero)


def test_pairs_are_the_same_in_whatever_order() -> None:
    first, second = (
        {term for term in _weights(words) if _mark(term) == PAIR_MARK}
        for words in (["parcel", "is", "where"], ["where", "parcel", "is"])
    )
    assert (
        first
        == second
        == {f"{PAIR_MARK}{pair}" for pair in ("is parcel", "is where", "parcel where")}
    )


def test_another_form_of_a_word_has_the_same_stems() -> None:
    plain = _block(["cancel", "order"], "")
    assert _block(["cancelling", "orders"], "") == plain
    assert len(plain) == 2


def test_a_message_of_unknown_terms_has_one_padding_without_weight() -> None:
    for words in ([], ["☃"]):
        weighted = VECTORIZER.encode(words)
        assert weighted.terms.tolist() == [PADDING]
        assert weighted.weights.tolist() == [0]


@given(
    st.lists(st.lists(st.text("abcdé\u4f60", max_size=6), max_size=5), max_size=6),
    st.integers(1, 50),
)
@settings(max_examples=50)
def test_only_the_most_frequent_terms_are_kept(sentences: list[list[str]], max_terms: int) -> None:
    all_terms = _terms(TfidfVectorizer.fit(STEM, sentences))
    kept = _terms(TfidfVectorizer.fit(STEM, sentences, max_terms))
    for mark in BLOCKS:
        kept_block, block = (
            [term for term in terms if _mark(term) == mark] for terms in (kept, all_terms)
        )
        assert kept_block == block[:max_terms]


def test_the_commonest_terms_survive_a_limit() -> None:
    sentences = [["rare"], ["often"], ["often"], ["often", "seldom"]]
    assert "often" in _terms(TfidfVectorizer.fit(STEM, sentences, max_terms=2))
    assert "rare" not in _terms(TfidfVectorizer.fit(STEM, sentences, max_terms=2))


@given(WORDS)
def test_a_saved_vectorizer_weighs_the_same(words: list[str]) -> None:
    saved = TfidfVectorizer.from_json(STEM, VECTORIZER.to_json())
    assert saved.term_count == VECTORIZER.term_count
    assert saved.encode(words).terms.tolist() == VECTORIZER.encode(words).terms.tolist()
    assert saved.encode(words).weights.tolist() == VECTORIZER.encode(words).weights.tolist()


def _terms(vectorizer: TfidfVectorizer) -> list[str]:
    return list(json.loads(vectorizer.to_json())["terms"])


def _mark(term: str) -> str:
    return term[0] if term[:1] in (PART_MARK, PAIR_MARK) else ""


def _block(words: Sequence[str], mark: str) -> dict[str, float]:
    """Return the weights of one block, scaled to length 1."""
    weights = {
        term.removeprefix(mark): weight
        for term, weight in _weights(words).items()
        if _mark(term) == mark
    }
    length = float(np.linalg.norm(list(weights.values())))
    return {term: weight / length for term, weight in weights.items()}


def _weights(words: Sequence[str]) -> dict[str, float]:
    terms = ["", *_terms(VECTORIZER)]
    weighted = VECTORIZER.encode(words)
    pairs = zip(weighted.terms.tolist(), weighted.weights.tolist(), strict=True)
    return {terms[number]: weight for number, weight in pairs if number != PADDING}


def _reference_weights(reference: Reference, words: Sequence[str]) -> dict[str, float]:
    row = reference.transform([" ".join(words)]).tocoo()
    names = reference.get_feature_names_out()
    return {names[i]: float(weight) for i, weight in zip(row.col, row.data, strict=True)}


@pytest.mark.parametrize(
    ("text", "informative"),
    [
        ("parcel", True),
        ("my", True),
        ("parcle", True),
        ("erxx", False),
        ("xxmy", False),
        ("", False),
    ],
)
def test_parts_of_two_letters_are_not_informative(text: str, informative: bool) -> None:
    assert VECTORIZER.encode(text.split()).informative is informative


@pytest.mark.parametrize(
    ("pattern", "text", "informative"),
    [
        ("你好", "大家好", True),
        ("슬퍼", "슬퍼요", True),
        ("고마워", "고기", False),
        ("ありがとう", "ありがと", True),
        ("ありがとう", "あれ", False),
        ("спасибо", "сп", False),
    ],
)
def test_a_character_of_another_script_says_more_than_a_letter(
    pattern: str, text: str, informative: bool
) -> None:
    vectorizer = TfidfVectorizer.fit(STEM, [[pattern]])
    assert vectorizer.encode([text]).informative is informative
