"""Validation of a training: networks predict messages held out of training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from chatbot.dataset.examples import NO_EXAMPLES, Examples, IntArray
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import RESERVED_TAGS, IntentSet
from chatbot.model.bundle import Bundle
from chatbot.model.calibration import Calibration
from chatbot.model.classifier import IntentClassifier
from chatbot.model.network_output import NetworkOutput
from chatbot.model.prediction import Prediction
from chatbot.training.config import TrainingConfig
from chatbot.training.network import Network
from chatbot.training.progress import OnEpoch, ProgressReporter
from chatbot.training.task import TrainingTask

_REWORDING_SEED = 1
_REWORDED, _REWORDED_FOR_ENCODER = 0.7, 0.5
"""Shares of words to exchange: where an encoder reads the others with them, fewer do as much."""

_SHARPEST, _REJECTED = 1.0, 2
"""Least temperature by reworded patterns, and how many times the rate of these are rejected.

They are understood more surely than real messages, and a few are stranger than any.
"""

StartRound = Callable[[int], OnEpoch]


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """Number and accuracy of the held-out messages, and the calibration fitted to them.

    `outputs` are the network outputs for the held-out examples in `rows` of the task. `teacher` is
    the result of the teachers of students.
    """

    messages: int
    accuracy: float
    calibration: Calibration
    rows: tuple[int, ...] = ()
    outputs: tuple[NetworkOutput, ...] = ()
    teacher: ValidationResult | None = None


def validate(
    task: TrainingTask,
    examples: IntArray,
    seed: int,
    false_rejection_rate: float,
    start_round: StartRound,
) -> ValidationResult:
    """Cross-validate rows of the examples: train on each fold's complement, predict the fold.

    Where most intents have a single pattern, a network trained on all examples predicts copies
    with unknown words.
    """
    task = replace(task, examples=task.examples.take(examples))
    folds = task.validation_folds(seed)
    rows = np.concatenate(folds) if folds else np.array([], np.int64)
    messages = task.examples.take(rows) if folds else _reworded(task)
    predicted = (
        _held_out(task, folds, start_round) if folds else _by_all(task, messages, start_round)
    )
    calibrate = Calibration.fit if folds else _calibration_by_reworded
    labels = messages.labels
    network, *teacher = (
        ValidationResult(
            len(rows),
            float(np.mean([output.logits[:-1].argmax() for output in outputs] == labels)),
            calibrate(outputs, labels, false_rejection_rate, predicted.off_topic),
            tuple(examples[rows].tolist()),
            tuple(outputs) if folds else (),
        )
        for outputs in (predicted.network, predicted.teacher)
        if outputs
    )
    return replace(network, teacher=teacher[0] if teacher else None)


@dataclass(slots=True)
class _HeldOutOutputs:
    """Outputs of networks, and of the teachers of networks with a teacher.

    `off_topic` are outputs of networks for off-topic messages that they have not learnt.
    """

    network: list[NetworkOutput] = field(default_factory=list)
    teacher: list[NetworkOutput] = field(default_factory=list)
    off_topic: list[NetworkOutput] = field(default_factory=list)

    def add(self, task: TrainingTask, network: Network, examples: Examples) -> None:
        """Add the outputs for examples."""
        self.network += task.predict(network, examples)
        if network.teacher:
            self.teacher += task.predict(network.teacher, examples)


def _held_out(
    task: TrainingTask, folds: Sequence[IntArray], start_round: StartRound
) -> _HeldOutOutputs:
    predicted = _HeldOutOutputs()
    off_topic_folds = task.off_topic_folds(len(folds))
    for number, (rows, off_topic) in enumerate(zip(folds, off_topic_folds, strict=True)):
        held_out = task.examples.take(rows)
        rest = task.examples.take(np.setdiff1d(np.arange(len(task.examples)), rows))
        learnt = [words for words in task.off_topic if words not in off_topic]
        network = replace(task, off_topic=learnt).train_network(
            rest, held_out, start_round(len(folds) + 1 - number)
        )
        predicted.add(task, network, held_out)
        predicted.off_topic += network.outputs(sorted(off_topic))
    return predicted


def _reworded(task: TrainingTask) -> Examples:
    share = _REWORDED if task.plan.pieces is None else _REWORDED_FOR_ENCODER
    return task.examples.reworded(_REWORDING_SEED, share, task.splitter)


def _calibration_by_reworded(
    outputs: Sequence[NetworkOutput],
    labels: IntArray,
    rate: float,
    off_topic: Sequence[NetworkOutput],
) -> Calibration:
    calibration = Calibration.fit(outputs, labels, min(_REJECTED * rate, 1), off_topic, _SHARPEST)
    return replace(calibration, detector=replace(calibration.detector, false_rejection_rate=rate))


def _by_all(task: TrainingTask, messages: Examples, start_round: StartRound) -> _HeldOutOutputs:
    """Outputs for messages of a network trained on all examples."""
    network = task.train_network(task.examples, NO_EXAMPLES, start_round(2))
    predicted = _HeldOutOutputs()
    predicted.add(task, network, messages)
    return predicted


def raised_by_tests(task: TrainingTask, network: Network, result: ValidationResult) -> Calibration:
    """Return the calibration with a threshold as high as the tests of the intents allow.

    `network` has learnt all patterns, and none of the tests.
    """
    tests, rows = task.tests, list(result.rows)
    return result.calibration.raised(
        (task.predict(network, tests), tests.labels),
        (result.outputs, task.examples.labels[rows]),
    )


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows of a task's examples and off-topic messages, to train on and to test."""

    train: IntArray
    test: IntArray
    train_off_topic: Sequence[int]
    test_off_topic: Sequence[int]


