"""Performance of a training run: load the intents, train, store the model, pass the gate."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.encoder.files import EncoderError
from chatbot.errors import ExplainedError
from chatbot.intents.additions import Correction
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import NetworkOptionsError
from web.cli.interrupts import Deferred
from web.conversations.service import latest_texts
from web.core import locks
from web.core.database import reading
from web.core.locks import Sessions, engine_of
from web.curation import service as curated
from web.curation.fitting import unfit_corrections
from web.models import deployments, storage
from web.models.versions import Version
from web.training import lifecycle, runs
from web.training.gate import NOBODY, Gate, GateResult
from web.training.lifecycle import RunNotWaitingError, TrainingFailedError
from web.training.notes.beginning import beginning_note, correction_note, language_notes
from web.training.notes.failure import failure_note, in_short
from web.training.notes.model import learnt_values_notes, round_note, student_notes
from web.training.notes.note import RunNote
from web.training.tensorflow import loading_tensorflow

if TYPE_CHECKING:
    from chatbot.training.config import TrainingConfig
    from chatbot.training.progress import EpochProgress, OnEpoch
    from chatbot.training.train import TrainedModel


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunOutcome:
    """A finished run: the trained model, the stored version, and the result of the gate."""

    trained: "TrainedModel"
    version: Version
    gate_result: GateResult


@contextmanager
def turn(sessions: Sessions, *, wait: float = inf) -> Iterator[None]:
    """Hold the training lock, with the runs of dead processes marked as failed.

    Raises web.core.locks.LockBusyError if another process trains for longer than `wait` seconds.
    """
    with locks.holding(engine_of(sessions), "training", wait=wait):
        with _whole(sessions) as session:
            lifecycle.recover(session)
        yield


@contextmanager
def _whole(sessions: Sessions) -> Iterator[Session]:
    """Transaction for writing, which Ctrl-C ends after the commit."""
    with Deferred(), sessions.begin() as session:
        yield session


def perform(
    sessions: Sessions,
    run_id: int,
    load: Callable[[], IntentSet],
    on_epoch: "OnEpoch",
    gate: Gate | None = None,
    learn_from: int = 0,
    files: Path | None = None,
) -> RunOutcome:
    """Train the queued run, and put the model live if the gate allows; only within `turn`.

    A network with a teacher learns from the latest `learn_from` messages of visitors, too. A
    corrected answer that the `files` of the intents do not bear is not learnt.
    The row tells every end, and the version, the end of the run and the deployment are stored
    together or not at all. Raises RunNotWaitingError, TrainingFailedError, or any other error.
    """
    try:
        with _whole(sessions) as session:
            lifecycle.claim(session, run_id)
        trained = _train(sessions, run_id, load, on_epoch, learn_from, files)
        return _deploy(sessions, run_id, trained, gate or Gate())
    except RunNotWaitingError:
        raise
    except BaseException as error:
        with _whole(sessions) as session:
            _note_end(session, run_id, error)
        raise


def _train(
    sessions: Sessions,
    run_id: int,
    load: Callable[[], IntentSet],
    on_epoch: "OnEpoch",
    learn_from: int,
    files: Path | None,
) -> "TrainedModel":
    try:
        intents = load()
        unfit = _unfit(sessions, files) if files else {}
    except IntentsError as error:
        raise TrainingFailedError(str(error)) from error
    with _whole(sessions) as session:
        intents = curated.additions(session, but=unfit).joined_to(intents)
        notes = [beginning_note(intents), *map(correction_note, unfit.keys(), unfit.values())]
        notes += language_notes(intents, runs.get(session, run_id).config)
        lifecycle.log(session, run_id, *notes)
        texts = latest_texts(session, learn_from) if learn_from else []
    return _fit(sessions, run_id, intents, texts, _Reporter(sessions, run_id, on_epoch))


def _unfit(sessions: Sessions, files: Path) -> dict[Correction, str]:
    with sessions() as session, reading(session):
        corrections = curated.additions(session).corrections
    return unfit_corrections(files, corrections)  # outside a transaction: it may take a second


def _fit(
    sessions: Sessions,
    run_id: int,
    intents: IntentSet,
    texts: Sequence[str],
    reporter: "_Reporter",
) -> "TrainedModel":
    from chatbot.training.config import TrainingConfig, TrainingError
    from chatbot.training.progress import TrainingCancelled
    from chatbot.training.readiness import require_trainable

    with sessions() as session, reading(session):
        run = runs.get(session, run_id)
        is_first = run.who is None and not deployments.can_be_read(session)
    config = TrainingConfig.from_json(run.config)
    try:
        require_trainable(intents, config)
        # TensorFlow takes seconds to import, and belongs in no other process than this one.
        with loading_tensorflow():
            from chatbot.training.train import train
        if is_first:
            _answer_meanwhile(sessions, run_id, intents, config)
        return train(intents, config, reporter.report, reporter.should_stop, texts)
    except (EncoderError, NetworkOptionsError, TrainingError) as error:
        raise TrainingFailedError(str(error)) from error
    except TrainingCancelled as error:
        raise TrainingFailedError("The training was cancelled.") from error


def _answer_meanwhile(
    sessions: Sessions, run_id: int, intents: IntentSet, config: "TrainingConfig"
) -> None:
    """Let the linear votes answer until the run has a better model; a fault costs them alone."""
    from chatbot.export.graph_builder import ExportError
    from chatbot.training.train import train_votes

    try:
        votes = train_votes(intents, config)
        with _whole(sessions) as session:
            _put_votes_live(session, run_id, votes)
    except (sa.exc.DBAPIError, ExportError, ExplainedError) as error:
        logger.warning("the votes do not answer meanwhile: %s", in_short(error))


def _put_votes_live(session: Session, run_id: int, votes: "TrainedModel") -> None:
    if deployments.can_be_read(session) or runs.get(session, run_id).status != "running":
        return  # somebody has brought a model, or cancelled the run
    version = storage.store(session, votes.bundle, training_run_id=run_id)
    storage.note_training(session, None, version.id, votes.report, ())
    deployments.put_live(session, NOBODY, version.id)
    lifecycle.log(session, run_id, RunNote("votes", number=version.id))


def _deploy(sessions: Sessions, run_id: int, trained: "TrainedModel", gate: Gate) -> RunOutcome:
    while True:
        with sessions() as session, reading(session):
            result = gate.check(session, trained)
        with Deferred() as interrupt, sessions.begin() as session:
            if result.is_current(session):
                metadata = trained.bundle.metadata
                lifecycle.log(session, run_id, *student_notes(metadata))
                lifecycle.log(session, run_id, *learnt_values_notes(metadata.metrics))
                version = gate.let_through(session, run_id, trained.bundle, result)
                interrupt.too_late()
                return RunOutcome(trained, version, result)


def _note_end(session: Session, run_id: int, error: BaseException) -> None:
    """End the run by the error, unless given up before."""
    if isinstance(error, KeyboardInterrupt):
        lifecycle.cancel(session, run_id)
        return
    cause = error.__cause__ if isinstance(error, TrainingFailedError) else None
    lifecycle.fail(session, run_id, failure_note(cause or error))


class _Reporter:
    """Stores the progress of each epoch, and stops the training once the run is given up."""

    def __init__(self, sessions: Sessions, run_id: int, on_epoch: "OnEpoch") -> None:
        self._sessions = sessions
        self._run_id = run_id
        self._on_epoch = on_epoch
        self._running = True

    def report(self, progress: "EpochProgress") -> None:
        try:
            with _whole(self._sessions) as session:
                self._running = lifecycle.note_epoch(session, self._run_id, progress)
                if progress.epoch_of_round == 1:
                    lifecycle.log(session, self._run_id, round_note(progress))
        except sa.exc.OperationalError as error:
            # Progress is for readers only: a moment without database must not cost the training.
            logger.warning("the progress could not be written: %s", in_short(error))
        self._on_epoch(progress)

    def should_stop(self) -> bool:
        return not self._running
