"""Pages of model versions: list, activation, roll back, note, download, deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from chatbot.model.bundle import BundleError
from chatbot.text.sentence import error_sentence
from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import query_text
from web.admin.lists import choices, cursor
from web.admin.refused import keeps
from web.core.database import db, reading, writing
from web.core.locks import Sessions
from web.http.translation import _, later, localised
from web.models import archives, deployments, storage, versions
from web.models.archives import read_intents
from web.models.errors import ModelUnavailableError
from web.models.rejections import rejection_sentence
from web.models.storage import LONGEST_NOTE
from web.models.version_list import VersionFilter, version_list
from web.models.versions import Version, VersionRefusedError

if TYPE_CHECKING:
    from chatbot.intents.intent_set import Intent

admin.add_app_template_filter(rejection_sentence)

STATES = {
    "": later("stored"),
    "rejected": later("rejected"),
    "deleted": later("deleted"),
    "all": later("any"),
}
MODEL = f"/models/{NUMBER}"


@admin.get("/models")
@requires("viewer")
def models() -> str:
    """List of versions, searched, filtered and sorted by the address."""
    selection = VersionFilter(
        query_text("q"), query_text("state"), query_text("sort") or "-number", cursor()
    )
    with reading(db.session) as session:
        versions = version_list(session, selection)
    return render_template(
        "models/models.html", versions=versions, selection=selection, states=choices(STATES)
    )


@admin.get(MODEL)
@requires("viewer")
def model(number: int) -> str:
    """Page of a version: figures, the gate's reasons, note, actions, intents."""
    with reading(db.session) as session:
        version = versions.get(session, number)
        intents, problem = _intents(session, version)
    return render_template(
        "models/model.html", version=version, intents=intents, problem=problem, longest=LONGEST_NOTE
    )


@admin.post(f"{MODEL}/activate")
@requires("admin", fresh=True)
def activate_model(number: int) -> Response:
    """Activate a version; a rejected version, only with the typed number."""
    typed = request.form.get("typed")
    return _done(
        number,
        _("Version %(number)d is live: it answers the next message.", number=number),
        lambda session: deployments.activate(session, who(), number, typed),
    )


@admin.post("/models/roll-back")
@requires("admin", fresh=True)
def roll_back_model() -> Response:
    """Activate the previous version."""
    with writing(db.session) as session:
        number = deployments.roll_back(session, who(), request.form.get("version", type=int))
    sentence = _("Version %(number)d is live again: it answers the next message.", number=number)
    flash(sentence, "success")
    return redirect(url_for("admin.models"), 303)


@admin.post(f"{MODEL}/note")
@requires("editor")
@keeps("note")
def note_model(number: int) -> Response:
    """Replace the note of a version."""
    note = request.form.get("note", "")
    return _done(
        number,
        _("The note is saved."),
        lambda session: storage.set_note(session, who(), number, note),
    )


@admin.post(f"{MODEL}/delete")
@requires("admin", fresh=True)
def delete_model(number: int) -> Response:
    """Delete the archive of a version not live; the page of the version stays."""
    return _done(
        number,
        _(
            "The model of version %(number)d is deleted. What is known of it stays here.",
            number=number,
        ),
        lambda session: storage.delete(session, who(), number),
    )


@admin.get(f"{MODEL}/download")
@requires("admin")
def download_model(number: int) -> Response:
    """The archive of a version in slices, never whole in memory."""
    with reading(db.session) as session:
        version = archives.downloadable(session, number)
    response = FlaskResponse(archive_slices(db.sessionmaker, version), mimetype="application/zip")
    file_name = f"recollect-{number}.bundle"
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.content_length = version.size
    return response


def archive_slices(sessions: Sessions, version: Version) -> Iterator[bytes]:
    """Archive of the version; raises VersionRefusedError for a version deleted on the way."""
    # A transaction for each slice: a slow reader would keep SQLite's log from being emptied.
    for start in range(0, version.size, archives.SLICE):
        with sessions() as session, reading(session):
            piece = archives.read_slice(session, version.id, start)
        if not piece:
            raise VersionRefusedError(
                _("Version %(number)d was deleted while it was read.", number=version.id)
            )
        yield piece


def _done(number: int, sentence: str, action: Callable[[Session], object]) -> Response:
    with writing(db.session) as session:
        action(session)
    flash(sentence, "success")
    return redirect(url_for("admin.model", number=number), 303)


def _intents(session: Session, version: Version) -> tuple[tuple[Intent, ...], str]:
    """Intents learnt by the version, or the reason for a failure to read the intents."""
    if version.deleted_at:
        return (), ""
    try:
        return tuple(read_intents(session, version.id)), ""
    except (ModelUnavailableError, BundleError) as error:
        return (), localised(error_sentence(error))
