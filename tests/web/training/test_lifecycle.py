"""Life of a training run: every step from request to end, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chatbot.model.bundle import FORMAT, OLDEST_FORMAT
from chatbot.training.progress import EpochProgress
from tests.support.deployments import PRELIMINARY, put_live, store_empty
from tests.support.trainings import Sessions, claimed, failure_of, requested, run_now
from web.training import lifecycle
from web.training.lifecycle import LONGEST_ERROR, RunLostError, RunNotWaitingError
from web.training.notes.note import RunNote

PROGRESS = EpochProgress(3, 10, 0.5, 0.75, 0.625, round=1, rounds=4, epoch_of_round=3)


def test_a_requested_run_waits(sessions: Sessions) -> None:
    run = run_now(sessions, requested(sessions, language="english"))
    assert (run.status, run.active, run.config) == ("queued", True, {"language": "english"})
    assert run.started_at is None


def test_only_one_of_many_claims_wins(sessions: Sessions) -> None:
    run_id = requested(sessions)

    def claim(_: int) -> bool:
        try:
            with sessions.begin() as session:
                lifecycle.claim(session, run_id)
        except RunNotWaitingError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]
    run = run_now(sessions, run_id)
    assert run.status == "running"
    assert run.started_at is not None
    assert run.started_at == run.heartbeat_at


def test_progress_is_noted(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    before = run_now(sessions, run_id)
    with sessions.begin() as session:
        assert lifecycle.note_epoch(session, run_id, PROGRESS)
    run = run_now(sessions, run_id)
    assert (run.epoch, run.epochs, run.loss) == (3, 10, 0.5)
    assert (run.accuracy, run.validation_accuracy) == (0.75, 0.625)
    assert run.heartbeat_at is not None
    assert before.heartbeat_at is not None
    assert run.heartbeat_at > before.heartbeat_at


def test_a_finished_run_names_its_version(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        version_id = store_empty(session)
        lifecycle.finish(session, run_id, version_id)
    run = run_now(sessions, run_id)
    assert (run.status, run.active, run.model_version_id) == ("succeeded", False, version_id)
    assert run.finished_at is not None


def test_a_cancelled_run_learns_it_and_cannot_finish(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        assert lifecycle.cancel(session, run_id)
    with sessions.begin() as session:
        assert not lifecycle.note_epoch(session, run_id, PROGRESS)
        version_id = store_empty(session)
        with pytest.raises(RunLostError):
            lifecycle.finish(session, run_id, version_id)
    assert run_now(sessions, run_id).status == "cancelled"


def test_a_failed_run_says_why_and_stays_failed(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        assert lifecycle.fail(session, run_id, RunNote("unexpected", text="The disk is full."))
        assert not lifecycle.fail(session, run_id, RunNote("unexpected", text="Something else."))
        assert not lifecycle.cancel(session, run_id)
    run = run_now(sessions, run_id)
    assert run.status == "failed"
    assert failure_of(run) == "Training stopped on an unexpected error: The disk is full."


def test_a_long_reason_is_cut(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        lifecycle.fail(session, run_id, RunNote("unexpected", text="x" * 100_000))
    error = failure_of(run_now(sessions, run_id))
    assert error is not None
    assert len(error) == LONGEST_ERROR
    assert error.endswith("x …")


def test_recovery_marks_what_was_running_and_nothing_else(sessions: Sessions) -> None:
    left, waiting = claimed(sessions), requested(sessions)
    with sessions.begin() as session:
        assert lifecycle.recover(session) == [left]
    run = run_now(sessions, left)
    assert run.status == "failed"
    assert "start the training again" in failure_of(run)
    assert run_now(sessions, waiting).status == "queued"


def test_a_first_run_is_requested_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        run = lifecycle.request_first(session, {})
        assert run
        assert lifecycle.request_first(session, {}) is None
        lifecycle.fail(session, run.id, RunNote("unexpected", text="No intents."))
        assert lifecycle.request_first(session, {}) is not None


def test_no_first_run_is_requested_beside_a_live_model(sessions: Sessions) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session))
        assert lifecycle.request_first(session, {}) is None


def test_a_first_run_is_requested_over_a_model_that_cannot_be_read_any_more(
    sessions: Sessions,
) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, format=FORMAT))
        assert lifecycle.request_first(session, {}) is None
        put_live(session, store_empty(session, format=OLDEST_FORMAT - 1))
        assert lifecycle.request_first(session, {}) is not None
        assert lifecycle.request_first(session, {}) is None


def test_a_first_run_is_requested_again_over_a_preliminary_model(sessions: Sessions) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
        assert lifecycle.request_first(session, {}) is not None


def test_a_run_handed_back_begins_anew(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        lifecycle.note_epoch(session, run_id, PROGRESS)
        lifecycle.hand_back(session, run_id)
    run = run_now(sessions, run_id)
    assert (run.status, run.started_at, run.epoch, run.loss) == ("queued", None, None, None)
    with sessions.begin() as session:
        lifecycle.claim(session, run_id)
        assert lifecycle.note_epoch(session, run_id, PROGRESS)


def test_a_run_that_ended_is_not_handed_back(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        assert lifecycle.cancel(session, run_id)
        lifecycle.hand_back(session, run_id)
    assert run_now(sessions, run_id).status == "cancelled"
