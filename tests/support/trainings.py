"""Versions and runs that pages of tests show, stored as trainings would leave them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask
from sqlalchemy.orm import Session

from chatbot.evaluation.rejections import Rejection
from chatbot.model.bundle import Bundle
from tests.support.deployments import store_live
from tests.support.reports import report_beside_live_one
from web.core.database import db, writing
from web.models import storage
from web.training import runs

if TYPE_CHECKING:
    from chatbot.training.progress import EpochProgress

WHO = "ada@example.org"
REASONS = (Rejection("text", text="The macro F1 is <i>lower</i>."),)


@dataclass(frozen=True)
class Epoch:
    """Fields of chatbot.training.progress.EpochProgress, without the seconds of its import."""

    epoch: int
    epochs: int = 10
    loss: float = 0.5
    accuracy: float = 0.75
    validation_accuracy: float | None = None
    round: int = 1
    rounds: int = 4
    epoch_of_round: int = 1


def deploy(app: Flask, bundle: Bundle) -> int:
    """Store the bundle, and put it live; returns its version."""
    with app.app_context(), writing(db.session) as session:
        return store_live(session, bundle)


def request_run(app: Flask, epochs: int | None = None) -> int:
    """Ask for a run, and let it train for so many epochs, unless it is to wait."""
    with app.app_context(), writing(db.session) as session:
        run = runs.request(session, {"architecture": "auto", "seed": 7}, WHO)
        if epochs is not None:
            runs.claim(session, run.id)
        for epoch in range(1, (epochs or 0) + 1):
            train_on(session, run.id, epoch)
    return run.id


def train_on(session: Session, run_id: int, epoch: int) -> None:
    """Note that a run has trained this epoch."""
    runs.report(session, run_id, cast("EpochProgress", Epoch(epoch)))


def reject(app: Flask, run_id: int, bundle: Bundle, beside: int) -> int:
    """End the run with a model that the gate rejects; returns its version."""
    with app.app_context(), writing(db.session) as session:
        version = storage.store(session, bundle, training_run_id=run_id)
        report = report_beside_live_one(beside)
        storage.note_training(session, WHO, version.id, report, REASONS)
        runs.log(session, run_id, f"Version {version.id} is rejected.")
        runs.finish(session, run_id, version.id, report, reasons=REASONS, accepted=False)
    return version.id
