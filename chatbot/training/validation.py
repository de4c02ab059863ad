"""Messages answered by networks that did not learn them. Imports keras."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatbot.dataset.examples import NO_EXAMPLES, IntArray
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
from chatbot.training.fitting import EpochProgress
from chatbot.training.progress import ProgressReporter
from chatbot.training.task import OnEpoch, TrainingTask


@dataclass(frozen=True, slots=True)
class Fold:
    """The rows of a subject's examples and off-topic messages to teach, and to ask."""

    taught: IntArray
    asked: IntArray
    taught_off_topic: Sequence[int]
    asked_off_topic: Sequence[int]


def judge_fold(
    subject: TrainingTask,
    fold: Fold,
    config: TrainingConfig,
    on_epoch: Callable[[EpochProgress], None],
) -> list[Outcome]:
    """Return how a network answers what `fold` asks, having been taught as `train` teaches."""
    known = replace(subject, off_topic=[subject.off_topic[i] for i in fold.taught_off_topic])
    rounds = ProgressReporter(on_epoch, lambda: False)
    verdict = judge(known, fold.taught, config.seed, config.refused, rounds.of_round)
    network = known.teach(subject.examples.take(fold.taught), NO_EXAMPLES, rounds.of_round(1))
    texts = _texts(subject.intents)
    asked = [
        LabelledMessage(texts[i], subject.labels[subject.examples.labels[i]]) for i in fold.asked
    ]
    foreign = [subject.off_topic[i] for i in fold.asked_off_topic]
    asked += [LabelledMessage(" ".join(words), None) for words in foreign]
    messages = [*subject.examples.take(fold.asked).sentences, *foreign]
    found = zip(asked, messages, network.evidence(messages), strict=True)
    return [
        _judged(question, Prediction(words, subject.labels, evidence, verdict.calibration), subject)
        for question, words, evidence in found
    ]


def judge_held_out(subject: TrainingTask, verdict: ValidationResult) -> list[Outcome]:
    """Return how the examples were answered that a verdict is about, in their order.

    The calibration is that of the finished model, which was chosen from these very answers: two
    thresholds and a temperature from hundreds of messages flatter it by next to nothing.
    """
    texts = _texts(subject.intents)
    return [
        _judged(
            LabelledMessage(texts[row], subject.labels[subject.examples.labels[row]]),
            Prediction(subject.examples.sentences[row], subject.labels, found, verdict.calibration),
            subject,
        )
        for row, found in sorted(zip(verdict.rows, verdict.evidence, strict=True), key=_row)
    ]


def _row(pair: tuple[int, object]) -> int:
    return pair[0]


def judge_bundle(
    bundle: Bundle, subject: TrainingTask, asked: Sequence[LabelledMessage]
) -> list[Outcome]:
    """Return how the bot in a bundle answers messages that it did not learn."""
    classifier = IntentClassifier.from_bundle(bundle)
    return [_judged(one, classifier.predict(one.message), subject) for one in asked]


def _judged(question: LabelledMessage, prediction: Prediction, subject: TrainingTask) -> Outcome:
    """Judge a message in the context that its intent waits for."""
    intent = subject.intents.get(question.intent) if question.intent else None
    contexts = set(intent.context_filter) if intent else set()
    decision = prediction.decide(AllowedIntents.of(subject.intents, contexts))
    return Outcome(
        message=question.message,
        intent=question.intent,
        ranking=decision.ranking,
        accepted=decision.kind != "fallback",
        candidates=decision.candidates,
        score=decision.scope.score,
    )


def _texts(intents: IntentSet) -> list[str]:
    """The patterns as they were typed, in the order of a subject's examples."""
    return [text for i in intents if i.tag not in RESERVED_TAGS for text in i.patterns]


_MISSPELT_SEED = 1


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """How many messages that it had not learnt a network was asked and got, and how to read it.

    `evidence` is what was said of the examples in `rows` of the subject: those that were held out.
    """

    messages: int
    accuracy: float
    calibration: Calibration
    rows: tuple[int, ...] = ()
    evidence: tuple[NetworkOutput, ...] = ()


def judge(
    subject: TrainingTask,
    examples: IntArray,
    seed: int,
    refused: float,
    on_round: Callable[[int], OnEpoch],
) -> ValidationResult:
    """Return what networks that learn part of these rows of the examples say of the others.

    Where none can be spared, a network that learnt them all is asked for misspelt ones.
    """
    ours = replace(subject, examples=subject.examples.take(examples))
    rounds = ours.rounds(seed)
    evidence: list[NetworkOutput] = []
    for number, rows in enumerate(rounds):
        held_out = ours.examples.take(rows)
        kept = ours.examples.take(np.setdiff1d(np.arange(len(ours.examples)), rows))
        network = ours.teach(kept, held_out, on_round(len(rounds) + 1 - number))
        evidence += ours.asked(network, held_out)
    true = ours.examples.labels
    held_out_rows = np.concatenate(rounds) if rounds else np.array([], np.int64)
    if rounds:
        true = true[held_out_rows]
    else:
        network = ours.teach(ours.examples, NO_EXAMPLES, on_round(2))
        evidence = ours.asked(network, ours.examples.misspelt(_MISSPELT_SEED))
    right = np.array([each.logits[:-1].argmax() for each in evidence]) == true
    return ValidationResult(
        len(held_out_rows),
        float(right.mean()),
        Calibration.fit(evidence, true, refused),
        tuple(examples[held_out_rows].tolist()),
        tuple(evidence) if rounds else (),
    )
