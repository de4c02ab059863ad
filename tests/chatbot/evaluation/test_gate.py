"""Quality gate: models that may go live, and the rejections of the others."""

import pytest

from chatbot.evaluation.gate import Tolerances, rejections
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from tests.support.bot_answers import answer

TAGS = ("apple", "pear")


def failing(*numbers: int) -> tuple[FailedTest, ...]:
    return tuple(FailedTest("apple", f"test {number}", "pear", 0.5) for number in numbers)


def report(
    wrong: int = 0, refused: int = 0, of: int = 100, tests: CheckedTests | None = None
) -> RunReport:
    """Of so many messages, the first ones are taken for the other intent, or get the fallback."""
    outcomes = [
        answer(TAGS[n % 2], TAGS[(n + (n < wrong)) % 2], f"message {n}", accepted=n >= refused)
        for n in range(of)
    ]
    return RunReport.of(outcomes, tests or CheckedTests(0, ()), seed=1)


def beside(
    new: RunReport, live: RunReport, failed: tuple[FailedTest, ...] = ()
) -> tuple[Rejection, ...]:
    return rejections(new.beside(3, live, failed), Tolerances())


def test_a_first_model_goes_live_unless_it_understands_nothing() -> None:
    assert rejections(report(wrong=99), Tolerances()) == ()
    assert rejections(RunReport.of([], CheckedTests(0, ()), 1), Tolerances()) == ()
    tests = CheckedTests(2, failing(1))
    assert rejections(report(wrong=100, tests=tests), Tolerances()) == (), "one test passes"
    assert rejections(report(wrong=100), Tolerances()) == (Rejection("understands_nothing"),)


def test_a_model_that_is_as_good_goes_live() -> None:
    assert beside(report(wrong=10, refused=10), report(wrong=10, refused=10)) == ()


def test_a_model_that_understands_less_is_stopped_with_both_figures() -> None:
    (rejection,) = beside(report(wrong=20), report(wrong=10))
    assert (rejection.kind, rejection.version, rejection.total) == ("macro_f1", 3, 100)
    assert (rejection.new, rejection.live) == pytest.approx((0.8, 0.9), abs=0.0005)


def test_a_loss_within_the_tolerance_is_allowed() -> None:
    assert beside(report(wrong=12), report(wrong=10)) == ()
    new = report(wrong=20).beside(3, report(wrong=10), ())
    assert rejections(new, Tolerances(macro_f1=0.11)) == ()


def test_a_loss_that_chance_explains_is_allowed() -> None:
    # One of 20 is 5 points, and would be as likely the other way round.
    assert beside(report(wrong=3, of=20), report(wrong=2, of=20)) == ()
    assert len(beside(report(wrong=10, of=20), report(wrong=2, of=20))) == 1


def test_a_model_that_falls_back_more_often_is_stopped() -> None:
    (rejection,) = beside(report(refused=15), report(refused=5))
    assert rejection == Rejection("fallback", 3, 100, new=0.15, live=0.05)
    assert beside(report(refused=5), report(refused=15)) == ()


@pytest.mark.parametrize(
    ("tests", "new", "live", "stopped"),
    [
        (10, (1,), (1, 2), False),
        (10, (1, 2), (1,), True),
        (10, (1, 2), (3, 4), False),
        (10, (1, 2), (3,), True),
        (344, (1, 2, 3), (), False),
        (344, (1, 2, 3, 4), (), True),
        (344, tuple(range(13)), tuple(range(13)), False),
    ],
)
def test_no_more_tests_may_fail_than_before_but_for_one_in_a_hundred(
    tests: int, new: tuple[int, ...], live: tuple[int, ...], stopped: bool
) -> None:
    reasons = beside(report(tests=CheckedTests(tests, failing(*new))), report(), failing(*live))
    assert bool(reasons) is stopped


def test_the_reason_names_the_first_test_that_fails() -> None:
    (rejection,) = beside(report(tests=CheckedTests(9, failing(1, 2))), report(), failing(3))
    assert rejection == Rejection("tests", 3, 9, 2, 1, failing(1)[0])


def test_every_reason_is_given() -> None:
    tests = CheckedTests(9, failing(1))
    assert len(beside(report(wrong=30, refused=30, tests=tests), report())) == 3


def test_beside_a_model_from_before_reports_only_tests_count() -> None:
    new = report(wrong=90, tests=CheckedTests(5, failing(1)))
    assert rejections(new.beside(1, None, failing(2)), Tolerances()) == ()
    assert len(rejections(new.beside(1, None, ()), Tolerances())) == 1
