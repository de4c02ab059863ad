"""Readings of misspelt messages that are not understood otherwise."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import EncoderPieceReader
from chatbot.model.calibration import Calibration
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import OutOfScopeDetector, ScopeScores
from chatbot.model.prediction import Prediction
from chatbot.model.readings import Readings
from chatbot.text.typed import TypedWords

PATTERN = ("where", "is", "my", "order")
VOCABULARY = {*PATTERN, "older", "boot", "wher", "return", "gaelic"}
NUMBERS = dict.fromkeys((*PATTERN, "older", "boot", "boat", "her", "return"), 3_000) | {
    "oder": 27_000,
    "gaelic": 11_000,
    "garlic": 20_500,
}
ZERO, ONE = ScopeScores(0.0, 0.0), ScopeScores(1.0, 1.0)
CALIBRATION = Calibration(1.0, OutOfScopeDetector(ZERO, ONE, threshold=14.0), 0.5, 0.9)


class Network:
    """Network that knows a message by its words in the places of the pattern."""

    def __init__(self, other: float = 0.0) -> None:
        self.other = other
        self.messages: list[str] = []

    def predict(self, words: Iterable[str]) -> Prediction:
        words = TypedWords(words, "as typed")
        self.messages.append(" ".join(words))
        equal = sum(word == other for word, other in zip(words, PATTERN, strict=False))
        logits = np.array([4 * equal, 4 * equal * self.other, 0], np.float32)
        return Prediction(words, ("status", "other"), NetworkOutput(logits), CALIBRATION)


@pytest.fixture
def readings() -> Readings:
    return Readings(VOCABULARY, NUMBERS.get)


def words_read(readings: Readings, network: Network, words: Sequence[str]) -> tuple[str, ...]:
    return readings.best(network.predict(words), network.predict).words


def test_of_near_words_those_are_read_that_make_sense_together(readings: Readings) -> None:
    network = Network()
    assert words_read(readings, network, ("wher", "is", "my", "oder")) == PATTERN
    assert "where is my older" in network.messages


def test_the_words_of_a_reading_remember_the_text_as_typed(readings: Readings) -> None:
    network = Network()
    words = readings.best(network.predict(("wher", "is", "my", "oder")), network.predict).words
    assert isinstance(words, TypedWords)
    assert words.text == "as typed"


@pytest.mark.parametrize(
    "words",
    [
        ("where", "is", "my", "boat"),
        ("where", "is", "my", "x"),
        ("where", "is", "my", "odour"),
        ("where", "is", "my", "0rder"),
        ("where", "is", "my", "garlic"),
        ("qhere", "is", "my", "order"),
    ],
    ids=" ".join,
)
def test_words_that_are_right_or_like_no_other_stay(
    readings: Readings, words: tuple[str, ...]
) -> None:
    network = Network()
    assert words_read(readings, network, words) == words
    assert len(network.messages) == 1


def test_a_single_word_is_no_error_of_another(readings: Readings) -> None:
    network = Network()
    assert words_read(readings, network, ("wher",)) == ("wher",)
    assert network.messages == ["wher"]


def test_a_message_that_is_understood_is_read_once(readings: Readings) -> None:
    network = Network()
    words = (*PATTERN, "oder")
    assert words_read(readings, network, words) == words
    assert len(network.messages) == 1


@pytest.mark.parametrize("words", [("oder",), ("what", "an", "oder", "wher")], ids=" ".join)
def test_a_message_that_no_reading_helps_stays_as_it_is(
    readings: Readings, words: tuple[str, ...]
) -> None:
    assert words_read(readings, Network(), words) == words


def test_a_reading_that_is_not_sure_is_not_taken(readings: Readings) -> None:
    words = ("wher", "is", "my", "oder")
    assert words_read(readings, Network(other=0.9), words) == words


def test_a_message_of_unknown_words_is_read_a_few_times(readings: Readings) -> None:
    network = Network()
    readings.best(network.predict(("oder", "retur", "bot") * 20), network.predict)
    assert len(network.messages) == 9


def test_a_word_of_the_language_may_be_an_uncommon_one(encoder: SentenceEncoder) -> None:
    pieces = EncoderPieceReader(encoder)
    assert [pieces.has_word(word) for word in ("order", "oder", "odrer")] == [True, True, False]
    order, oder, wrong = (pieces.number(word) or 0 for word in ("order", "oder", "odrer"))
    assert (order * 8 < oder, wrong) == (True, 0)
