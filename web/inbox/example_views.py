"""Page of the curated examples."""

from typing import cast, get_args

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.accounts.access import requires, signed_in, who
from web.admin.blueprint import NUMBER, admin
from web.admin.lists import cursor, parameters
from web.admin.refused import keeps
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.inbox import examples as service
from web.inbox import new_intents
from web.inbox.examples import ExampleQuery, State
from web.inbox.wording import (
    conflict_sentence,
    deletion_sentence,
    edit_sentence,
    new_intent_sentence,
)
from web.intents import corrections
from web.intents.wording import take_back_sentence


@admin.get("/examples")
@requires("viewer")
def examples() -> str:
    """List of examples; editors get a form for each waiting example."""
    query = _query()
    with reading(db.session):
        listed = service.examples(db.session, query, current_settings().intents)
    may_edit = signed_in().may("editor")
    return render_template("inbox/examples.html", listed=listed, query=query, may_edit=may_edit)


@admin.post(f"/examples/{NUMBER}")
@requires("editor")
@keeps("text", "intent")
def example_edit(number: int) -> Response:
    """Change an example, or delete the example if the button says so."""
    form, intents = request.form, current_settings().intents
    with writing(db.session):
        if "delete" in form:
            deleted = service.delete(db.session, who(), number)
            flash(deletion_sentence(deleted), "success")
        else:
            text, intent = form.get("text", ""), form.get("intent", "")
            edited = service.edit(db.session, who(), number, text, intent, intents)
            flash(edit_sentence(edited), "success")
            if edited.owner:
                flash(conflict_sentence(edited.text, edited.owner), "warning")
    return redirect(url_for("admin.examples", **parameters()), 303)


@admin.post(f"/examples/intents/{NUMBER}")
@requires("editor")
@keeps("tag", "response")
def new_intent_edit(number: int) -> Response:
    """Change the name and the answers of a new intent."""
    form, intents = request.form, current_settings().intents
    with writing(db.session):
        tag, responses = form.get("tag", ""), form.getlist("response")
        edited = new_intents.edit(db.session, who(), number, tag, responses, intents)
    flash(new_intent_sentence(edited), "success")
    return redirect(url_for("admin.examples", **parameters()), 303)


@admin.post(f"/examples/answers/{NUMBER}")
@requires("editor")
def correction_take_back(number: int) -> Response:
    """Take the correction of an answer back."""
    with writing(db.session):
        row = corrections.take_back(db.session, who(), number)
        flash(take_back_sentence(row.tag, row.text_before), "success")
    return redirect(url_for("admin.examples", **parameters()), 303)


def _query() -> ExampleQuery:
    args = request.args
    state = args.get("state")
    return ExampleQuery(
        text=args.get("q", "").strip(),
        intent=args.get("intent", "").strip(),
        state=cast(State, state) if state in get_args(State) else None,
        sort=args.get("sort", "-time"),
        cursor=cursor(),
    )
