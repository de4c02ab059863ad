from flask import Flask
from flask.testing import FlaskClient

from tests.support.deployments import PRELIMINARY, put_live, store_empty
from tests.support.fakes import FakeBot
from web.core.database import db, writing
from web.training import lifecycle
from web.training.notes.note import RunNote
from web.training.tables import TrainingRun


def test_before_anything_was_trained(client: FlaskClient) -> None:
    status = client.get("/api/v1/status").json
    bot = {"name": "Juniper"}
    assert status == {"ready": False, "preliminary": False, "bot": bot, "training": None}


def test_the_progress_of_the_latest_training(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), writing(db.session) as session:
        session.add(TrainingRun(status="failed", error="an older one"))
        session.flush()
        session.add(
            TrainingRun(
                status="running",
                epoch=3,
                epochs=40,
                loss=0.5,
                accuracy=0.75,
                validation_accuracy=0.625,
            )
        )
    status = client.get("/api/v1/status").json
    assert status
    assert status["ready"] is False
    assert status["training"] == {
        "status": "running",
        "epoch": 3,
        "epochs": 40,
        "loss": 0.5,
        "accuracy": 0.75,
        "validation_accuracy": 0.625,
        "error": None,
    }


def test_with_a_live_model_the_bot_is_ready(client: FlaskClient, answering: FakeBot) -> None:
    status = client.get("/api/v1/status").json
    assert status
    assert (status["ready"], status["preliminary"]) == (True, False)


def test_a_model_of_the_linear_votes_alone_is_preliminary(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), writing(db.session) as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
    status = client.get("/api/v1/status").json
    assert status
    assert (status["ready"], status["preliminary"]) == (True, True)


def test_the_reason_of_a_failed_training_is_english(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), writing(db.session) as session:
        run = lifecycle.request(session, None, {})
        lifecycle.fail(session, run.id, RunNote("ended", number=3))
    status = client.get("/api/v1/status", headers={"Accept-Language": "de"}).json
    assert status
    assert status["training"]["error"] == (
        "The training process ended with exit code 3. Start the training again."
    )
