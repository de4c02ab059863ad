"""Model under measurement: from a file, the live model, or a model of a short training."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console

from benchmarks.speed.comparison import ROOT
from chatbot.model.bundle import Bundle
from web import create_app
from web.core import audit
from web.core.database import db, reading
from web.core.migrations import upgrade_database
from web.core.processes import flask_command
from web.core.settings import Settings
from web.models import archives, deployments, storage

FEW_EPOCHS = 2


def find_bundle(file: Path | None, folder: Path, console: Console) -> Bundle:
    """Return the model in `file`, else the live model, else a model of a short training."""
    if file:
        return Bundle.load(file)
    if live := _live_bundle():
        return live
    console.print("No model is live, so one is trained in a hurry: its speed is that of any other.")
    return _train_briefly(folder)


def _live_bundle() -> Bundle | None:
    try:
        with create_app().app_context(), db.sessionmaker() as session, reading(session):
            version = deployments.live_version(session)
            archive = archives.read_archive(session, version.id) if version else None
    except sa.exc.DBAPIError:
        return None
    return Bundle.from_bytes(archive) if archive else None


def _train_briefly(folder: Path) -> Bundle:
    """Train a model on the intents of this environment, with the size and speed of a good model.

    The training has an instance of its own in `folder`: the live model does not change.
    """
    file = folder / "short-training.bundle"
    command = flask_command("train", "--epochs", str(FEW_EPOCHS), "--output", str(file))
    environ = {"RECOLLECT_INSTANCE": str(folder / "training"), "DATABASE_URL": "", "REDIS_URL": ""}
    subprocess.run(command, env=os.environ | environ, cwd=ROOT, check=True)
    return Bundle.load(file)


def deploy(bundle: Bundle, instance: Path, database_url: str = "") -> None:
    """Create an instance folder with a live model, stored there without a `database_url`."""
    environ = {"RECOLLECT_INSTANCE": str(instance), "DATABASE_URL": database_url}
    app = create_app(Settings.from_environ(environ))
    upgrade_database(app)
    with app.app_context():
        with db.sessionmaker.begin() as session:
            version = storage.store(session, bundle)
            deployments.put_live(session, audit.TERMINAL, version.id)
        db.engine.dispose()
