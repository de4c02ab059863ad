"""Page of a replay."""

from flask import render_template

from web.accounts.access import requires
from web.admin.blueprint import NUMBER, admin
from web.core.database import db, reading
from web.replay.service import version_replay


@admin.get(f"/models/{NUMBER}/replay")
@requires("viewer")
def replay_model(number: int) -> str:
    """Show all changing answers, side by side, also for `replay.js` to put into other pages."""
    with reading(db.session):
        result = version_replay(db.session, number)
    return render_template(
        "replay/replay.html", number=number, replay=result.replay, problem=result.problem
    )
