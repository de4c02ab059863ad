"""Pages of training: the runs with the form for starting a run, and the page of a run."""

from dataclasses import asdict

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from chatbot.model.architectures import ARCHITECTURES, EMBEDDINGS, MOST_LAYERS, MOST_UNITS
from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import query_text
from web.admin.lists import cursor
from web.admin.refused import keeps
from web.charts.confusion import confusion_matrix
from web.charts.reliability import reliability_chart
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.http.translation import _
from web.training import lifecycle
from web.training.charts import progress_charts
from web.training.form import MOST_EPOCHS, MOST_SEED, config_of
from web.training.overview import run_overview, training_overview
from web.training.progress import LogLine, RunProgress, progress
from web.training.run_list import RunFilter
from web.training.tables import RUN_STATUSES
from web.training.wording.names import network_summary, status_name
from web.training.wording.note import note_language, note_sentence
from web.training.wording.unmeasured import unmeasured_sentence
from web.training.wording.weaknesses import remedy_sentences, weakness_sentence

for name_filter in (status_name, network_summary, note_sentence, note_language):
    admin.add_app_template_filter(name_filter)

RUN = f"/runs/{NUMBER}"


@admin.get(RUN)
@requires("viewer")
def run(number: int) -> str:
    """Page of a run: the result or, until the end, the progress, drawn by a script."""
    with reading(db.session):
        overview = run_overview(db.session, number)
    report = overview.report
    against = report.against.intents if report and report.against else ()
    changes = {comparison.intent: comparison.change for comparison in against}
    return render_template(
        "training/run.html",
        overview=overview,
        progress=overview.progress,
        run=overview.progress.run,
        report=report,
        changes=changes,
        intents=sorted(report.intents, key=lambda figures: changes.get(figures.intent, 0))
        if report
        else (),
        confusion=confusion_matrix(report.confusion()) if report else None,
        reliability_chart=reliability_chart,
        charts=progress_charts(overview.progress.epochs),
        unmeasured_sentence=unmeasured_sentence,
        weakness_sentence=weakness_sentence,
        remedy_sentences=remedy_sentences,
    )


@admin.get(f"{RUN}/progress")
@requires("viewer")
def run_progress(number: int) -> dict[str, object]:
    """Progress of a run, for `run.js`."""
    with reading(db.session):
        return _as_json(progress(db.session, number))


@admin.post(f"{RUN}/cancel")
@requires("admin")
def cancel_run(number: int) -> Response:
    """Cancel a run: a waiting run at once, a running run at the end of the epoch."""
    with writing(db.session):
        lifecycle.cancel_for(db.session, who(), number)
    return redirect(url_for("admin.run", number=number), 303)


def _as_json(state: RunProgress) -> dict[str, object]:
    run = state.run
    return {
        "status": run.status,
        "ahead": state.ahead,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds_left": state.seconds_left,
        "charts": [asdict(chart) for chart in progress_charts(state.epochs)],
        "log": list(map(_line_as_json, state.log)),
    }


def _line_as_json(line: LogLine) -> dict[str, str]:
    return {
        "at": line.created_at.isoformat(),
        "text": note_sentence(line.note),
        "language": note_language(line.note),
    }


@admin.get("/runs")
@requires("viewer")
def runs() -> str:
    """Preview of the next training, the form for starting, and the runs so far."""
    status = query_text("status")
    selection = RunFilter(
        search=query_text("q"),
        status=status if status in RUN_STATUSES else "",
        sort=query_text("sort") or "-number",
        cursor=cursor(),
    )
    settings = current_settings()
    with reading(db.session):
        overview = training_overview(
            db.session, settings.intents, settings.chosen_language, selection
        )
    return render_template(
        "training/runs.html",
        preview=overview.preview,
        runs=overview.runs,
        selection=selection,
        statuses=[("", _("any")), *((status, status_name(status)) for status in RUN_STATUSES)],
        networks=ARCHITECTURES,
        embeddings=EMBEDDINGS,
        most={"epochs": MOST_EPOCHS, "seed": MOST_SEED, "units": MOST_UNITS, "layers": MOST_LAYERS},
    )


@admin.post("/runs")
@requires("admin")
@keeps("architecture", "epochs", "seed", "units", "layers", "dropout", "embedding", "activates")
def start_run() -> Response:
    """Request and enqueue a run, and redirect to the page of the run."""
    # Imported here: no answer needs Huey, with all imports several megabytes.
    from web.training import queue

    settings = current_settings()
    config = config_of(request.form, settings)
    with writing(db.session) as session:
        at_once = bool(request.form.get("activates"))
        run = lifecycle.request(session, who(), config, activates=at_once)
    queue.enqueue(settings, run.id)
    return redirect(url_for("admin.run", number=run.id), 303)
