"""Pages of model versions: figures, notes, and the actions of admins."""

import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.model.bundle import Bundle
from tests.support.deployments import put_live
from tests.support.sign_in import SignIn, csrf_token
from tests.support.trainings import deploy, reject, request_run
from web.accounts.tables import Role
from web.conversations.tables import Conversation, Message
from web.core.audit import AuditEntry
from web.core.database import db, reading, writing
from web.models import deployments, storage
from web.models.tables import ModelVersion

DEEDS = ("activate", "delete", "note")

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


@pytest.fixture
def rejected(app: Flask, bundle: Bundle) -> int:
    """Number of a version that the gate rejected, beside version 1, which is live."""
    live = deploy(app, bundle)
    return reject(app, request_run(app, epochs=1), bundle, live)


def shown(browser: FlaskClient, path: str = "") -> str:
    answer = browser.get(f"/admin/models{path}")
    assert answer.status_code == 200
    return unescape(answer.text)


def post(browser: FlaskClient, path: str, **form: str) -> None:
    token = csrf_token(browser.get("/admin/models").text)
    answer = browser.post(f"/admin/models/{path}", data={"csrf_token": token, **form})
    assert answer.status_code == 303


def live(app: Flask) -> int | None:
    with app.app_context(), reading(db.session) as session:
        version = deployments.live_version(session)
    return version.id if version else None


def deeds(app: Flask) -> list[str]:
    with app.app_context(), reading(db.session) as session:
        return [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]


def test_a_preliminary_version_says_what_it_is_and_what_takes_its_place(
    app: Flask, sign_in: SignIn, bundle: Bundle
) -> None:
    metrics = replace(bundle.metadata.metrics, epochs=0)
    deploy(app, replace(bundle, metadata=replace(bundle.metadata, metrics=metrics)))
    run, admin = request_run(app, epochs=1), sign_in("admin")
    what = "It is preliminary: linear votes over words answer, and no network."
    paths = ("/", "/models", "/models/1", "/runs", f"/runs/{run}")
    pages = {path: unescape(admin.get(f"/admin{path}").text) for path in paths}
    assert [path for path, page in pages.items() if what not in page] == []
    assert "Meanwhile version 1 answers." in pages[f"/runs/{run}"]
    assert "another seed" not in pages["/runs"], "it is worth a training"
    assert "roll back" not in pages["/models/1"]
    deploy(app, bundle)
    assert [path for path in paths if what in admin.get(f"/admin{path}").text] == []


def test_a_damaged_archive_is_told_in_the_language_of_the_page(app: Flask, sign_in: SignIn) -> None:
    archive = b"no bundle"
    with app.app_context(), writing(db.session) as session:
        version = ModelVersion(
            archive=archive, sha256=sha256(archive).hexdigest(), fingerprint="", bundle_metadata={}
        )
        session.add(version)
        session.flush()
        put_live(session, version.id)
    admin = sign_in("admin")
    for page in ("models/1", "try?text=hi"):
        html = admin.get(f"/admin/{page}", headers={"Accept-Language": "de"}).text
        assert "Dieses Modellarchiv ist beschädigt: es lässt sich nicht entpacken" in html, page
        assert "archive is damaged" not in html
        assert "archive is damaged: it cannot be unpacked" in admin.get(f"/admin/{page}").text


def test_without_a_model_the_page_says_what_to_do(sign_in: SignIn) -> None:
    page = shown(sign_in("viewer"))
    assert "There is no model yet." in page
    assert "None is live, so the bot cannot answer." in page


def test_versions_are_listed_with_their_figures(rejected: int, sign_in: SignIn) -> None:
    page = shown(sign_in("viewer"))
    assert page.index(f"Version {rejected}</a>") < page.index("Version 1</a>")
    assert ">rejected</span>" in page
    assert ">live</span>" in page
    assert "70.0%" in page
    assert "3 of 4" in page
    assert "Roll back" not in page


