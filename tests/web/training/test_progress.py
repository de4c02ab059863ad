"""Progress of a run: epochs, log, place in the queue, time left."""

from datetime import UTC, datetime, timedelta

import pytest

from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from chatbot.training.progress import EpochProgress
from tests.support.bot_answers import answer
from tests.support.deployments import store_empty
from tests.support.trainings import Sessions, claimed, log_of, requested, run_now
from web.training import lifecycle, runs
from web.training import progress as training_progress
from web.training.lifecycle import RunEndedError
from web.training.notes.note import RunNote
from web.training.progress import EpochFigures, progress, seconds_left

WHO = "ada@example.org"
START = datetime(2026, 1, 2, tzinfo=UTC)
REPORT = RunReport.of([answer("apple", "apple")], CheckedTests(4, ()), 1)


def epoch(n: int, seconds: float, epochs: int = 10) -> EpochFigures:
    return EpochFigures(n, 1, 1, n, epochs, 0.5, 0.5, None, START + timedelta(seconds=seconds))


def at(sessions: Sessions, run_id: int) -> training_progress.RunProgress:
    with sessions.begin() as session:
        return progress(session, run_id)


def test_every_epoch_is_kept_for_the_curves(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    epochs = [(1, 1, 1), (2, 1, 2), (3, 2, 1)]
    for n, network, epoch_of_round in epochs:
        figures = EpochProgress(n, 10, 0.5, 0.75, None, network, 2, epoch_of_round)
        with sessions.begin() as session:
            assert lifecycle.note_epoch(session, run_id, figures)
    state = at(sessions, run_id)
    assert [(epoch.n, epoch.round, epoch.epoch) for epoch in state.epochs] == epochs
    assert state.seconds_left is not None


def test_the_log_is_in_order(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    for number in (1, 2):
        with sessions.begin() as session:
            lifecycle.log(session, run_id, RunNote("round", number=number, total=3))
    assert [line[:13] for line in log_of(sessions, run_id)] == ["Round 1 of 3:", "Round 2 of 3:"]


def test_a_run_waits_for_those_before_it(sessions: Sessions) -> None:
    running, ended, second, third = claimed(sessions), *(requested(sessions) for _ in range(3))
    with sessions.begin() as session:
        lifecycle.cancel(session, ended)
    assert [at(sessions, run_id).ahead for run_id in (running, second, third)] == [0, 1, 2]
    assert at(sessions, second).seconds_left is None


def test_the_time_left_follows_from_the_epochs_that_are_done() -> None:
    epochs = [epoch(1, 0), epoch(2, 3), epoch(3, 6)]
    assert seconds_left(epochs[:1], START) is None
    assert seconds_left([], START) is None
    assert seconds_left(epochs, START + timedelta(seconds=6)) == 21
    assert seconds_left(epochs, START + timedelta(seconds=8)) == 19
    assert seconds_left(epochs, START + timedelta(hours=1)) == 0


def test_what_somebody_asks_for_is_theirs(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert lifecycle.request(session, WHO, {"epochs": 3}).who == WHO


def test_who_cancels_is_in_the_log(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        lifecycle.cancel_for(session, WHO, run_id)
    assert run_now(sessions, run_id).status == "cancelled"
    assert log_of(sessions, run_id) == [f"Cancelled by {WHO}."]
    with sessions.begin() as session, pytest.raises(RunEndedError, match="ended already"):
        lifecycle.cancel_for(session, WHO, run_id)


def test_a_rejected_run_keeps_its_version_reasons_and_report(sessions: Sessions) -> None:
    run_id = claimed(sessions)
    with sessions.begin() as session:
        version_id = store_empty(session)
        reasons = (Rejection("text", text="It is worse."),)
        lifecycle.finish(session, run_id, version_id, REPORT, reasons=reasons, accepted=False)
    run = run_now(sessions, run_id)
    assert (run.status, run.model_version_id) == ("rejected", version_id)
    assert run.reasons == reasons
    with sessions.begin() as session:
        assert runs.report_of(session, run_id) == REPORT
