"""The page of training: what changed since the live model, a start, and the runs so far."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from chatbot.network_options import ARCHITECTURES, EMBEDDINGS, MOST_LAYERS, MOST_UNITS
from web import training_runs
from web.access import requires, who
from web.admin.blueprint import admin
from web.admin.forms import asked, refuse
from web.admin.lists import cursor
from web.database import db, reading, writing
from web.run_list import RunFilter, training_page
from web.settings import current_settings
from web.training_form import MOST_EPOCHS, MOST_SEED, TrainingFormError, config_of

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
        "admin/runs.html",
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
    from web import jobs

    settings = current_settings()
    try:
        config = config_of(request.form, settings)
    except TrainingFormError as error:
        refuse(error)
        return redirect(url_for("admin.runs"), 303)
    with writing(db.session) as session:
        at_once = bool(request.form.get("activates"))
        run = training_runs.request(session, config, who(), activates=at_once)
    jobs.enqueue(settings, run.id)
    return redirect(url_for("admin.run", number=run.id), 303)
