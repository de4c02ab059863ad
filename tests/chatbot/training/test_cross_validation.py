"""Every pattern is answered once, by a network that did not learn it."""

from collections import Counter
from dataclasses import replace
from math import sqrt

import pytest

from chatbot.evaluation.outcomes import Outcome, in_scope, off_topic
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.cross_validation import _folds, cross_validate
from chatbot.training.progress import SeriesProgress, SeriesProgressReporter, TrainingCancelled
from chatbot.training.task import TrainingTask

pytestmark = pytest.mark.timeout(400)

CONFIG = TrainingConfig(epochs=2, architecture="wide_deep")


@pytest.fixture(scope="module")
def progress() -> list[SeriesProgress]:
    return []


@pytest.fixture(scope="module")
def judged(small_intents: IntentSet, progress: list[SeriesProgress]) -> tuple[Outcome, ...]:
    trainings = SeriesProgressReporter(3, progress.append, lambda: False)
    return cross_validate(small_intents, CONFIG, 3, 1, trainings)


def test_every_pattern_is_asked_in_the_order_of_the_files(
    judged: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    asked = [(one.message, one.intent) for one in in_scope(judged)]
    assert asked == [(text, intent.tag) for intent in small_intents for text in intent.patterns]


def test_every_off_topic_message_is_asked_once(
    judged: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    subject = TrainingTask.of(small_intents, CONFIG)
    asked = Counter(one.message for one in off_topic(judged))
    assert asked == Counter(" ".join(words) for words in subject.off_topic)


def test_no_fold_learns_what_it_asks(small_intents: IntentSet) -> None:
    subject = TrainingTask.of(small_intents, CONFIG)
    for fold in _folds(subject, 3, 1, share=1.0):
        assert set(fold.taught) | set(fold.asked) == set(range(len(subject.examples)))
        assert not set(fold.taught) & set(fold.asked)
        assert not set(fold.taught_off_topic) & set(fold.asked_off_topic)
        assert len(fold.asked_off_topic) == pytest.approx(len(subject.off_topic) / 3, abs=1)


def test_it_learns_what_it_does_not_hold_out(judged: tuple[Outcome, ...]) -> None:
    asked = in_scope(judged)
    assert 0.5 < sum(one.right for one in asked) / len(asked) < 1
    foreign = off_topic(judged)
    refused = sum(not one.accepted for one in foreign) / len(foreign)
    assert refused > sum(not one.accepted for one in asked) / len(asked)


def test_candidates_hold_the_right_intent_about_as_often_as_stated(
    judged: tuple[Outcome, ...],
) -> None:
    """The coverage of each fold is a share of it and its errors: at least the accuracy."""
    asked = in_scope(judged)
    held = sum(one.intent in one.candidates for one in asked)
    right = sum(one.right for one in asked) / len(asked)
    stated = right + (1 - right) / 4
    # Both the threshold and the messages are drawn: three standard deviations of each.
    spread = 3 * sqrt(2 * stated * (1 - stated) / len(asked))
    assert held / len(asked) == pytest.approx(stated, abs=spread)
    assert all(one.got == one.candidates[0] for one in asked if one.candidates)


def test_an_intent_that_waits_for_a_context_is_asked_in_it(judged: tuple[Outcome, ...]) -> None:
    waiting = [one for one in judged if one.intent == "trial_instrument"]
    assert all("trial_instrument" in {r.intent for r in one.ranking} for one in waiting)
    assert not any("trial_instrument" in {r.intent for r in o.ranking} for o in off_topic(judged))


def test_progress_rises_to_the_last_training(
    judged: tuple[Outcome, ...], progress: list[SeriesProgress]
) -> None:
    done = [one.number - 1 + one.share for one in progress]
    assert done == sorted(done)
    assert done[-1] == progress[-1].total == 3


def test_a_smaller_share_is_asked_the_same(
    judged: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    trainings = SeriesProgressReporter(2, lambda _: None, lambda: False)
    fewer = cross_validate(small_intents, replace(CONFIG, epochs=1), 2, 1, trainings, share=0.25)
    assert [one.message for one in fewer] == [one.message for one in judged]


def test_it_stops_when_it_is_asked_to(small_intents: IntentSet) -> None:
    progress: list[SeriesProgress] = []
    trainings = SeriesProgressReporter(2, progress.append, lambda: len(progress) == 3)
    with pytest.raises(TrainingCancelled):
        cross_validate(small_intents, CONFIG, 2, 1, trainings)
    assert len(progress) == 3


def test_there_must_be_something_to_hold_out() -> None:
    lonely = IntentSet((Intent("a", patterns=("hi", "Hi!")), Intent("b", patterns=("bye",))))
    trainings = SeriesProgressReporter(2, lambda _: None, lambda: False)
    with pytest.raises(TrainingError, match="No intent has two different patterns"):
        cross_validate(lonely, CONFIG, 2, 1, trainings)
