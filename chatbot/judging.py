"""Messages answered by networks that did not learn them. Imports keras."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatbot.bot import MAX_ASKED
from chatbot.bundle import Bundle
from chatbot.classifier import IntentClassifier, Prediction
from chatbot.contexts import Turn
from chatbot.examples import NOTHING, IntArray
from chatbot.fitting import EpochProgress
from chatbot.intents import RESERVED_TAGS, IntentSet
from chatbot.judged import Judged
from chatbot.questions import Question
from chatbot.rounds import Rounds
from chatbot.subject import Subject, TrainingConfig
from chatbot.verdict import Verdict, judge


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
    rounds = Rounds(on_epoch, lambda: False)
    verdict = judge(known, fold.taught, config.seed, config.refused, rounds.of_round)
    network = known.teach(subject.examples.take(fold.taught), NOTHING, rounds.of_round(1))
    texts = _texts(subject.intents)
    asked = [Question(texts[i], subject.labels[subject.examples.labels[i]]) for i in fold.asked]
    foreign = [subject.off_topic[i] for i in fold.asked_off_topic]
    asked += [Question(" ".join(words), None) for words in foreign]
    messages = [*subject.examples.take(fold.asked).sentences, *foreign]
    found = zip(asked, messages, network.evidence(messages), strict=True)
    return [
        _judged(question, Prediction(words, subject.labels, evidence, verdict.calibration), subject)
        for question, words, evidence in found
    ]


def judge_held_out(subject: Subject, verdict: Verdict) -> list[Judged]:
    """Return how the examples were answered that a verdict is about, in their order.

    The calibration is that of the finished model, which was chosen from these very answers: two
    thresholds and a temperature from hundreds of messages flatter it by next to nothing.
    """
    texts = _texts(subject.intents)
    return [
        _judged(
            Question(texts[row], subject.labels[subject.examples.labels[row]]),
            Prediction(subject.examples.sentences[row], subject.labels, found, verdict.calibration),
            subject,
        )
        for row, found in sorted(zip(verdict.rows, verdict.evidence, strict=True), key=_row)
    ]


def _row(pair: tuple[int, object]) -> int:
    return pair[0]


def judge_bundle(bundle: Bundle, subject: Subject, asked: Sequence[Question]) -> list[Judged]:
    """Return how the bot in a bundle answers messages that it did not learn."""
    classifier = IntentClassifier.from_bundle(bundle)
    return [_judged(one, classifier.predict(one.message), subject) for one in asked]


def _judged(question: Question, prediction: Prediction, subject: Subject) -> Judged:
    """Judge a message in the context that its intent waits for."""
    intent = subject.intents.get(question.intent) if question.intent else None
    turn = Turn.of(subject.intents, set(intent.context_filter) if intent else set())
    verdict, candidates = prediction.verdict(turn), prediction.candidates(turn)
    return Judged(
        message=question.message,
        intent=question.intent,
        ranking=prediction.ranking(turn),
        accepted=verdict.accepted and 0 < len(candidates) <= MAX_ASKED,
        candidates=candidates,
        score=verdict.score,
    )


def _texts(intents: IntentSet) -> list[str]:
    """The patterns as they were typed, in the order of a subject's examples."""
    return [text for i in intents if i.tag not in RESERVED_TAGS for text in i.patterns]
