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
)
ENGLISH = {"horse", "jackets"}


@pytest.fixture
def speller() -> Speller:
    return Speller(VOCABULARY, SPLITTER.stem, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("pacakge", "package"),
        ("packge", "package"),
        ("packagge", "package"),
        ("pavkage", "package"),
        ("odrer", "order"),
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
