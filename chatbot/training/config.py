"""Configuration and errors of a training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.encoder.files import encoder_folder, is_installed
from chatbot.model.architectures import (
    AUTO,
    ArchitectureChoice,
    NetworkOptions,
    chosen_architecture,
)
from chatbot.model.out_of_scope import FALSE_REJECTION_RATE


class TrainingError(ValueError):
    """There is nothing to train on; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. The same seed on the same machine gives the same model.

    `epochs` None chooses by the number of patterns. `architecture` is one of
    `chatbot.model.architectures.ARCHITECTURES`, or "auto". `refused` is the share, 0 to 1, of good
    questions that may be refused so that bad ones are.
    """

    seed: int = 1
    epochs: int | None = None
    language: str = "english"
    architecture: str = AUTO
    options: NetworkOptions = field(default_factory=NetworkOptions)
    refused: float = FALSE_REJECTION_RATE

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> TrainingConfig:
        """Return the configuration whose fields, read from JSON, are these; others keep theirs."""
        return cls(**{**saved, "options": NetworkOptions(**saved.get("options", {}))})

    def choice(self) -> ArchitectureChoice:
        """Return the architecture that is trained here, and why."""
        installed = self.architecture == AUTO and is_installed(encoder_folder())
        return chosen_architecture(self.architecture, self.language, installed)
