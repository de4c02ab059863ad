"""The page of one training run: how it goes and, when it is done, what came of it."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web import audit, training_runs
from web.access import requires, who
from web.admin.blueprint import admin
from web.database import db, reading, writing
from web.run_progress import Progress, progress

T = TypeVar("T")

# The largest number that a column of ours holds: PostgreSQL refuses to look for another.
RUN = "/runs/<int(max=2147483647):number>"


@admin.get(RUN)
@requires("viewer")
def run(number: int) -> str:
    """A run; while it goes on, a script asks for its progress."""
    return render_template("admin/run.html", it=_read(progress, number))


@admin.get(f"{RUN}/progress")
@requires("viewer")
def run_progress(number: int) -> dict[str, object]:
    """The same as JSON, as `run.js` reads it."""
    return _as_json(_read(progress, number))


@admin.post(f"{RUN}/cancel")
@requires("admin")
def cancel_run(number: int) -> Response:
    """Give a run up: at once where it waits, at the end of its epoch where it trains."""
    with writing(db.session) as session:
        cancelled = training_runs.cancel(session, number)
        if cancelled:
            audit.note(session, who(), "run.cancel", f"training run {number}")
    if cancelled:
        flash("The training is cancelled. The live model is what it was.", "success")
    else:
        flash("There was nothing to cancel: the training has ended.", "warning")
    return redirect(url_for("admin.run", number=number), 303)


def _read(service: Callable[[Session, int], T], number: int) -> T:
    with reading(db.session):
        try:
            return service(db.session, number)
        except LookupError:
            abort(404)


def _as_json(it: Progress) -> dict[str, object]:
    run = it.run
    return {
        "status": run.status,
        "ahead": it.ahead,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds_left": it.seconds_left,
        "points": [],
    }
