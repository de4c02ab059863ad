"""`flask evaluate`: figures of an evaluation, and advice."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext
from rich.console import Console

from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.test_file import read_test_file
from chatbot.intents.intent_set import IntentSet
from web.cli.errors import reports_errors
from web.cli.files import OutputFile, write, write_figures
from web.core.settings import current_settings
from web.evaluation.cli_view import print_evaluation
from web.evaluation.progress_bar import TrainingsBar
from web.evaluation.report import evaluation_page
from web.evaluation.wording import worded_json
from web.training.options import (
    architecture_option,
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
    from chatbot.training.progress import ShouldStop

EITHER = (
    "--test asks the messages of a file, --folds and --learning-curve ask the patterns: leave out"
    " one or the other."
)


@click.command("evaluate")
@click.option("--folds", type=click.IntRange(2, 20), help="Hold out one part in so many (5).")
@seed_option
@epochs_option
@architecture_option
@click.option(
    "--test",
    "test_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask the messages of this file: a JSON list of [text, intent].",
)
@click.option("--learning-curve", is_flag=True, help="Find where more patterns would help.")
@json_option
@click.option(
    "--html",
    "html_file",
    type=OutputFile(),
    help="Write a report with charts to this file, too.",
)
@with_appcontext
@reports_errors
def evaluate(
    folds: int | None,
    seed: int,
    epochs: int | None,
    architecture: str,
    test_file: Path | None,
    learning_curve: bool,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Evaluate the intents on messages held out of training. Stores no model, needs no database."""
    if test_file and (folds or learning_curve):
        raise click.UsageError(EITHER)
    choice = network_choice(architecture, current_settings())
    click.echo(f"Network:      {choice.architecture}, for {choice_reason(choice)}.")
    with stopping() as should_stop:
        with loading_tensorflow():
            config = training_config(seed, epochs, choice.architecture)
        evaluation = _evaluated(config, folds or 5, test_file, learning_curve, should_stop)
    _write_files(evaluation, json_file, html_file)


def _evaluated(
    config: "TrainingConfig",
    folds: int,
    test_file: Path | None,
    learning_curve: bool,
    should_stop: "ShouldStop",
) -> Evaluation:
    from chatbot.training.readiness import require_trainable

    console = Console(highlight=False, markup=False)
    intents = IntentSet.load(current_settings().intents)
    messages = read_test_file(test_file, intents) if test_file else ()
    require_trainable(intents, config)
    with TrainingsBar(console) as bar:
        with loading_tensorflow():
            from chatbot.training import evaluate as evaluating
        plan = evaluating.EvaluationPlan(folds, messages, learning_curve)
        evaluation = evaluating.evaluate(intents, config, plan, bar.show, should_stop)
        bar.complete()
    print_evaluation(console, evaluation)
    return evaluation


def _write_files(evaluation: Evaluation, json_file: Path | None, html_file: Path | None) -> None:
    if json_file:
        write_figures(json_file, worded_json(evaluation))
    if html_file:
        write(html_file, evaluation_page(evaluation, current_settings().bot_name))
        click.echo(f"The report is in {html_file}: open it in a browser.")
