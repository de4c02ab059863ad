"""Configuration and errors of a training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chatbot.encoder.files import encoder_folder, is_installed
from chatbot.encoder.kinds import ENGLISH_ENCODER, EncoderKind, encoder_for
from chatbot.errors import ExplainedError
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.languages import language_of
from chatbot.model.architectures import (
    AUTO,
    DISTILLED,
    ArchitectureChoice,
    NetworkOptions,
    choose_architecture,
)
from chatbot.model.out_of_scope import FALSE_REJECTION_RATE

_FIELDS = {"refused": "false_rejection_rate"}
"""Fields by the keys in JSON, where different."""


class TrainingError(ExplainedError, ValueError):
    """Error: nothing to train on. The message names the missing part."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Configuration of a training; gives the same model each time on the same machine.

    `epochs` None chooses by the number of patterns; 0 leaves all to the linear votes of the network
    from scratch. `language` is a name in `chatbot.text.languages.SPOKEN_LANGUAGES`, or "auto" for
    that of the patterns. `architecture` is a name in `chatbot.model.architectures.ARCHITECTURES`,
    or "auto". `false_rejection_rate` is the share, 0 to 1, of in-scope messages rejected as the
    price of rejecting out-of-scope messages.
    """

    seed: int = 1
    epochs: int | None = None
    language: str = AUTO
    architecture: str = AUTO
    options: NetworkOptions = field(default_factory=NetworkOptions)
    false_rejection_rate: float = FALSE_REJECTION_RATE

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> TrainingConfig:
        """Return the configuration with values from JSON; other fields have the defaults."""
        values = {_FIELDS.get(key, key): value for key, value in saved.items()}
        return cls(**{**values, "options": NetworkOptions(**saved.get("options", {}))})

    def resolved(self, intents: IntentSet) -> TrainingConfig:
        """Return the configuration with the language of the patterns in place of "auto"."""
        if self.language != AUTO:
            return self
        return replace(self, language=language_of(intents).name)

    @property
    def encoder(self) -> EncoderKind:
        """Sentence encoder that the network reads, or that teaches it."""
        return ENGLISH_ENCODER if self.architecture == DISTILLED else encoder_for(self.language)

    def choice(self) -> ArchitectureChoice:
        """Return the architecture to train, with the reason. Only for a resolved configuration."""
        assert self.language != AUTO
        installed = self.architecture == AUTO and is_installed(encoder_folder(self.encoder))
        return choose_architecture(self.architecture, self.language, installed)
