"""`flask compare`: which network architecture suits the intents."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from web.cli.trainings import (
    epochs_option,
    json_option,
    seed_option,
    stopping,
    training_config,
    training_errors,
)
from web.sentences import in_sentences
from web.tensorflow_loading import loading_tensorflow


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
@in_sentences
def compare(
    names: tuple[str, ...], folds: int, seed: int, epochs: int | None, json_file: Path | None
) -> None:
    """Compare network architectures on the intents (all, or those named). Stores no model."""
    from rich.console import Console

    from chatbot.intents import load_intents
    from web.cli.comparison_view import print_comparison
    from web.cli.trainings_bar import TrainingsBar
    from web.settings import current_settings

    console = Console(highlight=False, markup=False)
    intents = load_intents(current_settings().intents)
    with stopping() as should_stop:
        with TrainingsBar(console) as bar, training_errors():
            with loading_tensorflow():
                from chatbot import comparison
            chosen = _known(names, tuple(comparison.known_architectures()))
            compared = comparison.compare(
                intents, training_config(seed, epochs), chosen, folds, bar.show_named, should_stop
            )
            bar.complete()
        print_comparison(console, compared)
    if json_file:
        json_file.write_text(compared.to_json(), encoding="utf-8")
        click.echo(f"The figures are in {json_file}.")


def _known(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The architectures to compare, each once."""
    for name in names:
        if name not in known:
            raise click.UsageError(
                f"There is no architecture {name!r}. Choose from: {', '.join(known)}."
            )
    return tuple(dict.fromkeys(names)) or known
