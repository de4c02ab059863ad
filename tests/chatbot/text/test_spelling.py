"""Spelling correction by the vocabulary of the patterns."""

import pytest

from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import EncoderPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.text.spelling import Speller
from chatbot.text.words import WordSplitter

SPLITTER = WordSplitter("english")
VOCABULARY = (
    "package",
    "jacket",
    "order",
    "orders",
    "return",
    "boots",
    "house",
    "the",
    "deliveries",
    "orderd",
    "available",
    "fleece",
    "recieve",
    "receive",
)
ENGLISH = {
    "horse",
    "jackets",
    "order",
    "orders",
    "available",
    "receive",
    "ways",
    "untill",
    "tomorrow",
}


@pytest.fixture
def speller() -> Speller:
    return Speller(VOCABULARY, SPLITTER.stem, ENGLISH.__contains__, mends_slips=True)


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("pacakge", "package"),
        ("packge", "package"),
        ("packagge", "package"),
        ("pavkage", "package"),
        ("odrer", "order"),
        ("orded", "order"),
        ("availible", "available"),
    ],
)
def test_one_typing_error_is_mended(speller: Speller, typed: str, corrected: str) -> None:
    assert speller.read(typed) == corrected
    assert speller.read(corrected) == corrected


@pytest.mark.parametrize(
    "word",
    ["horse", "delivery", "hoot", "teh", "pcakaeg", "nackage", "order2", "", "päckäge", "чашка"],
    ids=ascii,
)
def test_other_words_are_left_alone(speller: Speller, word: str) -> None:
    assert speller.read(word) == word


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("wasy", "ways"),
        ("owrd", "word"),
        ("tommorrow", "tomorrow"),
        ("tomorow", "tomorrow"),
        ("tomorrwo", "tomorrow"),
        ("tomarrow", "tomarrow"),
    ],
)
def test_of_other_words_of_the_language_a_slip_is_mended(typed: str, corrected: str) -> None:
    words = {"ways", "word", "tomorrow"}
    speller = Speller(VOCABULARY, SPLITTER.stem, words.__contains__, mends_slips=True)
    assert speller.read(typed) == corrected


def test_a_misspelt_pattern_is_read_as_the_right_one(speller: Speller) -> None:
    assert speller.read("recieve") == "receive"
    assert speller.read("fleece") == "fleece"


@pytest.mark.parametrize("word", ["jacketing", "availables", "horses"])
def test_another_form_of_a_right_word_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.read(word) == word


@pytest.mark.parametrize("word", ["horses", "ordering", "ordres"])
def test_where_few_words_are_known_a_known_stem_is_enough(word: str) -> None:
    speller = Speller({"order", "ordre", "horse"}, SPLITTER.stem, lambda _: False)
    assert speller.read(word) == word


def test_few_words_are_looked_up_for_a_message_of_unknown_ones() -> None:
    lookups: list[str] = []

    def is_word(word: str) -> bool:
        lookups.append(word)
        return False

    words = [f"{letter * 3}qz{letter}xkvw" for letter in "abcdefgh"] + ["x" * 120]
    for mends_slips, most in ((False, 1), (True, 30)):
        lookups.clear()
        speller = Speller(VOCABULARY, SPLITTER.stem, is_word, mends_slips=mends_slips)
        lookups.clear()
        assert [speller.read(word) for word in words] == words
        assert len(lookups) <= most * len(words)


def test_an_ambiguous_error_is_left_alone() -> None:
    speller = Speller({"planet", "planer"}, SPLITTER.stem, lambda _: False)
    assert speller.read("planez") == "planez"


def test_a_misspelt_message_has_the_features_of_the_right_one() -> None:
    extractor = FeatureExtractor.fit(SPLITTER, [["where", "is", "package"], ["return", "it"]])
    misspelt, right = (extractor.encode(["where", "is", word]) for word in ("pacakge", "package"))
    for name, values in right.arrays().items():
        assert (misspelt.arrays()[name] == values).all(), name


@pytest.fixture
def pieces(encoder: SentenceEncoder) -> EncoderPieceReader:
    return EncoderPieceReader(encoder)


def test_the_encoder_knows_words_that_no_pattern_has(pieces: EncoderPieceReader) -> None:
    extractor = FeatureExtractor.fit(SPLITTER, [["house"], ["boots"]], pieces=pieces)
    assert extractor.correct_spelling(["horse", "hosue"]) == ["horse", "house"]
