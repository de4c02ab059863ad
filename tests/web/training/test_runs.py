"""Training runs as they are read."""

import pytest

from tests.support.deployments import store_empty
from tests.support.trainings import Sessions, requested
from web.training import lifecycle, runs
from web.training.runs import UnknownRunError


def test_the_latest_run_is_the_one_requested_last(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert runs.latest(session) is None
    first, second = requested(sessions), requested(sessions)
    with sessions.begin() as session:
        lifecycle.claim(session, first)
        latest = runs.latest(session)
    assert latest
    assert latest.id == second


def test_an_unknown_run_is_an_error(sessions: Sessions) -> None:
    with sessions.begin() as session, pytest.raises(UnknownRunError, match="no training run 7"):
        runs.get(session, 7)


def test_a_run_without_report_has_none(sessions: Sessions) -> None:
    run_id = requested(sessions)
    with sessions.begin() as session:
        assert runs.report_of(session, run_id) is None
        assert runs.report_of_version(session, store_empty(session)) is None
