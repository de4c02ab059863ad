"""What is done before the application works: tables, first training, first account."""

from typing import Any

from flask import Flask

from web import first_account, locks, training_runs
from web.database import db
from web.settings import Settings
from web.trainer import Sessions, engine_of


def migrate(app: Flask) -> None:
    """Bring the tables up to date, also where several processes start at once."""
    from web.migrations import upgrade_database

    with app.app_context():
        engine = db.engine
    with locks.holding(engine, "setup"):
        upgrade_database(app)


def usual_training(settings: Settings) -> dict[str, Any]:
    """What the settings say about a training: see `chatbot.subject.TrainingConfig.from_json`."""
    return {"language": settings.language, "refused": settings.refuse_at_most / 100}


def request_first_run(sessions: Sessions, settings: Settings) -> None:
    """Ask for a training if there is no live model that can be read, and none is under way."""
    with locks.holding(engine_of(sessions), "setup"), sessions.begin() as session:
        run = training_runs.request_first(session, usual_training(settings))
    if run:
        # Imported here: Huey and what it imports are megabytes that no answer needs.
        from web import jobs

        jobs.enqueue(settings, run.id)


def setup_token(sessions: Sessions) -> str | None:
    """A token that makes the first account; None where there is one."""
    with sessions.begin() as session:
        return first_account.make_token(session)
