"""Performing a training run: load the intents, train, store the model, put it live if it may."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.encoder.files import EncoderError
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import NetworkOptionsError
from chatbot.text.wording import counted
from web.core import locks
from web.core.database import reading
from web.core.locks import Sessions, engine_of
from web.curation import service as curated
from web.models.versions import Version
from web.training import lifecycle, runs
from web.training.gate import Gate, GateResult
from web.training.lifecycle import TrainingFailedError
from web.training.tensorflow import loading_tensorflow

if TYPE_CHECKING:
    from chatbot.training.progress import EpochProgress
    from chatbot.training.train import TrainedModel


logger = logging.getLogger(__name__)

OnEpoch = Callable[["EpochProgress"], None]

AGAIN = "Put that right, and start the training again: nothing else was lost."


@dataclass(frozen=True)
class RunOutcome:
    """What a finished run led to: the trained model, its version, and what the gate says of it."""

    trained: "TrainedModel"
    version: Version
    judgement: GateResult


@contextmanager
def turn(sessions: Sessions, *, wait: float = inf) -> Iterator[None]:
    """Be the only process that trains, once the runs of dead ones are marked as failed.

    Raises web.core.locks.LockBusyError where another one trains for longer than `wait` seconds.
    """
    with locks.holding(engine_of(sessions), "training", wait=wait):
        with sessions.begin() as session:
            lifecycle.recover(session)
        yield


def perform(
    sessions: Sessions,
    run_id: int,
    load: Callable[[], IntentSet],
    on_epoch: OnEpoch,
    gate: Gate | None = None,
) -> RunOutcome:
    """Train the queued run and put its model live if the gate lets it; to be called within `turn`.

    However it ends, the row says so, and nothing is stored or live unless all of it is.
    Raises RunNotWaitingError, TrainingFailedError, or what went wrong unexpectedly.
    """
    with sessions.begin() as session:
        lifecycle.claim(session, run_id)
    try:
        trained = _train(sessions, run_id, load, on_epoch)
        return _deploy(sessions, run_id, trained, gate or Gate())
    except BaseException as error:
        with sessions.begin() as session:
            _note_end(session, run_id, error)
        raise


def _train(
    sessions: Sessions, run_id: int, load: Callable[[], IntentSet], on_epoch: OnEpoch
) -> "TrainedModel":
    try:
        intents = load()
    except IntentsError as error:
        raise TrainingFailedError(str(error)) from error
    with sessions.begin() as session:
        intents = curated.additions(session).joined_to(intents)
        lifecycle.log(session, run_id, f"Training begins on {_described(intents)}.")
    # TensorFlow takes seconds to import, and belongs in no other process than this one.
    with loading_tensorflow():
        from chatbot.training.config import TrainingConfig, TrainingError
        from chatbot.training.progress import TrainingCancelled
        from chatbot.training.train import train
    with sessions.begin() as session:
        config = TrainingConfig.from_json(runs.get(session, run_id).config)
    reporter = _Reporter(sessions, run_id, on_epoch)
    try:
        return train(intents, config, reporter.report, reporter.should_stop)
    except (EncoderError, NetworkOptionsError, TrainingError) as error:
        raise TrainingFailedError(str(error)) from error
    except TrainingCancelled as error:
        raise TrainingFailedError("The training was cancelled.") from error


def _described(intents: IntentSet) -> str:
    patterns = sum(len(intent.patterns) for intent in intents)
    return f"{counted(len(intents), 'intent')} with {counted(patterns, 'pattern')}"


def _deploy(sessions: Sessions, run_id: int, trained: "TrainedModel", gate: Gate) -> RunOutcome:
    while True:
        with sessions() as session, reading(session):
            judgement = gate.judge(session, trained)
        with sessions.begin() as session:
            if judgement.is_current(session):
                version = gate.let_through(session, run_id, trained.bundle, judgement)
                return RunOutcome(trained, version, judgement)


def _note_end(session: Session, run_id: int, error: BaseException) -> None:
    """Write to the row how the run ended, unless it was given up before."""
    if isinstance(error, KeyboardInterrupt):
        lifecycle.cancel(session, run_id)
    elif isinstance(error, TrainingFailedError):
        lifecycle.fail(session, run_id, str(error))
    elif isinstance(error, sa.exc.DBAPIError):
        said = _in_short(error.orig or error)
        lifecycle.fail(session, run_id, f"The model could not be stored ({said}). {AGAIN}")
    else:
        short = f"Training stopped on an unexpected error: {_in_short(error)}"
        lifecycle.fail(session, run_id, short)


class _Reporter:
    """Writes each epoch to the run's row, and learns there whether the run is still wanted."""

    def __init__(self, sessions: Sessions, run_id: int, on_epoch: OnEpoch) -> None:
        self._sessions = sessions
        self._run_id = run_id
        self._on_epoch = on_epoch
        self._wanted = True

    def report(self, progress: "EpochProgress") -> None:
        try:
            with self._sessions.begin() as session:
                self._wanted = lifecycle.note_epoch(session, self._run_id, progress)
                if progress.epoch_of_round == 1:
                    lifecycle.log(session, self._run_id, _about_round(progress))
        except sa.exc.OperationalError as error:
            # Progress is for the reader; a database that blinks must not cost the training.
            logger.warning("the progress could not be written: %s", _in_short(error))
        self._on_epoch(progress)

    def should_stop(self) -> bool:
        return not self._wanted


def _about_round(progress: "EpochProgress") -> str:
    number, rounds = progress.round, progress.rounds
    if number == rounds:
        return f"Round {number} of {rounds}: the network that will answer learns every pattern."
    return f"Round {number} of {rounds}: a network learns, and is asked what it did not learn."


def _in_short(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
