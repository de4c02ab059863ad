"""Cross-validation: every pattern is answered once, by a network that did not learn it."""

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
from chatbot.training.validation import evaluate_fold

pytestmark = pytest.mark.timeout(400)

CONFIG = TrainingConfig(epochs=6, architecture="bow")


@pytest.fixture(scope="module")
def progress() -> list[SeriesProgress]:
    return []


@pytest.fixture(scope="module")
def outcomes(small_intents: IntentSet, progress: list[SeriesProgress]) -> tuple[Outcome, ...]:
    reporter = SeriesProgressReporter(3, progress.append, lambda: False)
    return cross_validate(small_intents, CONFIG, 3, 1, reporter)


def test_every_pattern_is_asked_in_the_order_of_the_files(
    outcomes: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    answered = [(outcome.message, outcome.intent) for outcome in in_scope(outcomes)]
    assert answered == [(text, intent.tag) for intent in small_intents for text in intent.patterns]


def test_every_off_topic_message_is_asked_once(
    outcomes: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    task = TrainingTask.of(small_intents, CONFIG)
    answered = Counter(outcome.message for outcome in off_topic(outcomes))
    assert answered == Counter(" ".join(words) for words in task.off_topic)


def test_no_fold_learns_its_test_messages(small_intents: IntentSet) -> None:
    task = TrainingTask.of(small_intents, CONFIG)
    for fold in _folds(task, 3, 1, share=1.0):
        assert set(fold.train) | set(fold.test) == set(range(len(task.examples)))
        assert not set(fold.train) & set(fold.test)
        assert not set(fold.train_off_topic) & set(fold.test_off_topic)
        assert len(fold.test_off_topic) == pytest.approx(len(task.off_topic) / 3, abs=1)


def test_it_learns_what_it_does_not_hold_out(outcomes: tuple[Outcome, ...]) -> None:
    patterns, foreign = in_scope(outcomes), off_topic(outcomes)
    assert 0.5 < sum(outcome.correct for outcome in patterns) / len(patterns) < 1
    rejected = sum(not outcome.accepted for outcome in foreign) / len(foreign)
    assert rejected > sum(not outcome.accepted for outcome in patterns) / len(patterns)


def test_candidates_hold_the_right_intent_about_as_often_as_stated(
    outcomes: tuple[Outcome, ...],
) -> None:
    """The coverage of each fold is a share of it and its errors: at least the accuracy."""
    patterns = in_scope(outcomes)
    held = sum(outcome.intent in outcome.candidates for outcome in patterns)
    right = sum(outcome.correct for outcome in patterns) / len(patterns)
    stated = right + (1 - right) / 4
    # Both the threshold and the messages are drawn: three standard deviations of each.
    spread = 3 * sqrt(2 * stated * (1 - stated) / len(patterns))
    assert held / len(patterns) == pytest.approx(stated, abs=spread)
    assert all(
        outcome.predicted == outcome.candidates[0] for outcome in patterns if outcome.candidates
    )


def test_an_intent_that_waits_for_a_context_is_asked_in_it(outcomes: tuple[Outcome, ...]) -> None:
    def ranked(outcome: Outcome) -> bool:
        return "trial_instrument" in {ranked.intent for ranked in outcome.ranking}

    assert all(ranked(o) for o in outcomes if o.intent == "trial_instrument")
    assert not any(ranked(outcome) for outcome in off_topic(outcomes))


def test_progress_rises_to_the_last_training(
    outcomes: tuple[Outcome, ...], progress: list[SeriesProgress]
) -> None:
    done = [training.number - 1 + training.share for training in progress]
    assert done == sorted(done)
    assert done[-1] == progress[-1].total == 3


def test_a_smaller_share_is_asked_the_same(
    outcomes: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    reporter = SeriesProgressReporter(2, lambda _: None, lambda: False)
    fewer = cross_validate(small_intents, replace(CONFIG, epochs=1), 2, 1, reporter, share=0.25)
    assert [outcome.message for outcome in fewer] == [outcome.message for outcome in outcomes]


def test_it_stops_when_it_is_asked_to(small_intents: IntentSet) -> None:
    progress: list[SeriesProgress] = []
    reporter = SeriesProgressReporter(2, progress.append, lambda: len(progress) == 3)
    with pytest.raises(TrainingCancelled):
        cross_validate(small_intents, CONFIG, 2, 1, reporter)
    assert len(progress) == 3


def test_there_must_be_something_to_hold_out() -> None:
    lonely = IntentSet((Intent("a", patterns=("hi", "Hi!")), Intent("b", patterns=("bye",))))
    reporter = SeriesProgressReporter(2, lambda _: None, lambda: False)
    with pytest.raises(TrainingError, match="No intent has two different patterns"):
        cross_validate(lonely, CONFIG, 2, 1, reporter)


def test_the_tests_of_the_intents_raise_the_threshold_of_a_fold_as_that_of_a_training(
    outcomes: tuple[Outcome, ...], small_intents: IntentSet
) -> None:
    fold = next(_folds(TrainingTask.of(small_intents, CONFIG), 3, 1, share=1.0))
    first = {outcome.message: outcome for outcome in outcomes}
    texts = [text for intent in small_intents for text in intent.patterns]
    learnt = {texts[row] for row in fold.train}
    tested = [
        replace(intent, tests=tuple(text for text in intent.patterns if text in learnt) * 4)
        for intent in small_intents
    ]
    task = TrainingTask.of(IntentSet(tuple(tested)), CONFIG)
    again = evaluate_fold(task, fold, CONFIG, lambda _: None)
    before = [first[outcome.message] for outcome in again]
    assert [outcome.score for outcome in before] == [outcome.score for outcome in again]
    lost = [old.accepted - new.accepted for old, new in zip(before, again, strict=True)]
    assert sum(lost) > 0
    assert min(lost) == 0
