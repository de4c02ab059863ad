"""Check of a training before the libraries that it needs are imported."""

from __future__ import annotations

from chatbot.dataset.examples import trainable
from chatbot.encoder.files import encoder_folder, load_manifest
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.languages import other_language
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.model.architectures import AUTO, ENGLISH, TAUGHT_BY_ENCODER
from chatbot.text.sentence import sentence
from chatbot.training.config import TrainingConfig, TrainingError

FEWEST_INTENTS = 2


def foreign_language(intents: IntentSet, config: TrainingConfig) -> Finding | None:
    """Find a training in another language than that of the patterns; None if all is well.

    English stems do no harm to a language without a stemmer, where no encoder reads it as English.
    """
    if config.language == AUTO:
        return None
    finding = next(other_language(LintedSet(intents, config.language)), None)
    if finding is None or finding.rule == "other_language" or config.language != ENGLISH:
        return finding
    return finding if config.choice().architecture in TAUGHT_BY_ENCODER else None


def require_trainable(intents: IntentSet, config: TrainingConfig) -> None:
    """Raise the error of a training that cannot begin; imports neither Keras nor TensorFlow.

    Raises TrainingError for too few intents, NetworkOptionsError, and EncoderError if the
    network needs the missing sentence encoder.
    """
    count = len(trainable(intents))
    if count < FEWEST_INTENTS:
        raise TrainingError(
            sentence(
                "Training needs at least %(least)d intents that have patterns, and found %(count)d."
                " Add patterns to an intent, or another intent.",
                least=FEWEST_INTENTS,
                count=count,
            )
        )
    config = config.resolved(intents)
    architecture = config.choice().architecture
    config.options.completed(architecture)
    if architecture in TAUGHT_BY_ENCODER:
        load_manifest(encoder_folder(config.encoder))
