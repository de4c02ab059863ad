"""Cross-validation: every pattern is answered by a network trained on the other folds."""

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
from chatbot.training.validation import Fold, evaluate_fold


def cross_validate(
    intents: IntentSet,
    config: TrainingConfig,
    folds: int,
    seed: int,
    reporter: SeriesProgressReporter,
    share: float = 1.0,
) -> tuple[Outcome, ...]:
    """Return the outcomes of all patterns, then of all off-topic messages.

    For each of `folds` folds a network learns a `share` of the other folds. Patterns are in the
    order of the intents; the only pattern of an intent is left out. Raises TrainingError without
    patterns to test, and TrainingCancelled.
    """
    task = TrainingTask.of(intents, config)
    patterns: dict[int, Outcome] = {}
    off_topic: dict[int, Outcome] = {}
    for fold in _folds(task, folds, seed, share):
        outcomes = evaluate_fold(task, fold, config, reporter.start_training())
        patterns |= zip(fold.test.tolist(), outcomes, strict=False)
        off_topic |= zip(fold.test_off_topic, outcomes[len(fold.test) :], strict=True)
    return (*_in_order(patterns), *_in_order(off_topic))


def _folds(task: TrainingTask, k: int, seed: int, share: float) -> Iterator[Fold]:
    rows = np.arange(len(task.examples))
    parts = [part for part in folds_of(task.examples, k, seed) if len(part)]
    if not parts:
        raise TrainingError(
            "No intent has two different patterns, so that one could be held out and asked. "
            "Add patterns, or name messages to ask by --test FILE."
        )
    off_topic = np.random.default_rng(seed).permutation(len(task.off_topic)) % len(parts)
    for number, test in enumerate(parts):
        yield Fold(
            subsample(task.examples, np.setdiff1d(rows, test), share, seed),
            test,
            np.flatnonzero(off_topic != number).tolist(),
            np.flatnonzero(off_topic == number).tolist(),
        )


def _in_order(outcomes: dict[int, Outcome]) -> list[Outcome]:
    return [outcomes[row] for row in sorted(outcomes)]
