"""Check of a training before the libraries that it needs are imported."""

from __future__ import annotations

from chatbot.dataset.examples import trainable
from chatbot.encoder.files import encoder_folder, load_manifest
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import PRETRAINED
from chatbot.training.config import TrainingConfig, TrainingError

FEWEST_INTENTS = 2


def require_trainable(intents: IntentSet, config: TrainingConfig) -> None:
    """Raise the error of a training that cannot begin; imports neither Keras nor TensorFlow.

    Raises TrainingError for too few intents, NetworkOptionsError, and EncoderError if the
    network needs the missing sentence encoder.
    """
    count = len(trainable(intents))
    if count < FEWEST_INTENTS:
        raise TrainingError(
            f"Training needs at least {FEWEST_INTENTS} intents that have patterns, and found "
            f"{count}. Add patterns to an intent, or another intent."
        )
    architecture = config.choice().architecture
    config.options.completed(architecture)
    if architecture == PRETRAINED:
        load_manifest(encoder_folder())
