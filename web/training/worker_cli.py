"""`flask worker`: trainings of the requested runs."""

import click
from flask import current_app
from flask.cli import with_appcontext

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.core import locks, processes
from web.core.database import db, reading
from web.core.migrations import migrate
from web.core.settings import current_settings
from web.models import deployments
from web.training import first_run
from web.training.worker import make_worker

RECOVERY_SECONDS = 5.0


@click.command("worker")
@click.option("--parent", type=int, hidden=True)
@with_appcontext
@reports_errors
def worker(parent: int | None) -> None:
    """Train the requested runs, one at a time, until stopped.

    Of several workers on the same database, one trains and the others stand by.
    """
    if parent is not None:
        processes.end_with_parent(parent)
    migrate(current_app._get_current_object())  # type: ignore[attr-defined]
    settings, sessions = current_settings(), db.sessionmaker
    try:
        with locks.holding(db.engine, "worker"):
            runner = make_worker(settings, sessions)
            runner.sweep(wait=RECOVERY_SECONDS)
            first_run.request_first_run(sessions, settings)
            _report_changed_intents()
            runner.run()
    except KeyboardInterrupt:
        pass  # while it stood by, with nothing to lose


def _report_changed_intents() -> None:
    with db.sessionmaker() as session, reading(session):
        live = deployments.live_version(session)
    try:
        changed = (
            live and IntentSet.load(current_settings().intents).fingerprint != live.fingerprint
        )
    except IntentsError as error:
        count = counted(len(error.problems), "problem")
        click.echo(f"The intent files have {count}. See them with: flask intents check")
    else:
        if changed:
            click.echo("The intents have changed since the model was trained: run flask train")
