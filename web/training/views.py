"""The page of one training run: how it goes and, when it is done, what came of it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from chatbot.model.architectures import ARCHITECTURES, EMBEDDINGS, MOST_LAYERS, MOST_UNITS
from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import asked, or_404, refuse
from web.admin.lists import cursor
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.training import runs as training_runs
from web.training.confusion import confusion_table
from web.training.form import MOST_EPOCHS, MOST_SEED, TrainingFormError, config_of
from web.training.overview import RunFilter, run_result, training_page
from web.training.progress import RunProgress, progress
from web.training.runs import RunEndedError, UnknownRunError

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
        "training/run.html",
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


def _as_json(it: RunProgress) -> dict[str, object]:
    run = it.run
    return {
        "status": run.status,
        "ahead": it.ahead,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds_left": it.seconds_left,
        "points": [
            {
                "epoch": epoch.n,
                "round": epoch.round,
                "loss": epoch.loss,
                "accuracy": epoch.accuracy,
                "validation_accuracy": epoch.validation_accuracy,
            }
            for epoch in it.epochs
        ],
        "log": [{"at": one.created_at.isoformat(), "text": one.text} for one in it.log],
    }


STATUSES = ("queued", "running", "succeeded", "rejected", "failed", "cancelled")


@admin.get("/runs")
@requires("viewer")
def runs() -> str:
    """What there is to learn, the form that starts a training, and the runs so far."""
    status = asked("status")
    wanted = RunFilter(
        search=asked("q"),
        status=status if status in STATUSES else "",
        sort=asked("sort") or "-number",
        cursor=cursor(),
    )
    with reading(db.session):
        page = training_page(db.session, current_settings().intents, wanted)
    return render_template(
        "training/runs.html",
        it=page,
        wanted=wanted,
        statuses={"": "any", **{name: name for name in STATUSES}},
        networks=ARCHITECTURES,
        embeddings=EMBEDDINGS,
        most={"epochs": MOST_EPOCHS, "seed": MOST_SEED, "units": MOST_UNITS, "layers": MOST_LAYERS},
    )


@admin.post("/runs")
@requires("admin")
def start_run() -> Response:
    """Put a training on the queue, and lead to its page."""
    # Imported here: Huey and what it imports are megabytes that no answer needs.
    from web.training import queue

    settings = current_settings()
    try:
        config = config_of(request.form, settings)
    except TrainingFormError as error:
        refuse(error)
        return redirect(url_for("admin.runs"), 303)
    with writing(db.session) as session:
        at_once = bool(request.form.get("activates"))
        run = training_runs.request(session, config, who(), activates=at_once)
    queue.enqueue(settings, run.id)
    return redirect(url_for("admin.run", number=run.id), 303)
