"""The first training of a new installation."""

from typing import Any

from web.core import locks
from web.core.locks import Sessions, engine_of
from web.core.settings import Settings
from web.training import lifecycle


def usual_training(settings: Settings) -> dict[str, Any]:
    """What the settings say about a training: see `TrainingConfig.from_json`."""
    return {"language": settings.language, "refused": settings.refuse_at_most / 100}


def request_first_run(sessions: Sessions, settings: Settings) -> None:
    """Ask for a training if there is no live model that can be read, and none is under way."""
    with locks.holding(engine_of(sessions), "setup"), sessions.begin() as session:
        run = lifecycle.request_first(session, usual_training(settings))
    if run:
        # Imported here: Huey and what it imports are megabytes that no answer needs.
        from web.training import queue

        queue.enqueue(settings, run.id)
