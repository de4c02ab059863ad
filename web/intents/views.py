"""Pages of the intents: the list, and a single intent."""

import re

from flask import abort, render_template, request
from werkzeug.routing import PathConverter, ValidationError

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.admin.lists import cursor
from web.core.database import db, reading
from web.core.paging import SIZE, Cursor, Page
from web.core.settings import current_settings
from web.intents.finding_wording import finding_sentence
from web.intents.intent_list import (
    TRAFFIC_DAYS,
    IntentList,
    ListedIntent,
    intent_list,
    select_entries,
)
from web.intents.note_wording import note_sentence

admin.add_app_template_filter(finding_sentence)
admin.add_app_template_filter(note_sentence)

ONLY = {
    "": "All",
    "remarks": "With remarks",
    "changes": "Changed since the live model",
    "tests": "Without tests",
    "traffic": "Without traffic",
}

ORDERS = {
    "": "As in the files",
    "tag": "Name",
    "patterns": "Fewest patterns",
    "traffic": "Traffic",
}


@admin.get("/intents")
@requires("viewer")
def intents() -> str:
    """List of the intents on disk, searched, filtered and sorted by the address."""
    query = {name: request.args.get(name, "") for name in ("q", "only", "order")}
    listed = _intent_list()
    entries = select_entries(listed.entries, query["q"], query["only"], query["order"])
    page = _page(entries, cursor())
    return render_template(
        "intents/intents.html",
        listed=listed,
        page=page,
        total=len(entries),
        query=query,
        only=ONLY,
        orders=ORDERS,
        days=TRAFFIC_DAYS,
    )


@admin.get("/intent")
@admin.get("/intents/<tag:tag>")
@requires("viewer")
def intent(tag: str | None = None) -> str:
    """Page of an intent, with the changes since the live model."""
    listed = _intent_list()
    entry = listed.get(request.args.get("tag", "") if tag is None else tag)
    if entry is None:
        abort(404)
    return render_template("intents/intent.html", entry=entry, listed=listed, days=TRAFFIC_DAYS)


def _intent_list() -> IntentList:
    settings = current_settings()
    with reading(db.session):
        return intent_list(db.session, settings.intents, settings.chosen_language)


def _page(entries: list[ListedIntent], cursor: Cursor) -> Page[ListedIntent]:
    tags = [entry.intent.tag for entry in entries]
    start = 0
    if cursor.after in tags:
        start = tags.index(cursor.after) + 1
    elif cursor.before in tags:
        start = max(tags.index(cursor.before) - SIZE, 0)
    end = start + SIZE
    return Page(
        tuple(entries[start:end]),
        tags[start] if start else None,
        tags[end - 1] if end < len(tags) else None,
    )


class TagPath(PathConverter):
    """Converter for tags; refuses tags normalised by browsers or servers: `a//b`, `..`.

    `url_for` then takes the other address of the page, with the tag in the query.
    """

    def to_url(self, value: str) -> str:
        parts = value.split("/")
        if {"", ".", ".."}.intersection(parts) or not re.fullmatch(self.regex, value):
            raise ValidationError
        return super().to_url(value)
