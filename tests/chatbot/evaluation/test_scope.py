"""What is refused, rightly and wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.scope import FalseAccept, scope
from tests.support.bot_answers import IN_SCOPE, TAGS, answer, answers

MIXED = answers(st.sampled_from([*TAGS, None]))


def test_shares_of_questions_and_of_off_topic_messages() -> None:
    judged = [
        answer("apple", "apple"),
        answer("apple", "apple", accepted=False),
        answer("apple", "pear"),
        answer("apple", "pear", accepted=False),
        answer(None, "pear", "sing", confidence=0.6),
        answer(None, "plum", "dance", confidence=0.7),
        answer(None, "plum", accepted=False),
        answer(None, "plum", accepted=False),
    ]
    found = scope(judged)
    assert (found.questions, found.off_topic) == (4, 4)
    assert (found.answered_right, found.answered_wrong, found.refused) == (0.25, 0.25, 0.5)
    assert found.off_topic_refused == 0.5
    assert found.claimed == (FalseAccept("dance", "plum", 0.7), FalseAccept("sing", "pear", 0.6))


def test_without_off_topic_messages_nothing_is_said_about_them() -> None:
    found = scope([answer("apple", "apple")])
    assert (found.off_topic, found.off_topic_refused, found.auroc) == (0, None, None)


@given(IN_SCOPE, answers(st.none()))
def test_auroc_is_that_of_scikit_learn(good: list[Outcome], foreign: list[Outcome]) -> None:
    scores = [one.score for one in (*good, *foreign)]
    theirs = roc_auc_score([1] * len(good) + [0] * len(foreign), scores)
    assert scope([*foreign, *good]).auroc == pytest.approx(theirs)


@given(IN_SCOPE, MIXED)
def test_nothing_is_lost(good: list[Outcome], mixed: list[Outcome]) -> None:
    found = scope([*good, *mixed])
    assert found.answered_right + found.answered_wrong + found.refused == pytest.approx(1)
    assert sum(score.in_scope for score in found.scores) == found.questions
    assert sum(score.off_topic for score in found.scores) == found.off_topic
