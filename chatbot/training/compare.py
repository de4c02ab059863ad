"""Networks of different architectures, compared on the same messages. Imports keras."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from pydantic import TypeAdapter

from chatbot.evaluation import metrics
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.rejection import scope
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import ARCHITECTURES
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.training.config import TrainingConfig
from chatbot.training.cross_validation import cross_validate
from chatbot.training.progress import SeriesProgress, SeriesProgressReporter, ShouldStop
from chatbot.training.train import train

_TIMED_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class ArchitectureResult:
    """What one architecture came to.

    `behind` is by how much more of the messages the best one understood, of 1; None for the best
    itself. `cpu_seconds` is the processor time of one whole training, `bundle_bytes` the size of
    the model, and `latency_ms` the median time of an answer.
    """

    architecture: str
    description: str
    accuracy: Interval
    macro_f1: Interval
    behind: Interval | None
    refused: float
    off_topic_refused: float | None
    auroc: float | None
    cpu_seconds: float
    bundle_bytes: int
    latency_ms: float


@dataclass(frozen=True, slots=True)
class ArchitectureComparison:
    """The contestants, the most accurate first."""

    folds: int
    seed: int
    contestants: tuple[ArchitectureResult, ...]

    def to_json(self) -> str:
        """Return all figures as a JSON text: shares are numbers from 0 to 1."""
        return _COMPARISON.dump_json(self, indent=2).decode() + "\n"


_COMPARISON = TypeAdapter(ArchitectureComparison)


def compare(
    intents: IntentSet,
    config: TrainingConfig,
    names: Sequence[str],
    folds: int,
    on_progress: Callable[[str, SeriesProgress], None],
    should_stop: ShouldStop,
) -> ArchitectureComparison:
    """Return how well these architectures do on the intents, by cross-validation.

    All of them are asked the same messages. Raises TrainingError, and TrainingCancelled.
    """
    entries = []
    for name in names:
        trainings = SeriesProgressReporter(folds + 1, partial(on_progress, name), should_stop)
        entries.append(_enter(intents, replace(config, architecture=name), folds, trainings))
    found = [entry.judged for entry in entries]
    best = max(found, key=lambda judged: sum(one.right for one in judged))
    contestants = [
        _contestant(name, entry, best, config.seed)
        for name, entry in zip(names, entries, strict=True)
    ]
    contestants.sort(key=lambda one: (-one.accuracy.value, one.behind is not None))
    return ArchitectureComparison(folds, config.seed, tuple(contestants))


@dataclass(frozen=True, slots=True)
class _Entry:
    judged: tuple[Outcome, ...]
    bundle: Bundle
    cpu_seconds: float


def _enter(
    intents: IntentSet, config: TrainingConfig, folds: int, trainings: SeriesProgressReporter
) -> _Entry:
    judged = cross_validate(intents, config, folds, config.seed, trainings)
    started = time.process_time()
    model = train(intents, config, trainings.next(), trainings.should_stop)
    return _Entry(judged, model.bundle, time.process_time() - started)


def _contestant(name: str, entry: _Entry, best: Sequence[Outcome], seed: int) -> ArchitectureResult:
    figures = scope(entry.judged)
    return ArchitectureResult(
        architecture=name,
        description=ARCHITECTURES[name].summary,
        accuracy=metrics.accuracy(entry.judged, seed),
        macro_f1=metrics.macro_f1(entry.judged, seed),
        behind=None if entry.judged is best else metrics.difference(best, entry.judged, seed),
        refused=figures.refused,
        off_topic_refused=figures.off_topic_refused,
        auroc=figures.auroc,
        cpu_seconds=entry.cpu_seconds,
        bundle_bytes=len(entry.bundle.to_bytes()),
        latency_ms=_latency(entry),
    )


def _latency(entry: _Entry) -> float:
    classifier = IntentClassifier.from_bundle(entry.bundle)
    seconds = []
    for one in entry.judged[:_TIMED_MESSAGES]:
        started = time.perf_counter()
        classifier.predict(one.message)
        seconds.append(time.perf_counter() - started)
    return 1_000 * float(np.median(seconds))
