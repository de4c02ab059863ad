"""TF-IDF weights are those of scikit-learn."""

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
FARTHEST = 4

KNOWN_WORDS = sorted({word for words in SENTENCES for word in words})
WORD = st.sampled_from(KNOWN_WORDS) | st.text("abcdefghiprstué", min_size=1, max_size=12)
WORDS = st.lists(WORD, max_size=12)


def stems(text: str) -> list[str]:
    return [STEM(word) for word in text.split()]


def pairs(text: str) -> list[str]:
    """Two stems, at most four apart, the smaller one first."""
    found = stems(text)
    return [
        " ".join(sorted((one, other)))
        for place, one in enumerate(found)
        for other in found[place + 1 : place + FARTHEST + 1]
    ]


@pytest.fixture(scope="module")
def words_reference() -> Reference:
    return Reference(
        tokenizer=stems, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True
    ).fit(PATTERNS)


@pytest.fixture(scope="module")
def parts_reference() -> Reference:
    """scikit-learn marks the borders of words by spaces."""
    return Reference(
        analyzer="char_wb", lowercase=False, ngram_range=(2, 5), sublinear_tf=True
    ).fit(PATTERNS)


@pytest.fixture(scope="module")
def pairs_reference() -> Reference:
    return Reference(analyzer=pairs, lowercase=False, sublinear_tf=True).fit(PATTERNS)


@given(words=WORDS)
def test_stems_and_neighbours_weigh_what_scikit_learn_says(
    words: list[str], words_reference: Reference
) -> None:
    assert _block(words, "") == pytest.approx(_reference_weights(words_reference, words), abs=1e-6)


@given(words=WORDS)
def test_parts_of_words_weigh_what_scikit_learn_says(
    words: list[str], parts_reference: Reference
) -> None:
    ours = {
        term.translate({2: " ", 3: " "}): weight
        for term, weight in _block(words, PART_MARK).items()
    }
    assert ours == pytest.approx(_reference_weights(parts_reference, words), abs=1e-6)


@given(words=WORDS)
def test_pairs_of_stems_weigh_what_scikit_learn_says(
    words: list[str], pairs_reference: Reference
) -> None:
    ours = _block(words, PAIR_MARK)
    assert ours == pytest.approx(_reference_weights(pairs_reference, words), abs=1e-6)


@given(WORDS)
def test_blocks_are_of_the_same_length_and_all_of_length_1(words: list[str]) -> None:
    weights = _weights(words)
    lengths = [
        np.linalg.norm([w for term, w in weights.items() if _mark(term) == mark]) for mark in BLOCKS
    ]
    filled = [length for length in lengths if length]
    assert all(length == pytest.approx(1 / sqrt(len(filled)), abs=1e-6) for length in filled)


def test_pairs_are_the_same_in_whatever_order() -> None:
    one, other = (
        {term for term in _weights(words) if _mark(term) == PAIR_MARK}
        for words in (["parcel", "is", "where"], ["where", "parcel", "is"])
    )
    assert (
        one == other == {f"{PAIR_MARK}{pair}" for pair in ("is parcel", "is where", "parcel where")}
    )


def test_another_form_of_a_word_has_the_same_stems() -> None:
    plain = _block(["cancel", "order"], "")
    assert _block(["cancelling", "orders"], "") == plain
    assert len(plain) == 2


def test_a_message_of_unknown_terms_has_one_padding_without_weight() -> None:
    for words in ([], ["☃"]):
        found = VECTORIZER.encode(words)
        assert found.terms.tolist() == [PADDING]
        assert found.weights.tolist() == [0]


@given(
    st.lists(st.lists(st.text("abcdé\u4f60", max_size=6), max_size=5), max_size=6),
    st.integers(1, 50),
)
@settings(max_examples=50)
def test_only_the_most_frequent_terms_are_kept(sentences: list[list[str]], most: int) -> None:
    everything = _terms(TfidfVectorizer.fit(STEM, sentences))
    kept = _terms(TfidfVectorizer.fit(STEM, sentences, most))
    for mark in BLOCKS:
        ours, all_of_them = (
            [term for term in terms if _mark(term) == mark] for terms in (kept, everything)
        )
        assert ours == all_of_them[:most]


def test_the_commonest_terms_survive_a_limit() -> None:
    sentences = [["rare"], ["often"], ["often"], ["often", "seldom"]]
    assert "often" in _terms(TfidfVectorizer.fit(STEM, sentences, most=2))
    assert "rare" not in _terms(TfidfVectorizer.fit(STEM, sentences, most=2))


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
    """The weights of one block, as they would be if it were alone: of length 1."""
    found = {t.removeprefix(mark): w for t, w in _weights(words).items() if _mark(t) == mark}
    length = float(np.linalg.norm(list(found.values())))
    return {term: weight / length for term, weight in found.items()}


def _weights(words: Sequence[str]) -> dict[str, float]:
    terms = ["", *_terms(VECTORIZER)]
    found = VECTORIZER.encode(words)
    pairs = zip(found.terms.tolist(), found.weights.tolist(), strict=True)
    return {terms[number]: weight for number, weight in pairs if number != PADDING}


def _reference_weights(reference: Reference, words: Sequence[str]) -> dict[str, float]:
    row = reference.transform([" ".join(words)]).tocoo()
    names = reference.get_feature_names_out()
    return {names[i]: float(weight) for i, weight in zip(row.col, row.data, strict=True)}


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("parcel", True),
        ("my", True),
        ("parcle", True),
        ("erxx", False),
        ("xxmy", False),
        ("", False),
    ],
)
def test_two_letters_that_somebody_hit_tell_nothing(text: str, telling: bool) -> None:
    assert VECTORIZER.encode(text.split()).telling is telling
