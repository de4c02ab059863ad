"""Pages of training: changes since the live model, start, progress and result of a run."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.model.bundle import Bundle
from tests.conftest import MakeSettings
from tests.support.sign_in import SignIn, csrf_token
from tests.support.trainings import WHO, deploy, reject, request_run
from tests.web.conftest import SMALL_INTENTS
from web.accounts.tables import Role
from web.core.database import db, reading, writing
from web.core.settings import Settings, current_settings
from web.training import lifecycle, runs
from web.training.notes.note import RunNote
from web.training.queue import open_queue
from web.training.runs import UnknownRunError

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL_INTENTS, tmp_path / "my-intents.json"))


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, file: Path) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=str(file))


def shown(browser: FlaskClient, path: str) -> str:
    answer = browser.get(f"/admin{path}")
    assert answer.status_code == 200
    return unescape(answer.text)


def post(browser: FlaskClient, path: str, **form: str) -> str:
    """Send a form as its page would, and return the address of the redirect."""
    token = csrf_token(browser.get("/admin/runs").text)
    answer = browser.post(f"/admin{path}", data={"csrf_token": token, **form})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def run(app: Flask, number: int) -> runs.Run:
    with app.app_context(), reading(db.session) as session:
        return runs.get(session, number)


def test_before_the_first_training_the_page_says_what_to_do(sign_in: SignIn) -> None:
    page = shown(sign_in("admin"), "/runs")
    assert "There is no live model: everything is new, 4 intents." in page
    assert "Nothing has been trained yet." in page
    assert "Start training" in page


def test_what_changed_since_the_live_model_is_told(
    app: Flask, sign_in: SignIn, bundle: Bundle, file: Path
) -> None:
    deploy(app, bundle)
    viewer = sign_in("viewer")
    assert "Nothing: model version 1, which is live, has learnt all of it." in shown(
        viewer, "/runs"
    )
    text = file.read_text(encoding="utf-8").replace('"tag": "borrow"', '"tag": "lend"')
    file.write_text(text.replace('"hello there"', '"good day"'), encoding="utf-8")
    page = shown(viewer, "/runs")
    assert "1 intent added, 1 intent removed, 1 pattern added, 1 pattern removed" in page
    assert "Start training" not in page, "that is for admins"


def test_broken_files_are_told_first_and_nothing_can_be_started(
    sign_in: SignIn, file: Path
) -> None:
    file.write_text('{"intents": [}', encoding="utf-8")
    page = shown(sign_in("admin"), "/runs")
    assert "my-intents.json:1:14" in page
    assert re.search(r"<button[^>]* disabled>Start training", page)


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_admins_start_and_cancel(app: Flask, sign_in: SignIn, role: Role) -> None:
    number = request_run(app)
    browser = sign_in(role)
    token = csrf_token(browser.get("/admin/runs").text)
    for path in ("/admin/runs", f"/admin/runs/{number}/cancel"):
        assert browser.post(path, data={"csrf_token": token}).status_code == 403
    assert run(app, number).status == "queued"


def test_a_training_is_started_with_what_was_chosen(app: Flask, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    chosen = {"architecture": "bilstm", "epochs": "12", "seed": "3", "units": "16"}
    assert post(admin, "/runs", **chosen, dropout="0,3", embedding="").endswith("/admin/runs/1")
    started = run(app, 1)
    assert (started.status, started.who) == ("queued", "admin@example.org")
    assert started.config["epochs"] == 12
    assert started.config["options"] == {"units": 16, "dropout": 0.3}
    with app.app_context():
        assert open_queue(current_settings()).waiting() == {1}


def test_what_cannot_be_trained_gets_a_sentence(app: Flask, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    for form, sentence in (
        ({"epochs": "many"}, "“many” cannot be the epochs: write a whole number from 1 to 1,000"),
        ({"seed": "-1"}, "“-1” cannot be the seed"),
        ({"dropout": "half"}, "“half” cannot be the dropout"),
        ({"dropout": "nan"}, "A dropout of nan cannot be learnt with"),
        ({"architecture": "gpt"}, "There is no network “gpt”."),
        ({"architecture": "bow", "layers": "3"}, "has no use for the option “layers”"),
        ({"architecture": "lstm", "embedding": "x"}, "There is no embedding “x”"),
    ):
        assert post(admin, "/runs", **form).endswith("/admin/runs")
        assert sentence in shown(admin, "/runs")
    with pytest.raises(UnknownRunError):
        run(app, 1)


def test_a_run_that_goes_on_says_how_far_it_is(app: Flask, sign_in: SignIn) -> None:
    training, waiting = request_run(app, epochs=3), request_run(app)
    viewer = sign_in("viewer")
    assert "1 run before this one." in shown(viewer, f"/runs/{waiting}")
    progress = viewer.get(f"/admin/runs/{training}/progress").json
    assert progress
    assert (progress["status"], progress["epoch"], progress["epochs"]) == ("running", 3, 10)
    loss = progress["charts"][1]
    assert loss["labels"] == [1, 2, 3]
    assert loss["series"][0]["values"][0] == 0.5
    assert viewer.get(f"/admin/runs/{waiting}/progress").json["ahead"] == 1  # type: ignore[index]


def test_a_run_is_cancelled_once(app: Flask, sign_in: SignIn) -> None:
    number = request_run(app, epochs=1)
    admin = sign_in("admin")
    post(admin, f"/runs/{number}/cancel")
    assert run(app, number).status == "cancelled"
    page = shown(admin, f"/runs/{number}")
    assert "This training was cancelled." in page
    assert "Cancelled by admin@example.org." in page, "in its log"
    post(admin, f"/runs/{number}/cancel")
    assert "has ended already" in shown(admin, f"/runs/{number}")


def test_the_result_of_a_run_is_compared_with_the_live_model(
    app: Flask, sign_in: SignIn, bundle: Bundle
) -> None:
    live = deploy(app, bundle)
    number = request_run(app, epochs=1)
    version = reject(app, number, bundle, live)
    answer = sign_in("admin").get(f"/admin/runs/{number}")
    assert "<i>" not in answer.text
    page = unescape(answer.text)
    assert f"Model version {version} did not go live" in page
    assert "The macro F1 is <i>lower</i>." in page
    assert "70.0%" in page, "its accuracy"
    assert "90.0%" in page, "that of the live model"
    assert "-20.0" in page
    assert "Now fail (1)" in page
    assert "“open on <b>Sunday</b>?”" in page
    assert "Now pass (1)" in page
    assert "“what is the fee”" in page
    assert "3 messages of greeting taken for opening_hours" in page
    assert "greeting <i>0</i>" in page, "a message behind that cell"
    assert "Is the confidence true?" in page
    assert "Activate it all the same" in page
    assert "it understands 45.0% of the held-out messages" in page
    assert 'Write the responses of the "fallback" in Spanish' in page
    assert "1 of 4 intents has one pattern, so nothing is known of it: parking." in page


def test_every_cell_of_the_confusion_matrix_leads_to_its_messages(
    app: Flask, sign_in: SignIn, bundle: Bundle
) -> None:
    number = request_run(app, epochs=1)
    reject(app, number, bundle, deploy(app, bundle))
    page = shown(sign_in("viewer"), f"/runs/{number}")
    cells = re.findall(r'href="#(taken-[\d-]+)"', page)
    assert len(cells) == 6
    assert all(f'<ul id="{cell}"' in page for cell in cells)


def test_a_failed_run_says_why(app: Flask, sign_in: SignIn) -> None:
    number = request_run(app, epochs=1)
    with app.app_context(), db.session.begin():
        lifecycle.fail(db.session, number, RunNote("unexpected", text="No space is left."))
    page = shown(sign_in("viewer"), f"/runs/{number}")
    assert "No space is left." in page
    assert WHO in page


def test_runs_are_filtered_by_how_they_ended(app: Flask, sign_in: SignIn) -> None:
    request_run(app)
    request_run(app, epochs=0)
    viewer = sign_in("viewer")
    assert re.findall(r">Run (\d+)<", shown(viewer, "/runs")) == ["2", "1"]
    assert re.findall(r">Run (\d+)<", shown(viewer, "/runs?status=queued")) == ["1"]
    assert "Nothing matches." in shown(viewer, "/runs?status=failed")


def test_runs_are_searched_and_sorted(app: Flask, sign_in: SignIn) -> None:
    request_run(app)
    failed = request_run(app, epochs=0)
    with app.app_context(), writing(db.session):
        lifecycle.fail(db.session, failed, RunNote("unexpected", text="No space is left."))
    viewer = sign_in("viewer")

    def listed(query: str) -> list[str]:
        return re.findall(r">Run (\d+)<", shown(viewer, f"/runs?{query}"))

    assert listed("q=no+SPACE") == ["2"]
    assert listed(f"q={WHO}&sort=number") == ["1", "2"]
    assert listed("sort=-status") == ["1", "2"], "queued, failed"
    for column in ("number", "status", "time", "who", "network", "version"):
        assert sorted(listed(f"sort={column}")) == ["1", "2"]
    assert "Nothing matches." in shown(viewer, "/runs?q=zebra")


def test_unknown_runs_are_not_there(sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    for path in ("/runs/1", "/runs/1/progress", "/runs/99999999999", "/runs/x"):
        assert viewer.get(f"/admin{path}").status_code == 404
    assert viewer.get("/admin/runs?after=zzz&status=%00").status_code == 200
