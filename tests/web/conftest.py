"""Small bot, trained once, and the environment of programs that use the bot."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from chatbot.model.bundle import Bundle
from tests.conftest import SECRET_KEY, MakeSettings
from tests.support.once import shared_folder
from tests.support.programs import run
from web.core.database import db
from web.core.processes import flask_command
from web.core.settings import Settings

SMALL_INTENTS = Path(__file__).parent / "small_intents.json"


@dataclass(frozen=True)
class FirstTraining:
    """Results of `flask train`: instance folder, bundle, output."""

    instance: Path
    bundle: Path
    output: str


@pytest.fixture(scope="session")
def first_training(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> FirstTraining:
    """Results of `flask train` on the small intents, once for all test processes."""
    with shared_folder(tmp_path_factory, worker_id, "first-training") as folder:
        if not (folder / "output").exists():
            options = ("--epochs", "4", "--output", f"{folder}/small.bundle")
            command = flask_command("train", *options)
            done = run(command, program_environ(folder / "instance", SMALL_INTENTS), folder)
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / "output").write_text(done.stdout + done.stderr, encoding="utf-8")
    output = (folder / "output").read_text(encoding="utf-8")
    return FirstTraining(folder / "instance", folder / "small.bundle", output)


@pytest.fixture
def bundle(first_training: FirstTraining) -> Bundle:
    return Bundle.load(first_training.bundle)


@pytest.fixture
def trained_instance(first_training: FirstTraining, tmp_path: Path) -> Path:
    """Instance folder of its own, with a live model of the small intents."""
    return Path(shutil.copytree(first_training.instance, tmp_path / "trained"))


@pytest.fixture
def sessions(app: Flask) -> sessionmaker[Session]:
    with app.app_context():
        return db.sessionmaker


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(
    request: pytest.FixtureRequest,
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    tmp_path: Path,
) -> Flask:
    """Application with a database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.db"
    else:
        url = request.getfixturevalue("empty_postgres")
    return make_app(make_settings(DATABASE_URL=url))


def program_environ(instance: Path, intents: Path, **environ: str) -> dict[str, str]:
    """Return the settings of a program, without a sentence encoder: quick."""
    fixed = {
        "RECOLLECT_ENCODER": str(instance.parent / "no-encoder"),
        "RECOLLECT_INSTANCE": str(instance),
        "RECOLLECT_INTENTS": str(intents),
        "SECRET_KEY": SECRET_KEY,
    }
    return fixed | environ
