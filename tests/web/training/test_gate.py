"""A new model beside the live one: always stored, live only if it is no worse."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from chatbot.evaluation.gate import Tolerances
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.report import RunReport
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from tests.support.bot_answers import answer
from tests.support.deployments import PRELIMINARY, put_live, store_empty, store_live
from tests.support.trainings import claimed, run_now
from web.core.audit import AuditEntry
from web.models import deployments, versions
from web.models.rejections import rejection_sentence
from web.models.tables import ModelVersion
from web.training import lifecycle, progress, runs
from web.training.gate import Gate, GateResult
from web.training.wording.note import note_sentence

Sessions = sessionmaker[Session]
TESTS = CheckedTests(3, (FailedTest("borrow", "xylophone quartz", "fallback", 0.1),))
"""Tests of the live bot: of three tests of the small intents it fails one."""


@dataclass(frozen=True)
class Trained:
    """Fields of chatbot.training.train.TrainedModel, without the seconds of its import."""

    bundle: Bundle
    report: RunReport


def report(wrong: int, tests: CheckedTests = TESTS) -> RunReport:
    outcomes = [
        answer("apple", "pear" if number < wrong else "apple", f"message {number}")
        for number in range(20)
    ]
    return RunReport.of(outcomes, tests, seed=1)


@pytest.fixture
def train(sessions: Sessions, bundle: Bundle) -> Callable[..., int]:
    """Ends a run with a model of this report, and returns its number."""

    def train(report: RunReport, gate: Gate = Gate()) -> int:  # noqa: B008
        run_id = claimed(sessions)
        with sessions.begin() as session:
            result = gate.check(session, Trained(bundle, report))  # type: ignore[arg-type]
            gate.let_through(session, run_id, bundle, result)
        return run_id

    return train


def live_run(sessions: Sessions) -> int | None:
    with sessions.begin() as session:
        version = deployments.live_version(session)
    return version.training_run_id if version else None


def test_a_first_model_goes_live(sessions: Sessions, train: Callable[..., int]) -> None:
    run_id = train(report(wrong=10))
    assert live_run(sessions) == run_id
    assert run_now(sessions, run_id).status == "succeeded"
    with sessions.begin() as session:
        stored = runs.report_of(session, run_id)
        assert stored
        assert stored.against is None


def test_a_model_that_is_no_worse_goes_live_beside_a_comparison(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    train(report(wrong=4))
    run_id = train(report(wrong=3))
    assert live_run(sessions) == run_id
    with sessions.begin() as session:
        stored = runs.report_of(session, run_id)
        (version, _) = versions.stored(session)
    assert stored
    assert stored.against
    assert stored.against.version == 1
    assert stored.against.live
    assert stored.against.live.accuracy.value == 0.8
    assert (stored.against.newly_failing, stored.against.newly_passing) == ((), ())
    assert version.rejected == ()


def test_a_worse_model_is_stored_as_rejected_and_never_live(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    first = train(report(wrong=1))
    run_id = train(report(wrong=12))
    run = run_now(sessions, run_id)
    assert live_run(sessions) == first
    assert run.status == "rejected"
    assert "The macro F1 on the 20 patterns" in rejection_sentence(run.reasons[0])
    assert run.model_version_id is not None
    with sessions.begin() as session:
        version = versions.get(session, run.model_version_id)
        log = progress.progress(session, run_id).log
    assert version.rejected == run.reasons
    assert version.figures
    assert version.figures.accuracy == 0.4
    assert (
        note_sentence(log[-1].note)
        == "Version 2 is rejected: it is stored, and the live version stays."
    )


def test_a_test_that_the_live_bot_passes_must_not_fail(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    first = train(report(wrong=1))
    failed = (*TESTS.failed, FailedTest("greeting", "hello hello", "borrow", 0.5))
    run_id = train(report(wrong=1, tests=CheckedTests(3, failed)))
    assert live_run(sessions) == first
    (reason,) = run_now(sessions, run_id).reasons
    assert "“hello hello” gets borrow instead of greeting." in rejection_sentence(reason)


def test_a_conversation_that_fails_is_told_with_its_place(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    train(report(wrong=1))
    turn = FailedTest("greeting", "hello hello", "borrow", 0.5, "intents/hello.json:12", 2)
    run_id = train(report(wrong=1, tests=CheckedTests(3, (*TESTS.failed, turn))))
    (reason,) = run_now(sessions, run_id).reasons
    assert "of greeting (intents/hello.json:12, turn 2)." in rejection_sentence(reason)


def test_an_override_puts_a_worse_model_live_and_says_so(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    train(report(wrong=1))
    run_id = train(report(wrong=12), Gate(override=True))
    assert live_run(sessions) == run_id
    assert run_now(sessions, run_id).reasons != ()
    with sessions.begin() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert deeds == ["model.activate", "model.override"]


def test_the_tolerances_decide(sessions: Sessions, train: Callable[..., int]) -> None:
    train(report(wrong=1))
    run_id = train(report(wrong=12), Gate(Tolerances(macro_f1=1.0)))
    assert live_run(sessions) == run_id


def test_a_live_model_that_cannot_answer_is_no_measure(
    sessions: Sessions, train: Callable[..., int]
) -> None:
    train(report(wrong=1))
    with sessions.begin() as session:
        session.execute(sa.update(ModelVersion).values(archive=b"damaged"))
    run_id = train(report(wrong=12))
    assert live_run(sessions) == run_id


def test_a_preliminary_model_gives_way_to_any_that_has_learnt(
    sessions: Sessions, bundle: Bundle, train: Callable[..., int]
) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
        run = lifecycle.request(session, None, {}, activates=False)
        lifecycle.claim(session, run.id)
        result = Gate().check(session, Trained(bundle, report(wrong=12)))  # type: ignore[arg-type]
        Gate().let_through(session, run.id, bundle, result)
    assert result.report.against is None
    assert live_run(sessions) == run.id


def test_tests_that_the_live_bot_was_never_asked_are_asked(
    sessions: Sessions, bundle: Bundle, train: Callable[..., int]
) -> None:
    train(report(wrong=1))
    intents = IntentSet.from_json(bundle.text(INTENTS))
    tested = tuple(
        replace(intent, tests=("hello there", "zzzz")) if intent.tag == "greeting" else intent
        for intent in intents
    )
    parts = {**bundle.parts, INTENTS: IntentSet(tested).to_json().encode()}
    trained = Trained(Bundle(bundle.metadata, parts), report(wrong=1, tests=CheckedTests(4, ())))
    with sessions.begin() as session:
        result = Gate().check(session, trained)  # type: ignore[arg-type]
    assert result.report.against
    passing = [test.message for test in result.report.against.newly_passing]
    assert passing == ["zzzz", "xylophone quartz"]


def test_a_result_is_stale_once_another_version_is_live(
    sessions: Sessions, bundle: Bundle, train: Callable[..., int]
) -> None:
    train(report(wrong=1))
    with sessions.begin() as session:
        result: GateResult = Gate().check(session, Trained(bundle, report(1)))  # type: ignore[arg-type]
        assert result.is_current(session)
        store_live(session, bundle)
        assert not result.is_current(session)
