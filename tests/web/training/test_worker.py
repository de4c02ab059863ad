"""The worker as a real process, on both kinds of database and queue, killed in every way."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from tests.conftest import MakeSettings
from tests.support.programs import Program, lives, running, wait_until
from tests.support.trainings import failure_of
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.core.database import db
from web.core.processes import flask_command
from web.core.settings import Settings
from web.models import deployments
from web.models.tables import ModelVersion
from web.models.versions import Version
from web.training import lifecycle, queue, runs
from web.training.cli import NICENESS
from web.training.runs import UnknownRunError

# A training is slow to start on a machine that is busy with other tests.
pytestmark = pytest.mark.timeout(400)

QUICK: dict[str, object] = {"epochs": 2, "architecture": "bow"}
LONG: dict[str, object] = {"epochs": 1000, "architecture": "bow"}
WELL_ON_ITS_WAY = 3


class Installation:
    """A database, a queue, and workers on them."""

    def __init__(self, settings: Settings, sessions: sessionmaker[Session]) -> None:
        self.settings = settings
        self.sessions = sessions

    @contextmanager
    def worker(self) -> Iterator[Program]:
        environ = program_environ(
            self.settings.instance, SMALL_INTENTS, DATABASE_URL=self.settings.database_url
        )
        if self.settings.redis_url:
            environ["REDIS_URL"] = self.settings.redis_url
        log = self.settings.instance / f"worker-{time.monotonic_ns()}.log"
        with running(flask_command("worker"), environ, log) as program:
            yield program

    def request(self, config: Mapping[str, object] = QUICK, *, enqueue: bool = True) -> int:
        with self.sessions.begin() as session:
            run_id = lifecycle.request(session, "ada@example.org", config).id
        if enqueue:
            queue.enqueue(self.settings, run_id)
        return run_id

    def run(self, run_id: int) -> runs.Run:
        with self.sessions.begin() as session:
            return runs.get(session, run_id)

    def wait_for(self, run_id: int, status: str, program: Program) -> runs.Run:
        wait_until(lambda: self._has(run_id, status), f"run {run_id} is not {status}", program)
        return self.run(run_id)

    def wait_for_epochs(self, run_id: int, program: Program) -> None:
        """Wait until the run is amid its many epochs of milliseconds."""
        wait_until(
            lambda: (self.run(run_id).epoch or 0) >= WELL_ON_ITS_WAY,
            f"run {run_id} does not train",
            program,
        )

    def _has(self, run_id: int, status: str) -> bool:
        try:
            return self.run(run_id).status == status
        except UnknownRunError:
            return False

    def stored(self) -> int:
        """Number of model versions."""
        with self.sessions.begin() as session:
            return session.scalar(sa.select(sa.func.count(ModelVersion.id))) or 0

    def live(self) -> Version | None:
        with self.sessions.begin() as session:
            return deployments.live_version(session)


@pytest.fixture(params=["sqlite", "postgresql and redis"])
def installation(
    request: pytest.FixtureRequest,
    make_settings: MakeSettings,
    make_app: Callable[[Settings], Flask],
) -> Installation:
    if request.param == "sqlite":
        settings = make_settings(DATABASE_URL=request.getfixturevalue("sqlite_url"))
    else:
        settings = make_settings(
            DATABASE_URL=request.getfixturevalue("postgres_url"),
            REDIS_URL=request.getfixturevalue("redis_url"),
        )
    app = make_app(settings)
    with app.app_context():
        return Installation(settings, db.sessionmaker)


def test_a_killed_training_is_marked_and_the_next_one_goes_live(
    installation: Installation,
) -> None:
    killed, cancelled = (installation.request(LONG) for _ in range(2))
    last = installation.request()
    with installation.worker() as worker:
        installation.wait_for_epochs(killed, worker)
        training = worker.child_with("--run")
        wait_until(lambda: training.nice() == NICENESS, "the training is not polite", worker)
        cores = len(os.sched_getaffinity(0))
        wait_until(
            lambda: len(training.cpu_affinity()) == max(1, cores - 1), "it takes all cores", worker
        )
        training.kill()
        reason = failure_of(installation.wait_for(killed, "failed", worker))
        assert "was killed by SIGKILL" in str(reason)
        assert "Start the training again." in str(reason)

        installation.wait_for_epochs(cancelled, worker)
        with installation.sessions.begin() as session:
            assert lifecycle.cancel(session, cancelled)
        installation.wait_for(last, "running", worker)
        run = installation.wait_for(last, "succeeded", worker)
        assert installation.run(cancelled).status == "cancelled"
        assert installation.stored() == 1
        live = installation.live()
        assert live
        assert (live.id, live.training_run_id) == (run.model_version_id, last)
        assert run.epoch is not None
        assert worker.stop() == 0


def test_a_killed_worker_takes_its_training_along_and_the_next_one_trains_again(
    installation: Installation,
) -> None:
    left = installation.request(LONG)
    with installation.worker() as worker:
        installation.wait_for_epochs(left, worker)
        training = worker.child_with("--run")
        worker.process.kill()
        wait_until(lambda: not lives(training), "the training lives on", worker)
    assert installation.run(left).status == "running"

    with installation.worker() as worker:
        reason = failure_of(installation.wait_for(left, "failed", worker))
        assert "start the training again" in str(reason)
        first = left + 1  # nothing is live, so the worker asks for a model by itself
        installation.wait_for(first, "running", worker)
        family = worker.family()
        started = time.monotonic()
        assert worker.stop(signal.SIGINT) == 0
        assert time.monotonic() - started < 6
        assert not [member for member in family if lives(member)]
    stopped = installation.run(first)
    assert (stopped.status, installation.stored()) == ("queued", 0)
    assert (stopped.started_at, stopped.epoch, stopped.failure) == (None, None, None)
    with installation.worker() as worker:
        installation.wait_for(first, "running", worker)


def test_a_run_that_the_queue_lost_is_trained(installation: Installation) -> None:
    lost = installation.request(enqueue=False)
    with installation.worker() as worker:
        installation.wait_for(lost, "running", worker)


def test_a_second_worker_stands_by_until_the_first_is_gone(installation: Installation) -> None:
    run_id = installation.request(enqueue=False)
    with installation.worker() as first:
        installation.wait_for(run_id, "running", first)
        with installation.worker() as second:
            second_run = installation.request()
            first.process.kill()
            installation.wait_for(run_id, "failed", second)
            installation.wait_for(second_run, "running", second)


def test_a_bad_intent_file_is_the_reason(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.web.training.test_worker.SMALL_INTENTS", tmp_path / "bad.json")
    (tmp_path / "bad.json").write_text('{"intents": [}')
    run_id = installation.request()
    with installation.worker() as worker:
        reason = failure_of(installation.wait_for(run_id, "failed", worker))
        assert "bad.json:1:" in str(reason)
        assert "Traceback" not in worker.output
