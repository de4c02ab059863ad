"""The page on which the last messages are asked of two models."""

from flask import render_template

from web.accounts.access import requires
from web.admin.blueprint import NUMBER, admin
from web.core.database import db, reading
from web.replay.service import version_replay


@admin.get(f"/models/{NUMBER}/replay")
@requires("viewer")
def replay_model(number: int) -> str:
    """Every answer that changes, side by side; `replay.js` shows it within other pages, too."""
    with reading(db.session):
        found = version_replay(db.session, number)
    return render_template("replay/replay.html", number=number, it=found.replay, found=found)
