"""Linear reference, on small or odd data sets."""

import numpy as np
import pytest

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.linear import train
from benchmarks.accuracy.system import Options

TEXTS = (
    *("where is my parcel", "track the parcel", "parcel not here", "when does the parcel come"),
    *("give me my money back", "refund please", "I want a refund", "money back for this"),
    *("when do you open", "opening hours", "are you open on sunday", "is the shop open"),
)
TRAINING_SET = LabelledTexts(TEXTS, ("Track Order",) * 4 + ("refund",) * 4 + ("opening_hours",) * 4)
TWO_INTENTS = TRAINING_SET.select([label != "refund" for label in TRAINING_SET.labels])
VALIDATION = ("where does my parcel stay", "are you open today", "my money please", "a refund")


@pytest.mark.parametrize("training_set", [TRAINING_SET, TWO_INTENTS], ids=["three", "two"])
def test_texts_similar_to_the_training_set_are_understood(training_set: LabelledTexts) -> None:
    system = train(training_set, (), Options(), names=False)()
    first, second = system.answer_all(["a parcel", "open on sunday"])
    assert (first.label, second.label) == ("Track Order", "opening_hours")
    assert system.answer("a parcel") == "Track Order"
    for answer in (first, second):
        assert 1 / len(set(training_set.labels)) < answer.confidence < 1
        assert answer.accepted
    assert system.size > 1000


def test_validation_messages_choose_the_threshold() -> None:
    system = train(TRAINING_SET, VALIDATION, Options(), names=False)()
    scores = [answer.score for answer in system.answer_all(VALIDATION)]
    assert system.settings["threshold"] == pytest.approx(np.quantile(scores, 0.05))
    assert [answer.accepted for answer in system.answer_all(VALIDATION)].count(False) == 1
    assert "val" in system.settings["accepts"]


def test_without_validation_messages_a_cross_validation_chooses_the_threshold() -> None:
    system = train(TRAINING_SET, (), Options(), names=False)()
    lowest = min(answer.score for answer in system.answer_all(TEXTS))
    assert system.settings["threshold"] < lowest
    assert not system.answer_all(["xyzzy"])[0].accepted
    assert "cross-validation" in system.settings["accepts"]


def test_one_text_an_intent_leaves_nothing_to_hold_back() -> None:
    training_set = LabelledTexts(("hello there", "good bye"), ("hello", "bye"))
    system = train(training_set, (), Options(), names=False)()
    assert [answer.label for answer in system.answer_all(["hello", "bye", ""])][:2] == [
        "hello",
        "bye",
    ]
    assert all(answer.accepted for answer in system.answer_all(["hello", "", "xyzzy"]))
    assert system.settings["threshold"] is None


def test_names_of_intents_are_learnt_as_texts() -> None:
    training_set = LabelledTexts(("aaa bbb", "ccc ddd"), ("track-my_order", "Refund"))
    with_names = train(training_set, (), Options(), names=True)()
    labels = [answer.label for answer in with_names.answer_all(["order", "refund"])]
    assert labels == ["track-my_order", "Refund"]
    assert with_names.size > train(training_set, (), Options(), names=False)().size
