"""`flask train`: a training in the terminal, or of a queued run for the worker."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console

from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import EMBEDDINGS, NetworkOptions
from web.cli.errors import CancelledError, reports_errors
from web.cli.files import ReplacedFile
from web.core import audit, processes
from web.core.database import db
from web.core.locks import LockBusyError, Sessions
from web.core.migrations import migrate
from web.core.settings import Settings, current_settings
from web.training import first_run, lifecycle, trainer
from web.training.cli_view import TrainingBar, print_report
from web.training.gate import Gate
from web.training.lifecycle import RunNotWaitingError
from web.training.notes.beginning import language_notes
from web.training.options import SEED, architecture_option, choice_reason, network_choice
from web.training.trainer import RunOutcome
from web.training.wording.note import note_sentence

logger = logging.getLogger(__name__)

NICENESS = 19

REJECTED_EXIT = 3

CANCELLED = "Cancelled: nothing was stored, and the live model is what it was."


@click.command("train")
@click.option("--seed", type=SEED, help="Train with other random numbers.")
@click.option("--epochs", type=click.IntRange(1, 1000), help="Train for at most this many.")
@architecture_option
@click.option("--units", type=int, help="The width of a layer.")
@click.option("--layers", type=int, help="How many layers a stacked network has.")
@click.option("--dropout", type=float, help="The share of values left out in training, from 0.")
@click.option("--embedding", help=f"How a word becomes a vector: {' or '.join(EMBEDDINGS)}.")
@click.option(
    "--output",
    type=ReplacedFile(),
    help="Write the model's bundle to this file, too.",
)
@click.option("--override", is_flag=True, help="Put the model live even if the gate rejects it.")
@click.option("--run", "run_id", type=int, hidden=True)
@click.option("--parent", type=int, hidden=True)
@with_appcontext
@reports_errors
def train(
    seed: int | None,
    epochs: int | None,
    architecture: str,
    output: Path | None,
    override: bool,
    run_id: int | None,
    parent: int | None,
    **chosen: Any,
) -> None:
    """Train a model from the intent files, store the model, and put the model live.

    A model worse than the live model is stored as rejected, with the reasons.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if run_id is not None:
        _train_requested(run_id, parent)
        return
    network = _network(architecture, NetworkOptions(**chosen))
    try:
        outcome = _train_here({"seed": seed, "epochs": epochs, **network}, override)
    except KeyboardInterrupt:
        raise CancelledError(CANCELLED) from None
    _finish(outcome, output)


def _finish(outcome: RunOutcome, output: Path | None) -> None:
    if output:
        outcome.trained.bundle.save(output)
        click.echo(f"The bundle is in {output}.")
    if not outcome.gate_result.accepted:
        raise SystemExit(REJECTED_EXIT)


def _network(architecture: str, options: NetworkOptions) -> dict[str, Any]:
    """Configuration of the network; raises NetworkOptionsError for a bad combination."""
    choice = network_choice(architecture, current_settings())
    options.completed(choice.architecture)
    click.echo(f"Network:  {choice.architecture}, for {choice_reason(choice)}.")
    return {"architecture": architecture, "options": options.chosen()}


def _train_requested(run_id: int, parent: int | None) -> None:
    """Train a queued run for a worker: without output, at a low priority."""
    if parent is not None:
        processes.end_with_parent(parent)
    _leave_room()
    settings, sessions = current_settings(), db.sessionmaker
    load = partial(_load_noting_language, settings)
    with trainer.turn(sessions), suppress(RunNotWaitingError):
        trainer.perform(
            sessions,
            run_id,
            load,
            lambda _: None,
            Gate.of(settings),
            settings.learn_from_messages,
            settings.intents,
        )


def _load_noting_language(settings: Settings) -> IntentSet:
    """Load the intents, and tell whoever watches the server which language they are in."""
    intents = IntentSet.load(settings.intents)
    for note in language_notes(intents, first_run.usual_training(settings)):
        logger.info("%s", note_sentence(note))
    return intents


def _leave_room() -> None:
    """Lower the priority, and leave a core to the chat where there are several."""
    os.nice(NICENESS)
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        if len(cores) > 1:
            os.sched_setaffinity(0, cores - {min(cores)})


def _train_here(options: Mapping[str, Any], override: bool) -> RunOutcome:
    """Train a new run, with a progress bar and a report."""
    console = Console(highlight=False, markup=False)
    settings, sessions = current_settings(), db.sessionmaker
    intents = IntentSet.load(settings.intents)
    migrate(current_app._get_current_object())  # type: ignore[attr-defined]
    chosen = {name: value for name, value in options.items() if value is not None}
    config = first_run.usual_training(settings) | chosen
    _print_language(console, intents, config)
    with _turn(console, sessions):
        with sessions.begin() as session:
            run = lifecycle.request(session, audit.TERMINAL, config)
        with TrainingBar(console) as bar:
            outcome = trainer.perform(
                sessions,
                run.id,
                lambda: intents,
                bar.show,
                Gate.of(settings, override=override),
                settings.learn_from_messages,
                settings.intents,
            )
            bar.complete()
    print_report(console, outcome)
    return outcome


def _print_language(console: Console, intents: IntentSet, config: Mapping[str, Any]) -> None:
    for note in language_notes(intents, config):
        style = "yellow" if note.code == "foreign_language" else None
        console.print(note_sentence(note), style=style)


@contextmanager
def _turn(console: Console, sessions: Sessions) -> Iterator[None]:
    """Hold the turn to train; print a sentence before waiting."""
    with ExitStack() as stack:
        try:
            stack.enter_context(trainer.turn(sessions, wait=0))
        except LockBusyError:
            console.print("Another training is under way. Waiting for its end; Ctrl-C gives up.")
            stack.enter_context(trainer.turn(sessions))
        yield
