"""Pages of the inbox: groups of messages, decisions, undo."""

from typing import cast, get_args

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import place
from web.admin.lists import choices, parameters
from web.admin.refused import keeps, refused_form
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.inbox import decisions, service
from web.inbox.forms import announce, form_decision, numbers
from web.inbox.groups import Key, Sort
from web.inbox.reasons import NAMES
from web.inbox.refused import RefusedDecision
from web.inbox.service import InboxQuery
from web.inbox.wording import decision_sentence, reason_name, taken_back_sentence

admin.add_app_template_filter(decision_sentence)
admin.add_app_template_filter(reason_name)


@admin.get("/inbox")
@requires("editor")
def inbox() -> str:
    """Groups of undecided messages, and the last decisions."""
    settings = current_settings()
    with reading(db.session):
        groups = service.inbox(db.session, settings.intents, settings.chosen_language, _query())
        last = decisions.recent(db.session)
    return render_template(
        "inbox/inbox.html",
        inbox=groups,
        recent=last,
        query=_query(),
        reasons=choices(NAMES),
        me=who(),
        refused=_refused(),
    )


@admin.post("/inbox/decide")
@requires("editor")
@keeps("message", "place", "intent", "tag", "response")
def inbox_decide() -> Response:
    """Decide about the ticked messages."""
    with writing(db.session):
        result = decisions.decide(db.session, who(), form_decision(), current_settings().intents)
    announce(result)
    return _back()


@admin.post(f"/inbox/undo/{NUMBER}")
@requires("editor")
def inbox_undo(number: int) -> Response:
    """Take a decision back."""
    with writing(db.session):
        summary = decisions.undo(db.session, who(), number)
    flash(taken_back_sentence(summary), "success")
    return _back()


def _query() -> InboxQuery:
    args = request.args
    reason, sort = args.get("reason"), args.get("sort")
    return InboxQuery(
        text=args.get("q", ""),
        reason=reason if reason in NAMES else None,
        sort=cast(Sort, sort) if sort in get_args(Sort) else "useful",
        after=_key(args.get("after", "")),
        previous=args.get("previous") == "1",
    )


def _key(text: str) -> Key | None:
    first, _, second = text.partition(".")
    try:
        return int(first), int(second)
    except ValueError:
        return None


def _refused() -> RefusedDecision:
    form = refused_form("admin.inbox_decide")
    return RefusedDecision(form, frozenset(numbers(form.all("message"))))


def _back() -> Response:
    """Redirect to the same list, at the place of the group."""
    return redirect(url_for("admin.inbox", _anchor=place(), **parameters()), 303)
