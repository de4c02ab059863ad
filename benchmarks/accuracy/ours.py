"""Our own classifier as one of the systems that are compared: the only file to know how it is used.

It is given nothing but the texts to learn: epochs and threshold it chooses by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import Answerer, CannotTrainError, Finish, Options, SystemAnswer
from chatbot.encoder.files import EncoderError, encoder_folder, is_installed
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.model.architectures import PRETRAINED, NetworkOptionsError
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier

_NO_CONTEXT = AllowedIntents()


def missing_encoder() -> str:
    """Return why the pretrained architecture cannot run here; empty when it can."""
    folder = encoder_folder()
    if is_installed(folder):
        return ""
    return f"{PRETRAINED} is left out, because there is no sentence encoder in {folder}."


def train(lesson: LabelledTexts, options: Options, architecture: str) -> Finish:
    """Return what loads the bundle that was trained. Raises CannotTrainError."""
    from chatbot.training import train as training

    intents, labels = intent_set(lesson)
    config = training.TrainingConfig(**asdict(options), architecture=architecture)
    try:
        trained = training.train(intents, config, lambda _: None, lambda: False)
    except (training.TrainingError, NetworkOptionsError, EncoderError) as error:
        raise CannotTrainError(str(error)) from error
    archive = trained.bundle.to_bytes()
    return lambda: _loaded(archive, labels, {"architecture": architecture})


def intent_set(lesson: LabelledTexts) -> tuple[IntentSet, dict[str, str]]:
    """Return the intents of a lesson, and the label of each tag: reserved ones are renamed."""
    patterns: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(lesson.texts, lesson.labels, strict=True):
        patterns[label].append(text)
    tags = {label: label for label in patterns}
    for reserved in RESERVED_TAGS:
        if reserved in tags:
            free = f"{reserved}_intent"
            while free in tags:
                free += "_"
            tags[reserved] = free
    intents = tuple(Intent(tags[label], tuple(texts)) for label, texts in patterns.items())
    return IntentSet(intents), {tag: label for label, tag in tags.items()}


def _loaded(archive: bytes, labels: Mapping[str, str], settings: Mapping[str, Any]) -> Answerer:
    bundle = Bundle.from_bytes(archive)
    classifier = IntentClassifier.from_bundle(bundle)

    def answer(text: str) -> SystemAnswer:
        prediction = classifier.predict(text)
        decision = prediction.decide(_NO_CONTEXT)
        best, scope = decision.ranking[0], decision.scope
        return SystemAnswer(labels[best.intent], best.confidence, scope.score, scope.accepted)

    rate = classifier.calibration.detector.false_rejection_rate
    return Answerer(
        many=lambda texts: [answer(text) for text in texts],
        one=answer,
        size=len(archive),
        settings={**settings, "epochs": bundle.metadata.metrics.epochs}
        | {"accepts": f"all but {rate:.0%} of the good questions held out in training"},
    )
