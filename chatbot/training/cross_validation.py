"""Every pattern answered by a network that learnt the others. Imports keras."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from chatbot.dataset.folds import folds as folds_of
from chatbot.dataset.folds import subsample
from chatbot.evaluation.outcomes import Outcome
from chatbot.intents.intent_set import IntentSet
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.progress import SeriesProgressReporter
from chatbot.training.task import TrainingTask
from chatbot.training.validation import Fold, judge_fold


def cross_validate(
    intents: IntentSet,
    config: TrainingConfig,
    folds: int,
    seed: int,
    trainings: SeriesProgressReporter,
    share: float = 1.0,
) -> tuple[Outcome, ...]:
    """Return how every pattern, and every off-topic message, is answered without it.

    In each of `folds` rounds a network learns a `share` of what the round does not hold out. The
    patterns come in the order of the intents; those that are alone in their intent are not asked.
    Raises TrainingError where there are none to ask, and TrainingCancelled.
    """
    subject = TrainingTask.of(intents, config)
    answers: dict[int, Outcome] = {}
    foreign: dict[int, Outcome] = {}
    for fold in _folds(subject, folds, seed, share):
        judged = judge_fold(subject, fold, config, trainings.next())
        answers |= zip(fold.asked.tolist(), judged, strict=False)
        foreign |= zip(fold.asked_off_topic, judged[len(fold.asked) :], strict=True)
    return (*_in_order(answers), *_in_order(foreign))


def _folds(subject: TrainingTask, k: int, seed: int, share: float) -> Iterator[Fold]:
    rows = np.arange(len(subject.examples))
    parts = [part for part in folds_of(subject.examples, k, seed) if len(part)]
    if not parts:
        raise TrainingError(
            "No intent has two different patterns, so that one could be held out and asked. "
            "Add patterns, or name messages to ask by --test FILE."
        )
    off_topic = np.random.default_rng(seed).permutation(len(subject.off_topic)) % len(parts)
    for number, asked in enumerate(parts):
        taught = subsample(subject.examples, np.setdiff1d(rows, asked), share, seed)
        yield Fold(
            taught,
            asked,
            np.flatnonzero(off_topic != number).tolist(),
            np.flatnonzero(off_topic == number).tolist(),
        )


def _in_order(judged: dict[int, Outcome]) -> list[Outcome]:
    return [judged[row] for row in sorted(judged)]