def test_versions_are_searched_filtered_and_sorted(rejected: int, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")

    def listed(query: str) -> list[str]:
        return re.findall(r">Version (\d+)</a>", shown(viewer, query))

    assert listed("?q=ADA@") == [str(rejected)]
    assert listed("?state=rejected") == [str(rejected)]
    assert listed("?sort=number") == ["1", str(rejected)]
    assert 'aria-sort="descending"' in shown(viewer, "?sort=-accuracy")
    assert "Nothing matches." in shown(viewer, "?q=zebra")
    assert listed("?after=zzz&sort=%00&state=x&q=%00") == [str(rejected), "1"]


def test_one_version_shows_what_it_knows(rejected: int, sign_in: SignIn) -> None:
    answer = sign_in("viewer").get(f"/admin/models/{rejected}")
    assert "<i>" not in answer.text
    page = unescape(answer.text)
    assert "The macro F1 is <i>lower</i>." in page
    assert "opening_hours" in page
    assert "for ada@example.org" in page
    for button in ("Activate", "Download", "Delete", "Save the note"):
        assert button not in page


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_admins_change_what_is_live(
    app: Flask, rejected: int, sign_in: SignIn, role: Role
) -> None:
    browser = sign_in(role)
    token = csrf_token(browser.get("/admin/models").text)
    for path in (f"{rejected}/activate", "roll-back", "1/delete"):
        form = {"csrf_token": token, "typed": str(rejected)}
        assert browser.post(f"/admin/models/{path}", data=form).status_code == 403
    assert browser.get(f"/admin/models/{rejected}/download").status_code == 403
    assert live(app) == 1


def test_a_rejected_version_goes_live_only_by_its_number(
    app: Flask, rejected: int, sign_in: SignIn
) -> None:
    admin = sign_in("admin")
    post(admin, f"{rejected}/activate", typed="7")
    assert live(app) == 1
    assert "was rejected" in shown(admin, f"/{rejected}")
    post(admin, f"{rejected}/activate", typed=f" {rejected} ")
    assert live(app) == rejected
    assert f"Version {rejected} is live: it answers the next message." in shown(
        admin, f"/{rejected}"
    )
    assert "model.override" in deeds(app)


def test_one_click_leads_back(app: Flask, bundle: Bundle, sign_in: SignIn) -> None:
    first, second = deploy(app, bundle), deploy(app, bundle)
    admin = sign_in("admin")
    assert live(app) == second
    assert f"Roll back to version {first}" in shown(admin)
    post(admin, "roll-back")
    assert live(app) == first
    assert "model.rollback" in deeds(app)


def test_a_second_click_does_not_lead_forth_again(
    app: Flask, bundle: Bundle, sign_in: SignIn
) -> None:
    first, second = deploy(app, bundle), deploy(app, bundle)
    admin = sign_in("admin")
    assert f'name="version" value="{first}"' in shown(admin)
    post(admin, "roll-back", version=str(first))
    post(admin, "roll-back", version=str(first))
    assert live(app) == first
    assert f"the way back leads to version {second} now. Nothing was changed." in shown(admin)


def test_without_a_way_back_nothing_happens(app: Flask, bundle: Bundle, sign_in: SignIn) -> None:
    deploy(app, bundle)
    admin = sign_in("admin")
    post(admin, "roll-back")
    assert "there is no way back" in shown(admin)


def test_editors_write_notes(app: Flask, rejected: int, sign_in: SignIn) -> None:
    editor = sign_in("editor")
    post(editor, f"{rejected}/note", note="<b>too eager</b>")
    assert "&lt;b&gt;too eager" in editor.get("/admin/models").text
    post(editor, f"{rejected}/note", note="x" * 2001)
    html = shown(editor, f"/{rejected}")
    assert "A note has at most 2,000 characters." in html
    assert f"{'x' * 2001}</textarea>" in html
    assert "<b>too eager</b></textarea>" in shown(editor, f"/{rejected}")


def test_a_version_is_deleted_but_never_the_live_one(
    app: Flask, rejected: int, sign_in: SignIn
) -> None:
    admin = sign_in("admin")
    post(admin, "1/delete")
    assert "Version 1 is live, and is not deleted." in shown(admin, "/1")
    post(admin, f"{rejected}/delete")
    assert f"Version {rejected}</a>" not in shown(admin)
    assert f"Version {rejected}</a>" in shown(admin, "?state=all")
    page = shown(admin, f"/{rejected}")
    assert ">deleted</span>" in page
    assert "Activate" not in page
    assert admin.get(f"/admin/models/{rejected}/download").status_code == 303


def test_a_version_is_downloaded_as_it_was_stored(
    app: Flask, bundle: Bundle, sign_in: SignIn
) -> None:
    deploy(app, bundle)
    answer = sign_in("admin").get("/admin/models/1/download")
    assert answer.data == bundle.to_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=recollect-1.bundle"


def test_the_replay_shows_the_answers_that_change(
    app: Flask, rejected: int, sign_in: SignIn
) -> None:
    with app.app_context(), writing(db.session) as session:
        talk = Conversation(visitor_id=uuid4(), state="{}")
        session.add(talk)
        session.flush()
        session.add(Message(conversation_id=talk.id, role="user", text="when do you <b>open</b>?"))
    page = shown(sign_in("viewer"), f"/{rejected}/replay")
    assert "The last 1 messages of visitors were asked of version 1, which is live" in page
    assert "no answer differs" in page, "both are the same bundle"


def test_without_anything_to_replay_the_page_says_so(
    app: Flask, rejected: int, sign_in: SignIn
) -> None:
    viewer = sign_in("viewer")
    assert "No visitor has written yet" in shown(viewer, f"/{rejected}/replay")
    assert "No other version was live before" in shown(viewer, "/1/replay")
    with app.app_context(), writing(db.session) as session:
        storage.delete(session, "someone", rejected)
    assert f"The model of version {rejected} was deleted." in shown(viewer, f"/{rejected}/replay")


def test_unknown_versions_are_not_there(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    for path in ("1", "1/replay", "1/download", "99999999999"):
        assert admin.get(f"/admin/models/{path}").status_code == 404
    token = csrf_token(admin.get("/admin/models").text)
    for deed in DEEDS:
        answer = admin.post(f"/admin/models/1/{deed}", data={"csrf_token": token})
        assert answer.status_code == 404
