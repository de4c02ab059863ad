"""The model that is measured: one that is given, the live one, or one trained in a hurry."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from benchmarks.speed.contest import ROOT
from chatbot.model.bundle import Bundle
from web import create_app
from web.core.database import db, reading
from web.core.migrations import upgrade_database
from web.core.processes import flask_command
from web.core.settings import Settings
from web.models import archives, deployments

HURRIED_EPOCHS = 2


def chosen(file: Path | None, folder: Path, console: Console) -> Bundle:
    """Return the model in `file`; without one, the live model; without that, a hurried one."""
    if file:
        return Bundle.load(file)
    if live := _live_bundle():
        return live
    console.print("No model is live, so one is trained in a hurry: its speed is that of any other.")
    return _train_in_a_hurry(folder)


def _live_bundle() -> Bundle | None:
    try:
        with create_app().app_context(), db.sessionmaker() as session, reading(session):
            version = deployments.live_version(session)
            archive = archives.read_archive(session, version) if version else None
    except sa.exc.DBAPIError:
        return None
    return Bundle.from_bytes(archive) if archive else None


def _train_in_a_hurry(folder: Path) -> Bundle:
    """Return a model of the intents of this environment, as large and as fast as a good one.

    It is trained in an instance of its own in `folder`: nothing that is live changes.
    """
    file = folder / "hurried.bundle"
    command = flask_command("train", "--epochs", str(HURRIED_EPOCHS), "--output", str(file))
    own = {"RECOLLECT_INSTANCE": str(folder / "training"), "DATABASE_URL": "", "REDIS_URL": ""}
    subprocess.run(command, env=os.environ | own, cwd=ROOT, check=True)
    return Bundle.load(file)


def put_live(bundle: Bundle, instance: Path) -> None:
    """Make an instance folder whose live model is this one."""
    app = create_app(Settings.from_environ({"RECOLLECT_INSTANCE": str(instance)}))
    upgrade_database(app)
    with app.app_context():
        with db.sessionmaker.begin() as session:
            version = deployments.store(session, bundle)
            deployments.activate(session, version.id)
        db.engine.dispose()
