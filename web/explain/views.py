"""Page with the explanation of the live bot's answer to a message."""

from flask import render_template, request

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.core.database import db, reading
from web.explain.trial import LONGEST, try_out
from web.explain.wording import KNOWN_BY, notes_of


@admin.get("/try")
@requires("viewer")
def try_it() -> str:
    """Show each stage between a message and the answer; the address holds the message."""
    from web.explain.charts import charts_of

    text, context = request.args.get("text"), request.args.get("context", "")
    with reading(db.session):
        trial = try_out(db.session, text, context)
    explanation = trial.explanation
    return render_template(
        "explain/try_it.html",
        trial=trial,
        text=text or "",
        context=context,
        known=KNOWN_BY,
        charts=charts_of(explanation) if explanation else {},
        notes=notes_of(explanation) if explanation else None,
        longest=LONGEST,
    )
