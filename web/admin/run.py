"""The page of one training run: how it goes and, when it is done, what came of it."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from web import training_runs
from web.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.confusion import confusion_table
from web.admin.forms import or_404, refuse
from web.database import db, reading, writing
from web.run_list import run_result
from web.stored_runs import UnknownRunError
from web.training_progress import Progress, progress
from web.training_runs import RunEndedError

RUN = f"/runs/{NUMBER}"


@admin.get(RUN)
@requires("viewer")
def run(number: int) -> str:
    """A run: its result or, while it goes on, curves that a script draws."""
    with or_404(UnknownRunError), reading(db.session):
        result = run_result(db.session, number)
    report = result.report
    against = report.against.intents if report and report.against else ()
    changes = {one.intent: one.change for one in against}
    return render_template(
        "admin/run.html",
        result=result,
        it=result.progress,
        run=result.progress.run,
        report=report,
        changes=changes,
        intents=sorted(report.intents, key=lambda o: changes.get(o.intent, 0)) if report else (),
        confusion=confusion_table(report.confusion()) if report else None,
    )


@admin.get(f"{RUN}/progress")
@requires("viewer")
def run_progress(number: int) -> dict[str, object]:
    """How far a run is, as `run.js` reads it."""
    with or_404(UnknownRunError), reading(db.session):
        return _as_json(progress(db.session, number))


@admin.post(f"{RUN}/cancel")
@requires("admin")
def cancel_run(number: int) -> Response:
    """Give a run up: at once where it waits, at the end of its epoch where it trains."""
    try:
        with or_404(UnknownRunError), writing(db.session):
            training_runs.cancel_for(db.session, number, who())
    except RunEndedError as error:
        refuse(error, "warning")
    return redirect(url_for("admin.run", number=number), 303)


def _as_json(it: Progress) -> dict[str, object]:
    run = it.run
    return {
        "status": run.status,
        "ahead": it.ahead,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds_left": it.seconds_left,
        "points": [
            {
                "epoch": one.n,
                "round": one.round,
                "loss": one.loss,
                "accuracy": one.accuracy,
                "validation_accuracy": one.validation_accuracy,
            }
            for one in it.epochs
        ],
        "log": [{"at": one.created_at.isoformat(), "text": one.text} for one in it.log],
    }
