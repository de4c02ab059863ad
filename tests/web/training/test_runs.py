"""Training runs: every step from request to end, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy.orm import Session, sessionmaker

from chatbot.model.bundle import FORMAT
from web.models.tables import Deployment, ModelVersion
from web.training import runs
from web.training.runs import LONGEST_ERROR, RunLostError, RunNotWaitingError, UnknownRunError

if TYPE_CHECKING:
    from chatbot.training.progress import EpochProgress

Sessions = sessionmaker[Session]


@dataclass(frozen=True)
class Progress:
    """Fields of chatbot.training.progress.EpochProgress, without the seconds of its import."""

    epoch: int = 3
    epochs: int = 10
    loss: float = 0.5
    accuracy: float = 0.75
    validation_accuracy: float | None = 0.625
    round: int = 1
    rounds: int = 4
    epoch_of_round: int = 3


PROGRESS = cast("EpochProgress", Progress())


def requested(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return runs.request(session, {"language": "english"}).id


def claimed(sessions: Sessions) -> int:
    run_id = requested(sessions)
    with sessions.begin() as session:
        runs.claim(session, run_id)
    return run_id


def state_of(sessions: Sessions, run_id: int) -> runs.Run:
    with sessions.begin() as session:
        return runs.read(session, run_id)


def store_version(session: Session, **metadata: int) -> int:
    version = ModelVersion(archive=b"", sha256="", fingerprint="", bundle_metadata=metadata)
    session.add(version)
    session.flush()
    return version.id


def test_a_requested_run_waits(sessions: Sessions) -> None:
    run = state_of(sessions, requested(sessions))
    assert (run.status, run.active, run.config) == ("queued", True, {"language": "english"})
    assert run.started_at is None


def test_only_one_of_many_claims_wins(sessions: Sessions) -> None:
    run_id = requested(sessions)

    def claim(_: int) -> bool:
        try:
            with sessions.begin() as session:
                runs.claim(session, run_id)
        except RunNotWaitingError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]
    run = state_of(sessions, run_id)
    assert run.status == "running"
    assert run.started_at is not None
    assert run.started_at == run.heartbeat_at


def test_progress_is_noted(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    before = state_of(sessions, run_id)
    with sessions.begin() as session:
        assert runs.report(session, run_id, PROGRESS)
    run = state_of(sessions, run_id)
    assert (run.epoch, run.epochs, run.loss) == (3, 10, 0.5)
    assert (run.accuracy, run.validation_accuracy) == (0.75, 0.625)
    assert run.heartbeat_at is not None
    assert before.heartbeat_at is not None
    assert run.heartbeat_at > before.heartbeat_at


def test_a_finished_run_names_its_version(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        version_id = store_version(session)
        runs.finish(session, run_id, version_id)
    run = state_of(sessions, run_id)
    assert (run.status, run.active, run.model_version_id) == ("succeeded", False, version_id)
    assert run.finished_at is not None


def test_a_cancelled_run_learns_it_and_cannot_finish(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        assert runs.cancel(session, run_id)
    with sessions.begin() as session:
        assert not runs.report(session, run_id, PROGRESS)
        version_id = store_version(session)
        with pytest.raises(RunLostError):
            runs.finish(session, run_id, version_id)
    assert state_of(sessions, run_id).status == "cancelled"


def test_a_failed_run_says_why_and_stays_failed(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        assert runs.fail(session, run_id, "The disk is full.")
        assert not runs.fail(session, run_id, "Something else.")
        assert not runs.cancel(session, run_id)
    run = state_of(sessions, run_id)
    assert (run.status, run.error) == ("failed", "The disk is full.")


def test_a_long_reason_is_cut(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        runs.fail(session, run_id, "x" * 100_000)
    error = state_of(sessions, run_id).error
    assert error is not None
    assert len(error) == LONGEST_ERROR
    assert error.endswith("x …")


def test_recovery_marks_what_was_running_and_nothing_else(sessions: Sessions) -> None:
    left, waiting = claimed(sessions), requested(sessions)
    with sessions.begin() as session:
        assert runs.recover(session) == [left]
    run = state_of(sessions, left)
    assert run.status == "failed"
    assert "start the training again" in str(run.error)
    assert state_of(sessions, waiting).status == "queued"


def test_the_latest_run_is_the_one_requested_last(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert runs.latest(session) is None
    first, second = requested(sessions), requested(sessions)
    with sessions.begin() as session:
        runs.claim(session, first)
        latest = runs.latest(session)
    assert latest
    assert latest.id == second


def test_a_first_run_is_requested_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        run = runs.request_first(session, {})
        assert run
        assert runs.request_first(session, {}) is None
        runs.fail(session, run.id, "No intents.")
        assert runs.request_first(session, {}) is not None


def test_no_first_run_is_requested_beside_a_live_model(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.add(Deployment(model_version_id=store_version(session)))
        session.flush()
        assert runs.request_first(session, {}) is None


def test_a_first_run_is_requested_over_a_model_that_cannot_be_read_any_more(
    sessions: Sessions,
) -> None:
    with sessions.begin() as session:
        session.add(Deployment(model_version_id=store_version(session, format=FORMAT)))
        session.flush()
        assert runs.request_first(session, {}) is None
        session.add(Deployment(model_version_id=store_version(session, format=FORMAT - 1)))
        session.flush()
        assert runs.request_first(session, {}) is not None
        assert runs.request_first(session, {}) is None


def test_an_unknown_run_is_an_error(sessions: Sessions) -> None:
    with sessions.begin() as session, pytest.raises(UnknownRunError, match="no training run 7"):
        runs.read(session, 7)
