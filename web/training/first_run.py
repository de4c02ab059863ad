"""First training of a new installation, requested before the server or the worker begins."""

from typing import Any

from web.core import locks
from web.core.locks import Sessions, engine_of
from web.core.settings import Settings
from web.training import lifecycle


def usual_training(settings: Settings) -> dict[str, Any]:
    """Configuration of a training by the settings, for `TrainingConfig.from_json`."""
    return {"language": settings.language, "refused": settings.refuse_at_most / 100}


def request_first_run(sessions: Sessions, settings: Settings) -> None:
    """Request and enqueue a run, unless a live model can be read or a run is active."""
    with locks.holding(engine_of(sessions), "setup"), sessions.begin() as session:
        run = lifecycle.request_first(session, usual_training(settings))
    if run:
        # Imported here: no answer needs Huey, with all imports several megabytes.
        from web.training import queue

        queue.enqueue(settings, run.id)
