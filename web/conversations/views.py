"""Pages of conversations: search, transcript, export, erasure."""

from collections.abc import Callable, Iterator
from uuid import UUID

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from web.accounts.access import requires, who
from web.admin.blueprint import admin
from web.admin.lists import cursor
from web.conversations import erasure, export, search, transcript
from web.conversations.erasure import ErasedCounts
from web.conversations.export import ExportedMessage
from web.conversations.filter_form import filter_of
from web.conversations.transcript import Transcript
from web.conversations.wording import about_examples, erased_sentence
from web.core.database import db, reading, utc_now, writing
from web.http.translation import _

Format = Callable[[Iterator[ExportedMessage]], Iterator[str]]


@admin.get("/conversations")
@requires("viewer")
def conversations() -> str:
    """Show the list of filtered conversations."""
    query = filter_of(request.args, utc_now())
    sort = search.sort_of(request.args.get("sort", ""))
    with reading(db.session):
        page = search.search(db.session, query.filter, sort, cursor())
        choices = search.choices(db.session)
    return render_template(
        "conversations/conversations.html",
        page=page,
        query=query,
        sort=sort.name,
        choices=choices,
        versions=[("", _("any")), *((number, number) for number in choices.versions)],
    )


@admin.get("/conversations/export.jsonl")
@requires("viewer")
def export_json_lines() -> Response:
    """Download the filtered conversations, a JSON object per message."""
    return _export("jsonl", "application/jsonl", export.json_lines)


@admin.get("/conversations/export.csv")
@requires("viewer")
def export_csv() -> Response:
    """Download the filtered conversations, as a table for spreadsheets."""
    return _export("csv", "text/csv", export.csv_lines)


@admin.get("/conversations/<uuid:conversation_id>/erase")
@requires("admin", fresh=True)
def erase(conversation_id: UUID) -> str:
    """Ask for confirmation: erase a conversation, or all conversations of the visitor."""
    return render_template("conversations/erase.html", transcript=_transcript(conversation_id))


@admin.post("/conversations/<uuid:conversation_id>/erase")
@requires("admin", fresh=True)
def erase_conversation(conversation_id: UUID) -> AnyResponse:
    """Erase a conversation."""
    with writing(db.session):
        erased = erasure.erase_conversation(db.session, who(), conversation_id)
    return _erased(erased)


@admin.post("/conversations/<uuid:conversation_id>/erase-visitor")
@requires("admin", fresh=True)
def erase_visitor(conversation_id: UUID) -> AnyResponse:
    """Erase all conversations of a conversation's visitor."""
    with writing(db.session):
        erased = erasure.erase_visitor(db.session, who(), conversation_id)
    return _erased(erased)


def _transcript(conversation_id: UUID) -> Transcript:
    with reading(db.session):
        return transcript.read(db.session, conversation_id, cursor())


def _export(kind: str, mimetype: str, write: Format) -> Response:
    now = utc_now()
    query = filter_of(request.args, now)
    if query.problems:
        # A file cannot tell that a part of the filter was left out.
        abort(400, " ".join(query.problems))

    def lines() -> Iterator[str]:
        with reading(db.session):
            yield from write(export.messages(db.session, query.filter))

    response = Response(stream_with_context(lines()), mimetype=mimetype)
    name = f"conversations-{now:%Y-%m-%d}.{kind}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _erased(erased: ErasedCounts) -> AnyResponse:
    sentences = f"{erased_sentence(erased)} {about_examples(erased)}"
    flash(sentences.rstrip(), "success")
    return redirect(url_for("admin.conversations"), 303)
