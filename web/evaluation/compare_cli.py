"""`flask compare`: network architectures on the intents, compared."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext
from rich.console import Console

from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import ARCHITECTURES, AUTO, DISTILLED, ENGLISH, TAUGHT_BY_ENCODER
from web.cli.errors import reports_errors
from web.cli.files import write_figures
from web.core.settings import Settings, current_settings
from web.evaluation.compare_view import print_comparison
from web.evaluation.progress_bar import TrainingsBar
from web.training.options import (
    choice_reason,
    epochs_option,
    json_option,
    network_choice,
    seed_option,
    stopping,
    training_config,
)
from web.training.tensorflow import loading_tensorflow

if TYPE_CHECKING:
    from chatbot.training.config import TrainingConfig


@click.command("compare")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--folds",
    type=click.IntRange(2, 20),
    default=3,
    show_default=True,
    help="Hold out one part in so many.",
)
@seed_option
@epochs_option
@json_option
@with_appcontext
@reports_errors
def compare(
    names: tuple[str, ...], folds: int, seed: int, epochs: int | None, json_file: Path | None
) -> None:
    """Compare network architectures on the intents (all installed, or the named only).

    Stores no model.
    """
    console = Console(highlight=False, markup=False)
    chosen = _checked(names) or _available(current_settings())
    intents = IntentSet.load(current_settings().intents)
    with stopping() as should_stop:
        config = training_config(seed, epochs)
        _require_trainable(intents, config, chosen)
        with TrainingsBar(console) as bar:
            with loading_tensorflow():
                from chatbot.training import compare as comparison
            compared = comparison.compare(
                intents, config, chosen, folds, bar.show_named, should_stop
            )
            bar.complete()
        print_comparison(console, compared)
    if json_file:
        write_figures(json_file, compared.to_json())


def _require_trainable(intents: IntentSet, config: "TrainingConfig", names: Sequence[str]) -> None:
    """Raise TrainingError if the intents are too few for one of the architectures."""
    from chatbot.training.readiness import require_trainable

    for name in names:
        require_trainable(intents, replace(config, architecture=name))


def _checked(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of architectures without duplicates; raises UsageError for others."""
    for name in names:
        if name not in ARCHITECTURES:
            raise click.UsageError(
                f"There is no architecture {name!r}. Choose from: {', '.join(ARCHITECTURES)}."
            )
    return tuple(dict.fromkeys(names))


def _available(settings: Settings) -> tuple[str, ...]:
    """All architectures with the parts for training installed."""
    choice = network_choice(AUTO, settings)
    if choice.architecture in TAUGHT_BY_ENCODER:
        if choice.language == ENGLISH:
            return tuple(ARCHITECTURES)
        click.echo(f"Left out: {DISTILLED}, for its table of pieces is English.")
        return tuple(name for name in ARCHITECTURES if name != DISTILLED)
    names = " and ".join(TAUGHT_BY_ENCODER)
    click.echo(f"Left out: {names}, for {choice_reason(choice)}.")
    return tuple(name for name in ARCHITECTURES if name not in TAUGHT_BY_ENCODER)
