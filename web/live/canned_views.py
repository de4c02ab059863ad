"""Page of the canned answers."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.refused import keeps, refused_form
from web.core.database import db, reading, writing
from web.http.translation import _
from web.live import canned


@admin.get("/live/answers")
@requires("editor")
def canned_answers() -> str:
    """Show the canned answers."""
    with reading(db.session):
        answers = canned.canned_answers(db.session)
    return render_template(
        "live/answers.html", answers=answers, refused=refused_form("admin.canned_answer_add")
    )


@admin.post("/live/answers/add")
@requires("editor")
@keeps("title", "text")
def canned_answer_add() -> Response:
    """Add a canned answer."""
    form = request.form
    with writing(db.session):
        canned.add(db.session, who(), form.get("title", ""), form.get("text", ""))
    flash(_("Added."), "success")
    return redirect(url_for("admin.canned_answers"), 303)


@admin.post(f"/live/answers/{NUMBER}/delete")
@requires("editor")
def canned_answer_delete(number: int) -> Response:
    """Delete a canned answer."""
    with writing(db.session):
        canned.delete(db.session, who(), number)
    flash(_("Deleted."), "success")
    return redirect(url_for("admin.canned_answers"), 303)
