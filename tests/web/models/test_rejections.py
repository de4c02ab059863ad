"""Rejections of the gate, in words and in the database."""

import json

import pytest

from chatbot.evaluation.intent_tests import FailedTest
from chatbot.evaluation.rejections import Rejection
from web.models.rejections import from_column, rejection_sentence, to_column

TEST = FailedTest("apple", "test 1", "pear", 0.5)
SENTENCES = {
    Rejection("understands_nothing"): "It understands none of the messages that it was asked.",
    Rejection("tests", 3, 9, 2, 1, TEST): (
        "Of the 9 tests, 2 fail that version 3 passes, and 1 pass that it fails. The first that"
        " fails: “test 1” gets pear instead of apple."
    ),
    Rejection("macro_f1", 3, 100, new=0.8, live=0.9): (
        "The macro F1 on the 100 patterns that both trainings held out is 80.0%, and that of"
        " version 3 is 90.0%."
    ),
    Rejection("fallback", 3, 100, new=0.15, live=0.05): (
        "The share of fallbacks on the 100 patterns that both trainings held out is 15.0%, and"
        " that of version 3 is 5.0%."
    ),
    Rejection("text", text="It is worse."): "It is worse.",
}


@pytest.mark.parametrize(("rejection", "sentence"), SENTENCES.items())
def test_a_rejection_is_worded(rejection: Rejection, sentence: str) -> None:
    assert rejection_sentence(rejection) == sentence


def test_the_database_gives_back_what_it_was_given() -> None:
    column = json.loads(json.dumps(to_column(tuple(SENTENCES))))
    assert from_column(column) == tuple(SENTENCES)
    assert to_column(()) is None
    assert from_column(None) == ()


def test_sentences_of_earlier_releases_are_read() -> None:
    assert from_column(["It is worse."]) == (Rejection("text", text="It is worse."),)


def test_damaged_reasons_are_told() -> None:
    (reason,) = from_column([{"kind": "tests", "total": 3}])
    assert rejection_sentence(reason) == "The reasons are damaged in the database."
