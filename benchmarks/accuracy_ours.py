"""Our own classifier as one of the systems that are compared: the only file to know how it is used.

It is given nothing but the texts to learn: epochs and threshold it chooses by itself.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy_data import Labelled
from benchmarks.accuracy_systems import Answer, Answerer, CannotTrainError, Finish, Options
from benchmarks.contest import ROOT
from chatbot.bundle import GUARD, Bundle
from chatbot.classifier import IntentClassifier, Prediction, RankedIntent
from chatbot.confidence import Guard
from chatbot.contexts import Turn
from chatbot.intents import FALLBACK_TAG, Intent, IntentSet

if TYPE_CHECKING:
    from chatbot.training import TrainingConfig

FROM_SCRATCH, PRETRAINED = "wide_deep", "pretrained"

_NO_CONTEXT = Turn()


def missing_encoder() -> str:
    """Return why the pretrained architecture cannot run here; empty when it can."""
    folder = Path(os.environ.get("RECOLLECT_ENCODER") or ROOT / "encoder")
    files = "chatbot.encoder_files"
    if find_spec(files) and import_module(files).is_installed(folder):
        return ""
    return f"{PRETRAINED} is left out, because there is no sentence encoder in {folder}."


def train(lesson: Labelled, options: Options, architecture: str) -> Finish:
    """Return what loads the bundle that was trained. Raises CannotTrainError."""
    from chatbot import training

    intents, labels = intent_set(lesson)
    config = _config(options, architecture)
    try:
        trained = training.train(intents, config, lambda _: None, lambda: False)
    except training.TrainingError as error:
        raise CannotTrainError(str(error)) from error
    archive = trained.bundle.to_bytes()
    return lambda: _loaded(archive, labels, {"architecture": architecture})


def intent_set(lesson: Labelled) -> tuple[IntentSet, dict[str, str]]:
    """Return the intents of a lesson, and the label of each tag: "fallback" means another thing."""
    patterns: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(lesson.texts, lesson.labels, strict=True):
        patterns[label].append(text)
    tags = {label: label for label in patterns}
    if FALLBACK_TAG in tags:
        free = f"{FALLBACK_TAG}_intent"
        while free in tags:
            free += "_"
        tags[FALLBACK_TAG] = free
    intents = tuple(Intent(tags[label], tuple(texts)) for label, texts in patterns.items())
    return IntentSet(intents), {tag: label for label, tag in tags.items()}


def _config(options: Options, architecture: str) -> TrainingConfig:
    from chatbot import training

    known = {field.name for field in fields(training.TrainingConfig)}
    settings: dict[str, Any] = asdict(options)
    if "architecture" in known:
        settings["architecture"] = architecture
    elif architecture != FROM_SCRATCH:
        raise CannotTrainError(
            f"There is no architecture {architecture!r} here: {FROM_SCRATCH} is the only one."
        )
    try:
        return training.TrainingConfig(**settings)
    except ValueError as error:
        raise CannotTrainError(str(error)) from error


def _loaded(archive: bytes, labels: Mapping[str, str], settings: Mapping[str, Any]) -> Answerer:
    bundle = Bundle.from_bytes(archive)
    classifier = IntentClassifier.from_bundle(bundle)
    guard = Guard.from_json(bundle.text(GUARD))

    def answer(text: str) -> Answer:
        prediction = classifier.predict(text)
        best = prediction.ranking(_NO_CONTEXT, most=1)[0]
        score, accepted = _decision(prediction, best, guard)
        return Answer(labels[best.intent], best.confidence, score, accepted)

    return Answerer(
        many=lambda texts: [answer(text) for text in texts],
        one=answer,
        size=len(archive),
        settings={**settings, "epochs": bundle.metadata.metrics.epochs}
        | {"accepts": "what training chose", "threshold": getattr(guard, "threshold", None)},
    )


def _decision(prediction: Prediction, best: RankedIntent, guard: Guard) -> tuple[float, bool]:
    """Return the in-scope score of a message, and whether the bot would answer it."""
    given: Any = prediction
    if hasattr(given, "accepted"):
        return float(given.in_scope), bool(given.accepted)
    score = best.confidence if prediction.known else 0.0
    return score, prediction.known and guard.trusts(best.confidence)
