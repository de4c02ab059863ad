"""Decisions in forms."""

from collections.abc import Iterable
from typing import cast, get_args

from flask import flash, request

from web.core.database import as_typed, storable
from web.curation.tables import Kind
from web.inbox.decisions import DecisionResult, LabelDecision
from web.inbox.wording import conflict_sentence, decision_sentence


def form_decision() -> LabelDecision:
    """Decision in the form. Enter in a field chooses the kind of the field."""
    form = request.form
    tag, other = storable(form.get("tag", "")), storable(form.get("intent", ""))
    messages = tuple(numbers(form.getlist("message")))
    if assigned := form.get("assign"):
        return LabelDecision("assigned", messages, storable(assigned))
    kind = form.get("kind")
    if kind not in get_args(Kind):
        kind = "new_intent" if tag else "assigned"
    if kind == "new_intent":
        return LabelDecision("new_intent", messages, tag, as_typed(form.get("response", "")))
    return LabelDecision(cast(Kind, kind), messages, "" if kind == "ignored" else other)


def numbers(values: Iterable[str]) -> list[int]:
    """Numbers of messages; each value holds the numbers for a text."""
    written = [number for value in values for number in value.split()]
    return [int(number) for number in written if number.isdecimal() and len(number) < 19]


def announce(result: DecisionResult) -> None:
    """Show the decision, and a conflict of its examples, on the next page."""
    flash(decision_sentence(result.summary), "success")
    if result.conflict:
        flash(conflict_sentence(result.conflict.text, result.conflict.owner), "warning")
