"""`flask doctor`, in whole installations and in broken ones."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from chatbot.home import HOME
from tests.conftest import SECRET_KEY, MakeSettings
from tests.support.programs import clean_environ, flask_command, run
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.doctor.cli import doctor
from web.doctor.settings_checks import check_events

States = dict[str, str]


class Patient:
    """An installation, by its environment."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = clean_environ() | environ

    def examine(self, **environ: str) -> list[dict[str, Any]]:
        """Diagnoses of `flask doctor --json`; the exit code fits them."""
        result = CliRunner().invoke(doctor, ["--json"], env=_only(self.environ | environ))
        assert "Traceback" not in result.output
        diagnoses: list[dict[str, Any]] = json.loads(result.output)
        has_problem = any(diagnosis["state"] == "problem" for diagnosis in diagnoses)
        assert result.exit_code == int(has_problem), result.output
        return diagnoses

    def problem(self, **environ: str) -> dict[str, Any]:
        """The only problem."""
        (problem,) = [d for d in self.examine(**environ) if d["state"] == "problem"]
        assert problem["remedy"]
        return problem

    def states(self, **environ: str) -> States:
        """The worst state of each subject."""
        order = ("fine", "warning", "problem")
        states: States = {}
        for diagnosis in self.examine(**environ):
            subject = diagnosis["subject"]
            worst = max(states.get(subject, "fine"), diagnosis["state"], key=order.index)
            states[subject] = worst
        return states


def _only(environ: dict[str, str]) -> dict[str, str | None]:
    """The environment for CliRunner, which leaves what it is not told to take away."""
    return dict.fromkeys(os.environ) | environ


@pytest.fixture
def trained(trained_instance: Path) -> Patient:
    return Patient(program_environ(trained_instance, SMALL_INTENTS))


def test_a_trained_installation_has_no_problem(trained: Patient) -> None:
    states = trained.states()
    assert set(states) == {
        "settings", "network", "instance", "disk", "secret key", "database", "clock", "tables",
        "runs", "model", "queue", "encoder", "intents",
    }  # fmt: skip
    assert {subject for subject, state in states.items() if state != "fine"} <= {"encoder", "disk"}


def test_a_wrong_and_an_unknown_setting_are_named(trained: Patient) -> None:
    diagnoses = trained.examine(PORT="many", RECOLLECT_BOTNAME="X", RECOLLECT_ODD="1")
    problem, first, second = [d for d in diagnoses if d["subject"] == "settings"]
    assert problem["state"] == "problem"
    assert problem["sentence"].startswith("PORT is 'many'")
    assert (first["state"], first["remedy"]) == (
        "warning",
        "Write RECOLLECT_BOT_NAME if you mean that.",
    )
    assert "RECOLLECT_ODD" in second["sentence"]
    assert [d["state"] for d in diagnoses if d["subject"] == "model"] == ["fine"]


