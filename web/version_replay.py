"""What a version would answer to the last messages: beside the live one, or the one before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from web import bots, model_versions
from web.model_errors import ModelUnavailableError
from web.replay import Replay, replay


@dataclass(frozen=True, slots=True)
class VersionReplay:
    """The `replay`; without one, `problem` is a sentence that says why."""

    replay: Replay | None = None
    problem: str = ""


def version_replay(session: Session, number: int) -> VersionReplay:
    """Return the answers that change with this version; raises UnknownVersionError.

    Where it is live itself, the version that was live before is beside it.
    """
    version = model_versions.get(session, number)
    if version.live:
        before = model_versions.previous(session)
        if before is None:
            return VersionReplay(problem="No other version was live before, to compare it with.")
        version = before
    if version.deleted_at:
        return VersionReplay(problem=f"The model of version {version.id} was deleted.")
    try:
        live = bots.current_bot(session)
        return VersionReplay(replay(session, live, version.id))
    except ModelUnavailableError as error:
        return VersionReplay(problem=str(error))
