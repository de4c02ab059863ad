"""From intents to a trained model. Imports keras: only where a model is trained."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from chatbot.dataset.examples import NO_EXAMPLES
from chatbot.dialogue.bot import Bot
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest, failed_tests
from chatbot.evaluation.report import RunReport
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import CALIBRATION, INTENTS, Bundle, Metadata, Metrics
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.fitting import EpochProgress
from chatbot.training.progress import ProgressReporter, TrainingCancelled
from chatbot.training.task import TrainingTask
from chatbot.training.validation import judge, judge_held_out

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
    """A model ready to be stored, and what training found out about it.

    The figures in short are in `bundle.metadata.metrics` as well.
    """

    bundle: Bundle
    report: RunReport

    @property
    def failed_tests(self) -> tuple[FailedTest, ...]:
        """The `tests` of its intents that the model fails."""
        return self.report.tests.failed


def train(
    intents: IntentSet,
    config: TrainingConfig,
    on_epoch: Callable[[EpochProgress], None],
    should_stop: Callable[[], bool],
) -> TrainedModel:
    """Return a model trained on `intents`.

    First, one network or several learn without some of the patterns: what they say of these decides
    how the evidence of the last one, which learns from every pattern, is to be read.
    Raises TrainingError, NetworkOptionsError, or TrainingCancelled soon after `should_stop` returns
    True.
    """
    started = time.monotonic()
    subject = TrainingTask.of(intents, config)
    rounds = ProgressReporter(on_epoch, should_stop)
    everything = np.arange(len(subject.examples))
    verdict = judge(subject, everything, config.seed, config.refused, rounds.of_round)
    network = subject.teach(subject.examples, NO_EXAMPLES, rounds.of_round(1))
    parts = {
        **network.parts(),
        CALIBRATION: verdict.calibration.to_json().encode(),
        INTENTS: intents.to_json().encode(),
    }
    metadata = _metadata(intents, config, subject)
    failed = failed_tests(Bot.from_bundle(Bundle(metadata, parts)), intents)
    metrics = Metrics(
        held_out_messages=verdict.messages,
        held_out_accuracy=verdict.accuracy if verdict.messages else None,
        tests=sum(len(intent.tests) for intent in intents),
        tests_failed=len(failed),
        epochs=rounds.last_epochs,
        seconds=time.monotonic() - started,
    )
    report = RunReport.of(
        judge_held_out(subject, verdict), CheckedTests(metrics.tests, failed), config.seed
    )
    return TrainedModel(Bundle(replace(metadata, metrics=metrics), parts), report)


def _metadata(intents: IntentSet, config: TrainingConfig, subject: TrainingTask) -> Metadata:
    architecture = subject.plan.shape.architecture
    return Metadata(
        fingerprint=intents.fingerprint,
        language=config.language,
        seed=config.seed,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={name: importlib.metadata.version(name) for name in _LIBRARIES},
        architecture=architecture,
        options=config.options.completed(architecture),
        encoder=subject.pieces.encoder.fingerprint if subject.pieces else "",
    )
