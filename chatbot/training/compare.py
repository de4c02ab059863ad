"""Comparison of architectures on the same messages. Imports keras."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field, TypeAdapter

from chatbot.evaluation import metrics
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.scope import scope
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
    """Figures of one architecture.

    `behind` is the difference to the best architecture's accuracy, None for the best
    architecture. `cpu_seconds` is the processor time of a whole training, `bundle_bytes` the size
    of the model, and `latency_ms` the median time of an answer.
    """

    architecture: str
    description: str
    accuracy: Interval
    macro_f1: Interval
    behind: Interval | None
    false_rejection_rate: Annotated[float, Field(alias="refused")]
    off_topic_refused: float | None
    auroc: float | None
    cpu_seconds: float
    bundle_bytes: int
    latency_ms: float


@dataclass(frozen=True, slots=True)
class ArchitectureComparison:
    """Results of the architectures, the most accurate first."""

    folds: int
    seed: int
    results: Annotated[tuple[ArchitectureResult, ...], Field(alias="contestants")]

    def to_json(self) -> str:
        """Return all figures as a JSON text: shares are numbers from 0 to 1."""
        return _COMPARISON.dump_json(self, indent=2, by_alias=True).decode() + "\n"


_COMPARISON = TypeAdapter(ArchitectureComparison)


def compare(
    intents: IntentSet,
    config: TrainingConfig,
    names: Sequence[str],
    folds: int,
    on_progress: Callable[[str, SeriesProgress], None],
    should_stop: ShouldStop,
) -> ArchitectureComparison:
    """Compare architectures by cross-validation on the same messages.

    Raises TrainingError, and TrainingCancelled.
    """
    evaluated = []
    for name in names:
        reporter = SeriesProgressReporter(folds + 1, partial(on_progress, name), should_stop)
        evaluated.append(_evaluate(intents, replace(config, architecture=name), folds, reporter))
    best = max((model.outcomes for model in evaluated), key=_right)
    results = [_result(model, best, config.seed) for model in evaluated]
    results.sort(key=lambda result: (-result.accuracy.value, result.behind is not None))
    return ArchitectureComparison(folds, config.seed, tuple(results))


@dataclass(frozen=True, slots=True)
class _EvaluatedModel:
    architecture: str
    outcomes: tuple[Outcome, ...]
    bundle: Bundle
    cpu_seconds: float


def _evaluate(
    intents: IntentSet, config: TrainingConfig, folds: int, reporter: SeriesProgressReporter
) -> _EvaluatedModel:
    outcomes = cross_validate(intents, config, folds, config.seed, reporter)
    started = time.process_time()
    model = train(intents, config, reporter.start_training(), reporter.should_stop)
    seconds = time.process_time() - started
    return _EvaluatedModel(config.architecture, outcomes, model.bundle, seconds)


def _right(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.correct for outcome in outcomes)


def _result(model: _EvaluatedModel, best: Sequence[Outcome], seed: int) -> ArchitectureResult:
    outcomes = model.outcomes
    rejection = scope(outcomes)
    return ArchitectureResult(
        architecture=model.architecture,
        description=ARCHITECTURES[model.architecture].summary,
        accuracy=metrics.accuracy(outcomes, seed),
        macro_f1=metrics.macro_f1(outcomes, seed),
        behind=None if outcomes is best else metrics.difference(best, outcomes, seed),
        false_rejection_rate=rejection.false_rejection_rate,
        off_topic_refused=rejection.off_topic_refused,
        auroc=rejection.auroc,
        cpu_seconds=model.cpu_seconds,
        bundle_bytes=len(model.bundle.to_bytes()),
        latency_ms=_latency(model),
    )


def _latency(model: _EvaluatedModel) -> float:
    classifier = IntentClassifier.from_bundle(model.bundle)
    seconds = []
    for outcome in model.outcomes[:_TIMED_MESSAGES]:
        started = time.perf_counter()
        classifier.predict(outcome.message)
        seconds.append(time.perf_counter() - started)
    return 1_000 * float(np.median(seconds))
