"""The linear reference, on data sets that are small or odd."""

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
LESSON = LabelledTexts(TEXTS, ("Track Order",) * 4 + ("refund",) * 4 + ("opening_hours",) * 4)
TWO = LESSON.where([label != "refund" for label in LESSON.labels])
UNSEEN = ("where does my parcel stay", "are you open today", "my money please", "a refund")


@pytest.mark.parametrize("lesson", [LESSON, TWO], ids=["three", "two"])
def test_it_understands_what_resembles_its_texts(lesson: LabelledTexts) -> None:
    answerer = train(lesson, (), Options(), names=False)()
    first, second = answerer.many(["a parcel", "open on sunday"])
    assert (first.label, second.label) == ("Track Order", "opening_hours")
    assert answerer.one("a parcel") == "Track Order"
    for answer in (first, second):
        assert 1 / len(set(lesson.labels)) < answer.confidence < 1
        assert answer.accepted
    assert answerer.size > 1000


def test_messages_that_it_has_not_seen_choose_the_threshold() -> None:
    answerer = train(LESSON, UNSEEN, Options(), names=False)()
    scores = [answer.score for answer in answerer.many(UNSEEN)]
    assert answerer.settings["threshold"] == pytest.approx(np.quantile(scores, 0.05))
    assert [answer.accepted for answer in answerer.many(UNSEEN)].count(False) == 1
    assert "val" in answerer.settings["accepts"]


def test_without_such_messages_parts_of_the_lesson_are_held_back() -> None:
    answerer = train(LESSON, (), Options(), names=False)()
    known = min(answer.score for answer in answerer.many(TEXTS))
    assert answerer.settings["threshold"] < known
    assert not answerer.many(["xyzzy"])[0].accepted
    assert "cross-validation" in answerer.settings["accepts"]


def test_one_text_an_intent_leaves_nothing_to_hold_back() -> None:
    lesson = LabelledTexts(("hello there", "good bye"), ("hello", "bye"))
    answerer = train(lesson, (), Options(), names=False)()
    assert [a.label for a in answerer.many(["hello", "bye", ""])][:2] == ["hello", "bye"]
    assert all(a.accepted for a in answerer.many(["hello", "", "xyzzy"]))
    assert answerer.settings["threshold"] is None


def test_names_of_intents_are_learnt_as_texts() -> None:
    lesson = LabelledTexts(("aaa bbb", "ccc ddd"), ("track-my_order", "Refund"))
    with_names = train(lesson, (), Options(), names=True)()
    labels = [answer.label for answer in with_names.many(["order", "refund"])]
    assert labels == ["track-my_order", "Refund"]
    assert with_names.size > train(lesson, (), Options(), names=False)().size
