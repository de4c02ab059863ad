"""Recollect as a system under measurement.

Its training gets labelled texts only, and chooses epochs and threshold by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import (
    CannotTrainError,
    Finish,
    Options,
    SystemAnswer,
    TrainedSystem,
)
from chatbot.encoder.files import EncoderError, encoder_folder, is_installed
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.model.architectures import PRETRAINED, NetworkOptionsError, architecture_named
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.training.config import TrainingConfig, TrainingError

_NO_CONTEXT = AllowedIntents()


def missing_encoder() -> str:
    """Return a sentence about a missing sentence encoder; empty for an installed encoder."""
    folder = encoder_folder()
    if is_installed(folder):
        return ""
    return f"{PRETRAINED} is left out, because there is no sentence encoder in {folder}."


def train(texts: LabelledTexts, options: Options, architecture: str) -> Finish:
    """Train a bundle; the step after training loads the bundle. Raises CannotTrainError."""
    config = TrainingConfig(options.seed, options.epochs, options.language, architecture)
    intents, labels = intent_set(texts)
    try:
        architecture_named(config.choice().architecture)  # before Keras, which loads for seconds
        from chatbot.training import train as training

        model = training.train(intents, config, lambda _: None, lambda: False, options.unlabelled)
    except (TrainingError, NetworkOptionsError, EncoderError) as error:
        raise CannotTrainError(str(error)) from error
    archive = model.bundle.to_bytes()
    return lambda: _load(archive, labels, {"architecture": architecture})


def intent_set(texts: LabelledTexts) -> tuple[IntentSet, dict[str, str]]:
    """Return intents with reserved tags renamed, and the label of each tag."""
    patterns: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(texts.texts, texts.labels, strict=True):
        patterns[label].append(text)
    tags = {label: label for label in patterns}
    for reserved in RESERVED_TAGS:
        if reserved in tags:
            tag = f"{reserved}_intent"
            while tag in tags:
                tag += "_"
            tags[reserved] = tag
    intents = tuple(Intent(tags[label], tuple(messages)) for label, messages in patterns.items())
    return IntentSet(intents), {tag: label for label, tag in tags.items()}


def _load(archive: bytes, labels: Mapping[str, str], settings: Mapping[str, Any]) -> TrainedSystem:
    bundle = Bundle.from_bytes(archive)
    classifier = IntentClassifier.from_bundle(bundle)

    def answer(text: str) -> SystemAnswer:
        prediction = classifier.predict(text)
        decision = prediction.decide(_NO_CONTEXT)
        best, scope = decision.ranking[0], decision.scope
        return SystemAnswer(labels[best.intent], best.confidence, scope.score, scope.accepted)

    rate = classifier.calibration.detector.false_rejection_rate
    return TrainedSystem(
        answer_all=lambda texts: [answer(text) for text in texts],
        answer=answer,
        size=len(archive),
        settings={**settings, "epochs": bundle.metadata.metrics.epochs}
        | {"accepts": f"all but {rate:.0%} of the good questions held out in training"},
    )
