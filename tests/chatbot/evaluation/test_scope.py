"""False rejections and false accepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.scope import FalseAccept, scope
from tests.support.bot_answers import IN_SCOPE, TAGS, answer, answers

MIXED = answers(st.sampled_from([*TAGS, None]))


def test_shares_of_messages_in_scope_and_off_topic() -> None:
    outcomes = [
        answer("apple", "apple"),
        answer("apple", "apple", accepted=False),
        answer("apple", "pear"),
        answer("apple", "pear", accepted=False),
        answer(None, "pear", "sing", confidence=0.6),
        answer(None, "plum", "dance", confidence=0.7),
        answer(None, "plum", accepted=False),
        answer(None, "plum", accepted=False),
    ]
    report = scope(outcomes)
    assert (report.in_scope, report.off_topic) == (4, 4)
    assert (report.answered_right, report.answered_wrong, report.false_rejection_rate) == (
        0.25,
        0.25,
        0.5,
    )
    assert report.off_topic_refused == 0.5
    assert report.false_accepts == (
        FalseAccept("dance", "plum", 0.7),
        FalseAccept("sing", "pear", 0.6),
    )


def test_without_off_topic_messages_nothing_is_said_about_them() -> None:
    report = scope([answer("apple", "apple")])
    assert (report.off_topic, report.off_topic_refused, report.auroc) == (0, None, None)


@given(IN_SCOPE, answers(st.none()))
def test_auroc_is_that_of_scikit_learn(good: list[Outcome], foreign: list[Outcome]) -> None:
    scores = [outcome.score for outcome in (*good, *foreign)]
    theirs = roc_auc_score([1] * len(good) + [0] * len(foreign), scores)
    assert scope([*foreign, *good]).auroc == pytest.approx(theirs)


@given(IN_SCOPE, MIXED)
def test_nothing_is_lost(good: list[Outcome], mixed: list[Outcome]) -> None:
    report = scope([*good, *mixed])
    assert (
        report.answered_right + report.answered_wrong + report.false_rejection_rate
        == pytest.approx(1)
    )
    assert sum(score.in_scope for score in report.scores) == report.in_scope
    assert sum(score.off_topic for score in report.scores) == report.off_topic
