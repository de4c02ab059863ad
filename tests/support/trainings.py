"""Training runs in every state, with the versions that trainings would leave."""

from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from chatbot.evaluation.rejections import Rejection
from chatbot.model.bundle import Bundle
from chatbot.training.progress import EpochProgress
from tests.support.deployments import store_live
from tests.support.reports import report_beside_live_one
from web.core.database import db, writing
from web.models import storage
from web.training import lifecycle, runs
from web.training.notes.note import RunNote
from web.training.progress import progress
from web.training.runs import Run
from web.training.wording.note import note_sentence

Sessions = sessionmaker[Session]

WHO = "ada@example.org"
REASONS = (Rejection("text", text="The macro F1 is <i>lower</i>."),)


def requested(sessions: Sessions, **config: object) -> int:
    """Number of a new run that waits."""
    with sessions.begin() as session:
        return lifecycle.request(session, None, config).id


def claimed(sessions: Sessions) -> int:
    """Number of a new run that trains."""
    run_id = requested(sessions)
    with sessions.begin() as session:
        lifecycle.claim(session, run_id)
    return run_id


def run_now(sessions: Sessions, run_id: int) -> Run:
    """The run as it is now."""
    with sessions.begin() as session:
        return runs.get(session, run_id)


def failure_of(run: Run) -> str:
    """Sentence about what ended the run, "" for another end."""
    return note_sentence(run.failure) if run.failure else ""


def log_of(sessions: Sessions, run_id: int) -> list[str]:
    """Sentences of the log of the run."""
    with sessions.begin() as session:
        return [note_sentence(line.note) for line in progress(session, run_id).log]


def deploy(app: Flask, bundle: Bundle) -> int:
    """Store the bundle, and put it live; returns its version."""
    with app.app_context(), writing(db.session) as session:
        return store_live(session, bundle)


def request_run(app: Flask, epochs: int | None = None) -> int:
    """Number of a new run that trained for so many epochs; without them, it waits."""
    with app.app_context(), writing(db.session) as session:
        run = lifecycle.request(session, WHO, {"architecture": "auto", "seed": 7})
        if epochs is not None:
            lifecycle.claim(session, run.id)
        for epoch in range(1, (epochs or 0) + 1):
            train_on(session, run.id, epoch)
    return run.id


def train_on(session: Session, run_id: int, epoch: int) -> None:
    """Store the figures of this epoch."""
    lifecycle.note_epoch(
        session, run_id, EpochProgress(epoch, 10, 0.5, 0.75, rounds=4, epoch_of_round=1)
    )


def reject(app: Flask, run_id: int, bundle: Bundle, beside: int) -> int:
    """End the run with a model that the gate rejects; returns its version."""
    with app.app_context(), writing(db.session) as session:
        version = storage.store(session, bundle, training_run_id=run_id)
        report = report_beside_live_one(beside)
        storage.note_training(session, WHO, version.id, report, REASONS)
        lifecycle.log(session, run_id, RunNote("rejected", number=version.id))
        lifecycle.finish(session, run_id, version.id, report, reasons=REASONS, accepted=False)
    return version.id
