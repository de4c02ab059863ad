"""Pages of the inbox: groups of messages, decisions, undo."""

from collections.abc import Iterable
from typing import cast, get_args

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from chatbot.text.wording import counted
from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import place
from web.admin.lists import parameters
from web.admin.refused import keeps, refused_form
from web.core.database import db, reading, storable, writing
from web.core.settings import current_settings
from web.curation.tables import Kind
from web.inbox import decisions, service
from web.inbox.decisions import LabelDecision
from web.inbox.groups import Key, Sort
from web.inbox.messages import NAMES
from web.inbox.refused import RefusedDecision
from web.inbox.service import InboxQuery
from web.inbox.wording import conflict_sentence, decision_sentence

admin.add_app_template_filter(decision_sentence)


@admin.get("/inbox")
@requires("editor")
def inbox() -> str:
    """Groups of undecided messages, and the last decisions."""
    settings = current_settings()
    with reading(db.session):
        groups = service.inbox(db.session, settings.intents, settings.language, _query())
        last = decisions.recent(db.session)
    return render_template(
        "inbox/inbox.html",
        inbox=groups,
        recent=last,
        query=_query(),
        reasons=NAMES,
        me=who(),
        counted=counted,
        refused=_refused(),
    )


@admin.post("/inbox/decide")
@requires("editor")
@keeps("message", "place", "intent", "tag", "response")
def inbox_decide() -> Response:
    """Decide about the ticked messages."""
    with writing(db.session):
        result = decisions.decide(db.session, who(), _choice(), current_settings().intents)
    flash(decision_sentence(result.summary), "success")
    if result.conflict:
        flash(conflict_sentence(result.conflict.text, result.conflict.owner), "warning")
    return _back()


@admin.post(f"/inbox/undo/{NUMBER}")
@requires("editor")
def inbox_undo(number: int) -> Response:
    """Take a decision back."""
    with writing(db.session):
        summary = decisions.undo(db.session, who(), number)
    flash(f"Taken back: {decision_sentence(summary)}", "success")
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


def _choice() -> LabelDecision:
    """Decision in the form. Enter in a field chooses the kind of the field."""
    form = request.form
    tag, other = storable(form.get("tag", "")), storable(form.get("intent", ""))
    messages = tuple(_numbers(form.getlist("message")))
    if assigned := form.get("assign"):
        return LabelDecision("assigned", messages, storable(assigned))
    kind = form.get("kind")
    if kind not in get_args(Kind):
        kind = "new_intent" if tag else "assigned"
    if kind == "new_intent":
        return LabelDecision("new_intent", messages, tag, storable(form.get("response", "")))
    return LabelDecision(cast(Kind, kind), messages, "" if kind == "ignored" else other)


def _refused() -> RefusedDecision:
    form = refused_form("admin.inbox_decide")
    return RefusedDecision(form, frozenset(_numbers(form.all("message"))))


def _numbers(values: Iterable[str]) -> list[int]:
    """Numbers of messages; each value holds the numbers for a text."""
    written = [number for value in values for number in value.split()]
    return [int(number) for number in written if number.isdecimal() and len(number) < 19]


def _back() -> Response:
    """Redirect to the same list, at the place of the group."""
    return redirect(url_for("admin.inbox", _anchor=place(), **parameters()), 303)
