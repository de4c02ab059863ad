"""`flask worker`: trainings of the requested runs."""

import click
from flask import current_app
from flask.cli import with_appcontext

from chatbot.errors import ExplainedError
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted
from web.cli.errors import EXPECTED, reports_errors, sentence
from web.core import locks, processes
from web.core.database import db, reading
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
    processes.apart(_set_up)
    if parent is not None:
        processes.end_with_parent(parent)
    settings, sessions = current_settings(), db.sessionmaker
    try:
        with locks.holding(db.engine, "worker"):
            runner = make_worker(settings, sessions)
            runner.sweep(wait=RECOVERY_SECONDS)
            first_run.request_first_run(sessions, settings)
            runner.run()
    except KeyboardInterrupt:
        pass  # while it stood by, with nothing to lose


def _set_up() -> None:
    # Imported here: an idle worker needs neither Alembic nor the intents.
    from web.core.migrations import migrate

    try:
        migrate(current_app._get_current_object())  # type: ignore[attr-defined]
        _report_changed_intents()
    except EXPECTED as error:
        raise ExplainedError(sentence(error)) from error


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
