"""`flask evaluate` and `flask compare`: how good the intents are, before anything goes live."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from web.sentences import in_sentences
from web.tensorflow_loading import loading_tensorflow

if TYPE_CHECKING:
    from chatbot.evaluation import Evaluation
    from chatbot.subject import TrainingConfig

CTRL_C_EXIT = 130

_seed = click.option("--seed", type=click.IntRange(min=0), default=1, help="Choose other parts.")
_epochs = click.option(
    "--epochs", type=click.IntRange(1, 1000), help="Train for at most this many."
)
_json = click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write all figures to this file, too.",
)


@click.command("evaluate")
@click.option("--folds", type=click.IntRange(2, 20), help="Hold out one part in so many (5).")
@_seed
@_epochs
@click.option(
    "--test",
    "test_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask the messages of this file: a JSON list of [text, intent].",
)
@click.option("--learning-curve", is_flag=True, help="Find where more patterns would help.")
@_json
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a report with charts to this file, too.",
)
@with_appcontext
@in_sentences
def evaluate(
    folds: int | None,
    seed: int,
    epochs: int | None,
    test_file: Path | None,
    learning_curve: bool,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Ask the intents what was not learnt. Stores no model, needs no database."""
    if test_file and (folds or learning_curve):
        raise click.UsageError(
            "--test asks the messages of a file, --folds and --learning-curve ask the patterns: "
            "leave out one or the other."
        )
    with _stopping():
        evaluation = _evaluated(folds or 5, seed, epochs, test_file, learning_curve)
    if json_file:
        json_file.write_text(evaluation.to_json(), encoding="utf-8")
        click.echo(f"The figures are in {json_file}.")
    if html_file:
        from web.report import report_of
        from web.settings import current_settings

        page = report_of(evaluation, current_settings().bot_name)
        html_file.write_text(page, encoding="utf-8")
        click.echo(f"The report is in {html_file}: open it in a browser.")


def _evaluated(
    folds: int, seed: int, epochs: int | None, test_file: Path | None, learning_curve: bool
) -> "Evaluation":
    from rich.console import Console

    from chatbot.intents import load_intents
    from chatbot.questions import read_questions
    from web.cli.evaluation_view import EvaluationBar, print_evaluation
    from web.settings import current_settings

    console = Console(highlight=False, markup=False)
    intents = load_intents(current_settings().intents)
    questions = read_questions(test_file, intents) if test_file else ()
    with EvaluationBar(console) as bar, _training_errors():
        with loading_tensorflow():
            from chatbot import evaluating
        plan = evaluating.Plan(folds, questions, learning_curve)
        config = _config(seed, epochs)
        evaluation = evaluating.evaluate(intents, config, plan, bar.show, lambda: False)
        bar.complete()
    print_evaluation(console, evaluation)
    return evaluation


@click.command("compare")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--folds",
    type=click.IntRange(2, 20),
    default=3,
    show_default=True,
    help="Hold out one part in so many.",
)
@_seed
@_epochs
@_json
@with_appcontext
@in_sentences
def compare(
    names: tuple[str, ...], folds: int, seed: int, epochs: int | None, json_file: Path | None
) -> None:
    """Compare network architectures on the intents (all, or those named). Stores no model."""
    from rich.console import Console

    from chatbot.intents import load_intents
    from web.cli.comparison_view import print_comparison
    from web.cli.evaluation_view import EvaluationBar
    from web.settings import current_settings

    console = Console(highlight=False, markup=False)
    intents = load_intents(current_settings().intents)
    with _stopping():
        with EvaluationBar(console) as bar, _training_errors():
            with loading_tensorflow():
                from chatbot import comparison
            chosen = _known(names, tuple(comparison.known_architectures()))
            compared = comparison.compare(
                intents, _config(seed, epochs), chosen, folds, bar.show_named, lambda: False
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


def _config(seed: int, epochs: int | None) -> "TrainingConfig":
    from chatbot.subject import TrainingConfig
    from web.settings import current_settings

    return TrainingConfig(seed=seed, epochs=epochs, language=current_settings().language)


@contextmanager
def _stopping() -> Iterator[None]:
    """A block of long work, which Ctrl-C ends with a sentence."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Cancelled: nothing was written.")
        raise SystemExit(CTRL_C_EXIT) from None


@contextmanager
def _training_errors() -> Iterator[None]:
    """Where there is too little to learn from, the library says so in a sentence."""
    try:
        yield
    except ValueError as error:
        from chatbot.subject import TrainingError

        if isinstance(error, TrainingError):
            raise click.ClickException(str(error)) from error
        raise
