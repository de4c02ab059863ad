"""The pages of model versions: compare, activate, roll back, note, download, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from chatbot.model.bundle import BundleError
from web.accounts.access import requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import asked, or_404, refuse
from web.admin.lists import cursor
from web.core.database import db, reading, writing
from web.models import archives, deployments, versions
from web.models.archives import read_intents
from web.models.deployments import UnknownVersionError
from web.models.errors import ModelUnavailableError
from web.models.version_list import StoredVersion, VersionFilter, version_page
from web.models.versions import LONGEST_NOTE, VersionRefusedError

if TYPE_CHECKING:
    from chatbot.intents.intent_set import Intent

STATES = {"": "stored", "rejected": "rejected", "deleted": "deleted", "all": "any"}
MODEL = f"/models/{NUMBER}"


@admin.get("/models")
@requires("viewer")
def models() -> str:
    """The versions, searched, filtered and sorted by the address."""
    wanted = VersionFilter(asked("q"), asked("state"), asked("sort") or "-number", cursor())
    with reading(db.session) as session:
        page = version_page(session, wanted)
        previous = versions.previous(session)
        live = deployments.live_version(session)
    return render_template(
        "models/models.html",
        page=page,
        wanted=wanted,
        states=STATES,
        previous=previous,
        live=live,
    )


@admin.get(MODEL)
@requires("viewer")
def model(number: int) -> str:
    """One version: its figures, the gate's reasons, its intents, and what can be done to it."""
    with or_404(UnknownVersionError), reading(db.session) as session:
        version = versions.get(session, number)
        intents, problem = _intents(session, version)
    return render_template(
        "models/model.html", it=version, intents=intents, problem=problem, longest=LONGEST_NOTE
    )


@admin.post(f"{MODEL}/activate")
@requires("admin", fresh=True)
def activate_model(number: int) -> Response:
    """Let a version answer; one that was rejected, only where its number was typed."""
    typed = request.form.get("typed")
    return _done(
        number,
        f"Version {number} is live: it answers the next message.",
        lambda session: versions.activate(session, number, who(), typed),
    )


@admin.post("/models/roll-back")
@requires("admin", fresh=True)
def roll_back_model() -> Response:
    """Let the version answer again that was live before."""
    try:
        with writing(db.session) as session:
            number = versions.roll_back(session, who(), request.form.get("version", type=int))
    except VersionRefusedError as error:
        refuse(error)
        return redirect(url_for("admin.models"), 303)
    flash(f"Version {number} is live again: it answers the next message.", "success")
    return redirect(url_for("admin.models"), 303)


@admin.post(f"{MODEL}/note")
@requires("editor")
def note_model(number: int) -> Response:
    """Write a note to a version, instead of the one that it had."""
    note = request.form.get("note", "")
    return _done(
        number,
        "The note is saved.",
        lambda session: versions.set_note(session, number, note, who()),
    )


@admin.post(f"{MODEL}/delete")
@requires("admin", fresh=True)
def delete_model(number: int) -> Response:
    """Delete the model of a version that is not live; what is known of it stays."""
    return _done(
        number,
        f"The model of version {number} is deleted. What is known of it stays here.",
        lambda session: versions.delete(session, number, who()),
    )


@admin.get(f"{MODEL}/download")
@requires("admin")
def download_model(number: int) -> Response:
    """The archive of a version, in pieces: it is never whole in memory."""
    try:
        with or_404(UnknownVersionError):
            download = archives.download(db.sessionmaker, number)
    except VersionRefusedError as error:
        refuse(error)
        return redirect(url_for("admin.model", number=number), 303)
    response = FlaskResponse(download.slices, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=download.file_name)
    response.content_length = download.size
    return response


def _done(number: int, sentence: str, deed: Callable[[Session], object]) -> Response:
    try:
        with or_404(UnknownVersionError), writing(db.session) as session:
            deed(session)
        flash(sentence, "success")
    except VersionRefusedError as error:
        refuse(error)
    return redirect(url_for("admin.model", number=number), 303)


def _intents(session: Session, version: StoredVersion) -> tuple[tuple[Intent, ...], str]:
    """What the version was trained on, or a sentence that says why it cannot be read."""
    if version.deleted_at:
        return (), ""
    try:
        return tuple(read_intents(session, version.id)), ""
    except (ModelUnavailableError, BundleError) as error:
        return (), str(error)
