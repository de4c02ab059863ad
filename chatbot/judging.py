"""Messages answered by networks that did not learn them. Imports keras."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatbot.bundle import GUARD, Bundle
from chatbot.classifier import IntentClassifier, Prediction
from chatbot.confidence import Guard
from chatbot.contexts import Turn
from chatbot.examples import NOTHING, Examples, IntArray
from chatbot.fitting import EpochProgress
from chatbot.intents import FALLBACK_TAG, IntentSet
from chatbot.judged import Judged
from chatbot.network import Network
from chatbot.questions import Question
from chatbot.subject import Subject, TrainingConfig, judge


@dataclass(frozen=True, slots=True)
class Fold:
    """The rows of a subject's examples and off-topic messages to teach, and to ask."""

    taught: IntArray
    asked: IntArray
    taught_off_topic: Sequence[int]
    asked_off_topic: Sequence[int]


def judge_fold(
    subject: Subject, fold: Fold, config: TrainingConfig, on_epoch: Callable[[EpochProgress], None]
) -> list[Judged]:
    """Return how a network answers what `fold` asks, having been taught as `train` teaches."""
    known = replace(subject, off_topic=[subject.off_topic[i] for i in fold.taught_off_topic])
    network, guard = _taught(known, subject.examples.take(fold.taught), config, on_epoch)
    texts = _texts(subject.intents)
    asked = [Question(texts[i], subject.labels[subject.examples.labels[i]]) for i in fold.asked]
    foreign = [subject.off_topic[i] for i in fold.asked_off_topic]
    asked += [Question(" ".join(words), None) for words in foreign]
    messages = subject.examples.take(fold.asked) + Examples.unlabelled(foreign)
    return [
        _judged(question, replace(prediction, known=_knows(network, prediction)), guard, subject)
        for question, prediction in zip(asked, network.predict(messages), strict=True)
    ]


def judge_bundle(bundle: Bundle, subject: Subject, asked: Sequence[Question]) -> list[Judged]:
    """Return how the bot in a bundle answers messages that it did not learn."""
    classifier = IntentClassifier.from_bundle(bundle)
    guard = Guard.from_json(bundle.text(GUARD))
    return [_judged(one, classifier.predict(one.message), guard, subject) for one in asked]


def _taught(
    subject: Subject,
    examples: Examples,
    config: TrainingConfig,
    on_epoch: Callable[[EpochProgress], None],
) -> tuple[Network, Guard]:
    """The steps of `train`: one network chooses epochs and guard, the next learns all examples."""
    kept, spared = examples.split(config.seed)
    network = subject.teach(kept, spared, config, on_epoch)
    guard = judge(network, spared, kept, subject).guard
    if spared:
        config = replace(config, epochs=network.epochs)
        network = subject.teach(examples, NOTHING, config, on_epoch)
    return network, guard


def _judged(question: Question, prediction: Prediction, guard: Guard, subject: Subject) -> Judged:
    """Judge a message in the context that its intent waits for."""
    intent = subject.intents.get(question.intent) if question.intent else None
    turn = Turn.of(subject.intents, set(intent.context_filter) if intent else set())
    ranking = prediction.ranking(turn)
    score = ranking[0].confidence if ranking and prediction.known else 0.0
    return Judged(
        message=question.message,
        intent=question.intent,
        ranking=ranking,
        accepted=bool(ranking) and prediction.known and guard.trusts(score),
        score=score,
    )


def _knows(network: Network, prediction: Prediction) -> bool:
    return bool(network.extractor.encode(prediction.words).terms.weights.any())


def _texts(intents: IntentSet) -> list[str]:
    """The patterns as they were typed, in the order of a subject's examples."""
    return [text for i in intents if i.tag != FALLBACK_TAG for text in i.patterns]