@pytest.mark.parametrize(
    ("program", "command"), [("flask", ["doctor"]), ("recollect", ["doctor", "--json"])]
)
def test_the_command_runs_where_nothing_else_does(
    tmp_path: Path, program: str, command: list[str]
) -> None:
    environ = program_environ(tmp_path / "instance", tmp_path / "missing", SECRET_KEY="")
    environ |= {"DATABASE_URL": "nonsense://hunter2@x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    start = flask_command() if program == "flask" else [sys.executable, "-m", "web.program"]
    done = run([*start, *command], environ | {"PYTHONPATH": str(HOME)}, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "DATABASE_URL: nonsense is not a supported database" in done.stdout
    assert "Redis cannot be used" in done.stdout
    assert str(tmp_path / "missing") in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())


def test_other_commands_end_with_the_wrong_setting(tmp_path: Path) -> None:
    environ = program_environ(tmp_path, SMALL_INTENTS, PORT="many")
    done = run(flask_command("models", "list"), environ, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "PORT is 'many'" in done.stderr


def test_a_key_that_others_may_read_is_a_problem(trained: Patient) -> None:
    file = Path(trained.environ["RECOLLECT_INSTANCE"]) / "secret_key"
    file.write_text(SECRET_KEY)
    file.chmod(0o644)
    problem = trained.problem(SECRET_KEY="")
    assert (problem["subject"], problem["remedy"]) == ("secret key", f"chmod 600 {file}")
    file.chmod(0o600)
    assert trained.states(SECRET_KEY="")["secret key"] == "fine"
    file.write_text("short")
    assert trained.problem(SECRET_KEY="")["subject"] == "secret key"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://me:hunter2@127.0.0.1:1/x", "The database cannot be used"),
        ("sqlite:///secret_key", "file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_problem(
    trained: Patient, url: str, words: str
) -> None:
    Path(trained.environ["RECOLLECT_INSTANCE"], "secret_key").write_text(SECRET_KEY * 30)
    problem = trained.problem(DATABASE_URL=url)
    assert problem["subject"] == "database"
    assert words in problem["sentence"]
    assert "hunter2" not in str(problem)


def test_an_empty_postgresql_has_no_tables_yet(trained: Patient, empty_postgres: str) -> None:
    states = trained.states(DATABASE_URL=empty_postgres)
    assert (states["database"], states["tables"], states["clock"]) == ("fine", "warning", "fine")
    assert "model" not in states


@pytest.mark.parametrize(
    ("revision", "words"), [("0003", "flask db upgrade"), ("9999", "newer version")]
)
def test_tables_of_another_version_are_a_problem(
    trained: Patient, revision: str, words: str
) -> None:
    _execute(trained, f"UPDATE alembic_version SET version_num = '{revision}'")
    problem = trained.problem()
    assert problem["subject"] == "tables"
    assert words in problem["remedy"]


def test_a_damaged_model_is_a_problem(trained: Patient) -> None:
    _execute(trained, "UPDATE model_versions SET archive = substr(archive, 9)")
    problem = trained.problem()
    assert problem["subject"] == "model"
    assert "damaged" in problem["sentence"]


def test_without_a_live_model_a_training_is_the_remedy(trained: Patient) -> None:
    _execute(trained, "DELETE FROM deployments")
    (model,) = [d for d in trained.examine() if d["subject"] == "model"]
    assert (model["state"], model["remedy"]) == ("warning", "flask train")


def test_a_preliminary_model_that_nothing_will_replace_is_told(trained: Patient) -> None:
    _execute(
        trained, "UPDATE model_versions SET metadata = json_set(metadata, '$.metrics.epochs', 0)"
    )
    (model,) = [d for d in trained.examine() if d["subject"] == "model"]
    assert (model["state"], model["remedy"]) == ("warning", "flask train")


def test_runs_that_nobody_trains_are_a_warning(trained: Patient) -> None:
    _execute(trained, "UPDATE training_runs SET status = 'queued', created_at = '2020-01-01'")
    assert trained.states()["runs"] == "warning"


def test_bad_intents_are_a_problem_with_a_place(trained: Patient, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"intents": [{"tag": "a" "patterns": []}]}', encoding="utf-8")
    problem = trained.problem(RECOLLECT_INTENTS=str(file))
    assert problem["subject"] == "intents"
    assert "bad.json:1:" in problem["sentence"]


@pytest.mark.parametrize(
    ("environ", "state", "words"),
    [
        ({}, "warning", "No event is sent"),
        ({"RECOLLECT_ACTION_HOSTS": "shop.example.com"}, "warning", "not signed"),
        (
            {"RECOLLECT_ACTION_HOSTS": "shop.example.com", "RECOLLECT_ACTION_SECRET": "s" * 16},
            "fine",
            "sent, and signed",
        ),
    ],
)
def test_events_that_are_never_sent_or_not_signed_are_told(
    make_settings: MakeSettings, environ: dict[str, str], state: str, words: str
) -> None:
    url = {"RECOLLECT_EVENT_URL": "https://shop.example.com/events"}
    (diagnosis,) = check_events(make_settings(**url, **environ))
    assert (diagnosis.state, diagnosis.subject) == (state, "events")
    assert words in diagnosis.sentence


@pytest.mark.parametrize(
    ("environ", "state", "words"),
    [
        ({}, "warning", "is never called"),
        ({"RECOLLECT_ACTION_HOSTS": "other.example.com"}, "warning", "is never called"),
        ({"RECOLLECT_ACTION_HOSTS": "shop.example.com"}, "warning", "is signed"),
        (
            {"RECOLLECT_ACTION_HOSTS": "shop.example.com", "RECOLLECT_ACTION_SECRET": "s" * 16},
            "fine",
            "1 intent may call an action",
        ),
    ],
)
def test_actions_that_are_never_called_or_not_signed_are_told(
    trained: Patient, tmp_path: Path, environ: dict[str, str], state: str, words: str
) -> None:
    file = tmp_path / "shop.json"
    action = {"url": "https://shop.example.com/orders"}
    intent = {"tag": "order", "patterns": ["where is it"], "action": action}
    file.write_text(json.dumps({"intents": [intent]}), encoding="utf-8")
    diagnoses = trained.examine(RECOLLECT_INTENTS=str(file), **environ)
    (diagnosis,) = [d for d in diagnoses if d["subject"] == "actions"]
    assert (diagnosis["state"], words in diagnosis["sentence"]) == (state, True)


def test_a_damaged_encoder_is_a_problem(trained: Patient, tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "encoder.json").write_text("{}", encoding="utf-8")
    problem = trained.problem(RECOLLECT_ENCODER=str(tmp_path / "encoder"))
    assert problem["subject"] == "encoder"


def test_a_damaged_queue_is_a_warning(trained: Patient) -> None:
    Path(trained.environ["RECOLLECT_INSTANCE"], "queue.db").write_bytes(b"no database" * 100)
    assert trained.states()["queue"] != "fine"


def test_plain_http_to_the_network_is_a_warning(trained: Patient) -> None:
    assert trained.states(HOST="0.0.0.0")["network"] == "warning"
    assert trained.states(HOST="0.0.0.0", RECOLLECT_TRUSTED_PROXIES="1")["network"] == "warning"
    assert trained.states(RECOLLECT_TRUSTED_PROXIES="1")["network"] == "fine"


def test_a_full_disk_and_an_unknown_failure_are_told(
    trained: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr("shutil.disk_usage", fail)
    problem = trained.problem()
    assert problem["sentence"] == "The check ended with RuntimeError."
    assert "hunter2" not in str(problem)


def test_nothing_is_made(tmp_path: Path) -> None:
    patient = Patient(program_environ(tmp_path / "instance", SMALL_INTENTS, SECRET_KEY=""))
    states = patient.states()
    assert "problem" not in states.values()
    assert states["database"] == "warning"
    assert not (tmp_path / "instance").exists()


def _execute(patient: Patient, statement: str) -> None:
    engine = sa.create_engine(f"sqlite:///{patient.environ['RECOLLECT_INSTANCE']}/recollect.db")
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
