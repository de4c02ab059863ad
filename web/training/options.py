"""Options of the commands for evaluating networks, trained but not stored."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from chatbot.encoder.files import is_installed
from chatbot.encoder.kinds import encoder_for
from chatbot.model.architectures import (
    ARCHITECTURES,
    AUTO,
    ArchitectureChoice,
    ChoiceReason,
    architecture_named,
    choose_architecture,
)
from web.cli.errors import CancelledError
from web.cli.files import OutputFile
from web.core.settings import Settings, current_settings
from web.training.first_run import usual_training
from web.training.tensorflow import heeding_ctrl_c

if TYPE_CHECKING:
    from chatbot.training.config import TrainingConfig
    from chatbot.training.progress import ShouldStop

_NETWORKS = ", ".join(
    f"{name} ({architecture.summary})" for name, architecture in ARCHITECTURES.items()
)

SEED = click.IntRange(0, 2**31 - 1)  # the same range as on the page of training

_REASONS: dict[ChoiceReason, str] = {
    "requested": "you asked for it",
    "encoder_missing": "the {encoder} is not installed",
    "encoder_installed": "the {encoder} is installed, and the language is {language}",
}

seed_option = click.option("--seed", type=SEED, default=1, help="Choose other parts.")
epochs_option = click.option(
    "--epochs", type=click.IntRange(1, 1000), help="Train for at most this many."
)
architecture_option = click.option(
    "--architecture", default=AUTO, help=f"The network: auto chooses; or {_NETWORKS}."
)
json_option = click.option(
    "--json",
    "json_file",
    type=OutputFile(),
    help="Write all figures to this file, too.",
)


def network_choice(architecture: str, settings: Settings) -> ArchitectureChoice:
    """Network to train on the machine; raises NetworkOptionsError for an unknown name."""
    language = settings.spoken_language
    installed = is_installed(encoder_for(language).folder(settings.encoder))
    choice = choose_architecture(architecture, language, installed)
    architecture_named(choice.architecture)
    return choice


def choice_reason(choice: ArchitectureChoice) -> str:
    """The reason of a choice, to follow "for"."""
    encoder = encoder_for(choice.language).title
    return _REASONS[choice.reason].format(encoder=encoder, language=choice.language.capitalize())


def training_config(seed: int, epochs: int | None, architecture: str = AUTO) -> "TrainingConfig":
    """Configuration of a training by the options and the settings."""
    from chatbot.training.config import TrainingConfig

    usual = TrainingConfig.from_json(usual_training(current_settings()))
    return replace(usual, seed=seed, epochs=epochs, architecture=architecture)


@contextmanager
def stopping() -> "Iterator[ShouldStop]":
    """Context of long work; Ctrl-C ends the work with a sentence."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with heeding_ctrl_c() as should_stop:
            yield should_stop
    except KeyboardInterrupt:
        raise CancelledError("Cancelled: nothing was written.") from None