def evaluate_fold(
    task: TrainingTask, fold: Fold, config: TrainingConfig, on_epoch: OnEpoch
) -> list[Outcome]:
    """Train a network as in `train` on part of a task, and test the network on the rest."""
    part = replace(task, off_topic=[task.off_topic[i] for i in fold.train_off_topic])
    reporter = ProgressReporter(on_epoch, lambda: False)
    rate = config.false_rejection_rate
    result = validate(part, fold.train, config.seed, rate, reporter.start_round)
    train, test = task.examples.take(fold.train), task.examples.take(fold.test)
    network = part.train_network(train, NO_EXAMPLES, reporter.start_round(1))
    calibration = raised_by_tests(part, network, result)
    off_topic = [task.off_topic[i] for i in fold.test_off_topic]
    texts = _texts(task.intents)
    messages = [LabelledMessage(texts[i], task.labels[task.examples.labels[i]]) for i in fold.test]
    messages += [LabelledMessage(" ".join(words), None) for words in off_topic]
    sentences = [*test.sentences, *off_topic]
    return [
        _outcome(message, Prediction(words, task.labels, output, calibration), task)
        for message, words, output in zip(
            messages, sentences, network.outputs(sentences), strict=True
        )
    ]


def evaluate_held_out(
    task: TrainingTask, result: ValidationResult, calibration: Calibration
) -> list[Outcome]:
    """Evaluate the outputs of a validation by a `calibration`, in the order of the examples.

    The calibration of the finished model was fitted to the same outputs: two thresholds and a
    temperature from hundreds of messages flatter the figures by next to nothing.
    """
    texts = _texts(task.intents)
    outputs = dict(zip(result.rows, result.outputs, strict=True))
    return [
        _outcome(
            LabelledMessage(texts[row], task.labels[task.examples.labels[row]]),
            Prediction(task.examples.sentences[row], task.labels, outputs[row], calibration),
            task,
        )
        for row in sorted(outputs)
    ]


def evaluate_bundle(
    bundle: Bundle, task: TrainingTask, messages: Sequence[LabelledMessage]
) -> list[Outcome]:
    """Evaluate the bot in a bundle on messages outside the training."""
    classifier = IntentClassifier.from_bundle(bundle)
    return [_outcome(message, classifier.predict(message.message), task) for message in messages]


def _outcome(message: LabelledMessage, prediction: Prediction, task: TrainingTask) -> Outcome:
    """Outcome of a message with the contexts of the expected intent open."""
    intent = task.intents.get(message.intent) if message.intent else None
    contexts = set(intent.context_filter) if intent else set()
    decision = prediction.decide(AllowedIntents.of(task.intents, contexts))
    return Outcome(
        message=message.message,
        intent=message.intent,
        ranking=decision.ranking,
        accepted=decision.kind != "fallback",
        candidates=decision.candidates,
        score=decision.scope.score,
    )


def _texts(intents: IntentSet) -> list[str]:
    """Patterns as typed, in the order of a task's examples."""
    return [text for i in intents if i.tag not in RESERVED_TAGS for text in i.patterns]
