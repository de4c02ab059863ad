"""Pages of the intents: the list, and a single intent."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.routing import PathConverter, ValidationError
from werkzeug.wrappers import Response

from web.accounts.access import may, requires, who
from web.admin.blueprint import admin
from web.admin.lists import choices, cursor
from web.admin.refused import keeps, refused_form
from web.core.database import db, reading, writing
from web.core.paging import SIZE, Cursor, Page
from web.core.settings import current_settings
from web.curation import service as curated
from web.http.translation import language_of, later, localised
from web.intents import corrections
from web.intents.answers import listed_answers, texts_of
from web.intents.corrections import AnswerEdit
from web.intents.files import unfit_on_disk
from web.intents.finding_wording import finding_sentence
from web.intents.intent_list import (
    TRAFFIC_DAYS,
    IntentList,
    ListedIntent,
    intent_list,
    select_entries,
)
from web.intents.note_wording import note_sentence
from web.intents.wording import (
    change_name,
    changes_sentence,
    correction_sentence,
    field_name,
    part_name,
    severity_name,
    take_back_sentence,
)

admin.add_app_template_filter(finding_sentence)
admin.add_app_template_filter(note_sentence)
for name_filter in (
    severity_name,
    change_name,
    field_name,
    part_name,
    changes_sentence,
    language_of,
    localised,
):
    admin.add_app_template_filter(name_filter)

ONLY = {
    "": later("All"),
    "remarks": later("With remarks"),
    "changes": later("Changed since the live model"),
    "tests": later("Without tests"),
    "traffic": later("Without traffic"),
}

ORDERS = {
    "": later("As in the files"),
    "tag": later("Name"),
    "patterns": later("Fewest patterns"),
    "traffic": later("Traffic"),
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
        only=choices(ONLY),
        orders=choices(ORDERS),
        days=TRAFFIC_DAYS,
    )


@admin.get("/intent")
@admin.get("/intents/<tag:tag>")
@requires("viewer")
def intent(tag: str | None = None) -> str:
    """Page of an intent, with the changes since the live model; editors may correct answers."""
    listed = _intent_list()
    entry = listed.get(_tag(tag))
    if entry is None:
        abort(404)
    with reading(db.session):
        waiting = curated.waiting_corrections(db.session)
    unfit = unfit_on_disk(current_settings().intents, map(curated.correction_of, waiting))
    answers = listed_answers(entry.intent, listed.in_files(entry.intent.tag), waiting, unfit)
    return render_template(
        "intents/intent.html",
        entry=entry,
        listed=listed,
        days=TRAFFIC_DAYS,
        answers=answers,
        keys={answer.key for answer in texts_of(answers)},
        may_edit=may("editor"),
        refused=refused_form("admin.answer_correct", tag=entry.intent.tag),
    )


@admin.post("/intent")
@admin.post("/intents/<tag:tag>")
@requires("editor")
@keeps("answer", "text")
def answer_correct(tag: str | None = None) -> Response:
    """Correct an answer of an intent, or take its correction back if the button says so."""
    form, tag = request.form, _tag(tag)
    number = form.get("take_back", type=int)
    with writing(db.session):
        if number is not None:
            row = corrections.take_back(db.session, who(), number)
            flash(take_back_sentence(row.tag, row.text_before), "success")
        else:
            edit = AnswerEdit(tag, *(form.get(name, "") for name in ("answer", "shown", "text")))
            intents = current_settings().intents
            changed = corrections.correct(db.session, who(), edit, intents)
            flash(correction_sentence(tag, changed), "success")
    return redirect(url_for("admin.intent", tag=tag), 303)


def _tag(tag: str | None) -> str:
    """Tag in the path, or in the query of the address."""
    return request.args.get("tag", "") if tag is None else tag


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
