"""Training of a model: intents in, a bundle and a report out. Imports keras."""

from __future__ import annotations

import importlib.metadata
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from chatbot.dataset.examples import NO_EXAMPLES
from chatbot.dialogue.bot import Bot
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest, failed_tests
from chatbot.evaluation.report import RunReport
from chatbot.evaluation.weaknesses import weaknesses
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import CALIBRATION, INTENTS, Bundle, Metadata, Metrics
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.progress import (
    EpochProgress,
    OnEpoch,
    ProgressReporter,
    ShouldStop,
    TrainingCancelled,
)
from chatbot.training.task import TrainingTask
from chatbot.training.validation import ValidationResult, evaluate_held_out, validate

__all__ = [
    "EpochProgress",
    "TrainedModel",
    "TrainingCancelled",
    "TrainingConfig",
    "TrainingError",
    "train",
]

_LIBRARIES = ("keras", "nltk", "numpy", "onnx", "onnxruntime")


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """Model ready to be stored, and the report of the training.

    The main figures are in `bundle.metadata.metrics` as well.
    """

    bundle: Bundle
    report: RunReport

    @property
    def failed_tests(self) -> tuple[FailedTest, ...]:
        """Tests of the intents failed by the model."""
        return self.report.tests.failed


def train(
    intents: IntentSet,
    config: TrainingConfig,
    on_epoch: OnEpoch,
    should_stop: ShouldStop,
) -> TrainedModel:
    """Train a model on `intents`.

    The first networks learn all but some held-out patterns: the outputs for held-out patterns
    calibrate the last network, trained on every pattern. Raises TrainingError,
    NetworkOptionsError, or TrainingCancelled soon after `should_stop` returns True.
    """
    started = time.monotonic()
    task = TrainingTask.of(intents, config)
    reporter = ProgressReporter(on_epoch, should_stop)
    rows, rate = np.arange(len(task.examples)), config.false_rejection_rate
    result = validate(task, rows, config.seed, rate, reporter.start_round)
    network = task.train_network(task.examples, NO_EXAMPLES, reporter.start_round(1))
    parts = {
        **network.parts(),
        CALIBRATION: result.calibration.to_json().encode(),
        INTENTS: intents.to_json().encode(),
    }
    metadata = _metadata(intents, config, task)
    failed = failed_tests(Bot.from_bundle(Bundle(metadata, parts)), intents)
    tests = CheckedTests(sum(len(intent.tests) for intent in intents), failed)
    metrics = Metrics(
        held_out_messages=result.messages,
        held_out_accuracy=result.accuracy if result.messages else None,
        tests=tests.total,
        tests_failed=len(failed),
        epochs=reporter.last_epochs,
        seconds=time.monotonic() - started,
    )
    report = _report(task, result, tests, config)
    return TrainedModel(Bundle(replace(metadata, metrics=metrics), parts), report)


def _report(
    task: TrainingTask, result: ValidationResult, tests: CheckedTests, config: TrainingConfig
) -> RunReport:
    outcomes = evaluate_held_out(task, result)
    encoder = task.pieces is not None
    weak = weaknesses(task.intents, outcomes, config.language, encoder=encoder)
    return replace(RunReport.of(outcomes, tests, config.seed), weaknesses=weak)


def _metadata(intents: IntentSet, config: TrainingConfig, task: TrainingTask) -> Metadata:
    architecture = task.plan.shape.architecture
    return Metadata(
        fingerprint=intents.fingerprint,
        language=config.language,
        seed=config.seed,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={name: importlib.metadata.version(name) for name in _LIBRARIES},
        architecture=architecture,
        options=config.options.completed(architecture),
        encoder=task.pieces.encoder.fingerprint if task.pieces else "",
    )
