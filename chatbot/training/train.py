"""Training of a model: intents in, a bundle and a report out. Imports keras."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from chatbot.dataset.examples import NO_EXAMPLES
from chatbot.dialogue.bot import Bot
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest, failed_tests
from chatbot.evaluation.report import RunReport
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import weaknesses
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.marks.learnt import learnt_entities
from chatbot.model.architectures import AUTO, FROM_SCRATCH, TAUGHT_BY_ENCODER, NetworkOptions
from chatbot.model.bundle import (
    CALIBRATION,
    INTENTS,
    Bundle,
    Metadata,
    Metrics,
)
from chatbot.model.calibration import Calibration
from chatbot.model.out_of_scope import weight_of_tests
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.progress import (
    EpochProgress,
    OnEpoch,
    ProgressReporter,
    ShouldStop,
    TrainingCancelled,
)
from chatbot.training.tagging import HeldOutValues, train_tagger
from chatbot.training.task import TrainingTask
from chatbot.training.validation import (
    ValidationResult,
    evaluate_held_out,
    raised_by_tests,
    validate,
)

__all__ = [
    "EpochProgress",
    "TrainedModel",
    "TrainingCancelled",
    "TrainingConfig",
    "TrainingError",
    "train",
    "train_votes",
]

_TOLERATED_LOSS = 0.01
"""Share of messages that a student may understand less than its teacher, to answer in its place."""

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
    unlabelled: Sequence[str] = (),
) -> TrainedModel:
    """Train a model on `intents`; `unlabelled` texts, the latest last, help a student.

    The first networks learn all but some held-out patterns: the outputs for held-out patterns
    calibrate the last network, trained on every pattern. Raises TrainingError,
    NetworkOptionsError, or TrainingCancelled soon after `should_stop` returns True.
    """
    started = time.monotonic()
    config = config.resolved(intents)
    task = TrainingTask.of(intents, config, unlabelled)
    reporter = ProgressReporter(on_epoch, should_stop)
    rows, rate = np.arange(len(task.examples)), config.false_rejection_rate
    result = student = validate(task, rows, config.seed, rate, reporter.start_round)
    accuracies = _accuracies(task, student)
    if student.teacher and config.architecture == AUTO and _is_behind(*accuracies):
        task, result = task.of_teacher(), student.teacher
    network = task.train_network(task.examples, NO_EXAMPLES, reporter.start_round(1))
    of_network = network.parts()
    of_tagger, values = _tagger(task, config, should_stop, of_network)
    calibration = raised_by_tests(task, network, result)
    parts = {
        **of_network,
        **of_tagger,
        CALIBRATION: calibration.to_json().encode(),
        INTENTS: intents.to_json().encode(),
    }
    metadata = _metadata(intents, config, task)
    failed = failed_tests(Bot.from_bundle(Bundle(metadata, parts)), intents)
    tests = CheckedTests(intents.test_count, failed)
    seconds = time.monotonic() - started
    report = _report(task, result, calibration, tests, config)
    metrics = _metrics(accuracies, report, values, reporter.last_epochs, seconds)
    return TrainedModel(Bundle(replace(metadata, metrics=metrics), parts), report)


def train_votes(intents: IntentSet, config: TrainingConfig) -> TrainedModel:
    """Solve the linear votes over TF-IDF terms: a model within seconds, until `train` has a better.

    It is the network from scratch without an epoch, in any language, and finds no learnt entities.
    Raises TrainingError.
    """
    votes = replace(config, architecture=FROM_SCRATCH, options=NetworkOptions(), epochs=0)
    return train(intents, votes, lambda _: None, lambda: False)


def _tagger(
    task: TrainingTask, config: TrainingConfig, should_stop: ShouldStop, others: Container[str]
) -> tuple[dict[str, bytes], HeldOutValues]:
    """Parts of the tagger of learnt entities; none where no form asks for one, or no epoch is."""
    if config.epochs == 0 or not learnt_entities(task.intents):
        return {}, HeldOutValues()

    def check() -> None:
        if should_stop():
            raise TrainingCancelled

    tagger, values = train_tagger(task, config.seed, check)
    return tagger.parts(others), values


def _accuracies(task: TrainingTask, student: ValidationResult) -> tuple[float, ...]:
    """Accuracies of a student and its teacher, measured as in the report; none without a teacher.

    Where no pattern could be spared, they are those on copies with unknown words.
    """
    if not student.teacher:
        return ()
    return tuple(_accuracy(task, result) for result in (student, student.teacher))


def _accuracy(task: TrainingTask, result: ValidationResult) -> float:
    outcomes = evaluate_held_out(task, result, result.calibration)
    if not outcomes:
        return result.accuracy
    return sum(outcome.correct for outcome in outcomes) / len(outcomes)


def _is_behind(student: float, teacher: float) -> bool:
    return student < teacher - _TOLERATED_LOSS


def _report(
    task: TrainingTask,
    result: ValidationResult,
    calibration: Calibration,
    tests: CheckedTests,
    config: TrainingConfig,
) -> RunReport:
    outcomes, by_patterns = (
        evaluate_held_out(task, result, threshold)
        for threshold in (calibration, result.calibration)
    )
    encoder = task.plan.shape.architecture in TAUGHT_BY_ENCODER
    weak = weaknesses(task.intents, outcomes, config.language, encoder=encoder)
    report = RunReport.of(outcomes, tests, config.seed)
    report = report.with_thresholds(by_patterns, weight_of_tests(len(task.tests)))
    return replace(report, weaknesses=weak, unmeasured=Unmeasured.of(task.intents, outcomes))


def _metrics(
    accuracies: tuple[float, ...],
    report: RunReport,
    values: HeldOutValues,
    epochs: int,
    seconds: float,
) -> Metrics:
    """Main figures; the report is that of the student or of its teacher, if it has one."""
    student, teacher = accuracies or (None, None)
    return Metrics(
        held_out_messages=len(report.held_out),
        held_out_accuracy=report.figures.accuracy.value if report.figures else None,
        tests=report.tests.total,
        tests_failed=len(report.tests.failed),
        epochs=epochs,
        seconds=seconds,
        student_accuracy=student,
        teacher_accuracy=teacher,
        held_out_values=values.count,
        held_out_values_f1=values.f1,
    )


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
        encoder=task.encoder.fingerprint if task.encoder else "",
    )
