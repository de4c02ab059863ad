"""Which models the gate lets through, and with which reasons it stops the others."""

import pytest

from chatbot.evaluation.gate import Tolerances, objections
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.report import RunReport
from tests.support.bot_answers import answer

TAGS = ("apple", "pear")


def failing(*numbers: int) -> tuple[FailedTest, ...]:
    return tuple(FailedTest("apple", f"test {number}", "pear", 0.5) for number in numbers)


def report(
    wrong: int = 0, refused: int = 0, of: int = 100, tests: CheckedTests | None = None
) -> RunReport:
    """Of so many messages, the first ones are taken for the other intent, or get the fallback."""
    judged = [
        answer(TAGS[n % 2], TAGS[(n + (n < wrong)) % 2], f"message {n}", accepted=n >= refused)
        for n in range(of)
    ]
    return RunReport.of(judged, tests or CheckedTests(0, ()), seed=1)


def beside(new: RunReport, live: RunReport, failed: tuple[FailedTest, ...] = ()) -> tuple[str, ...]:
    return objections(new.beside(3, live, failed), Tolerances())


def test_a_first_model_goes_live_unless_it_understands_nothing() -> None:
    assert objections(report(wrong=99), Tolerances()) == ()
    assert objections(RunReport.of([], CheckedTests(0, ()), 1), Tolerances()) == ()
    tests = CheckedTests(2, failing(1))
    assert objections(report(wrong=100, tests=tests), Tolerances()) == (), "one test passes"
    assert objections(report(wrong=100), Tolerances()) == (
        "It understands none of the messages that it was asked.",
    )


def test_a_model_that_is_as_good_goes_live() -> None:
    assert beside(report(wrong=10, refused=10), report(wrong=10, refused=10)) == ()


def test_a_model_that_understands_less_is_stopped_with_both_figures() -> None:
    (reason,) = beside(report(wrong=20), report(wrong=10))
    assert reason == (
        "The macro F1 on the 100 patterns that both trainings held out is 80.0%, and that of"
        " version 3 is 90.0%."
    )


def test_a_loss_within_the_margin_is_allowed() -> None:
    assert beside(report(wrong=12), report(wrong=10)) == ()
    new = report(wrong=20).beside(3, report(wrong=10), ())
    assert objections(new, Tolerances(macro_f1=0.11)) == ()


def test_a_loss_that_chance_explains_is_allowed() -> None:
    # One of 20 is 5 points, and would be as likely the other way round.
    assert beside(report(wrong=3, of=20), report(wrong=2, of=20)) == ()
    assert len(beside(report(wrong=10, of=20), report(wrong=2, of=20))) == 1


def test_a_model_that_falls_back_more_often_is_stopped() -> None:
    (reason,) = beside(report(refused=15), report(refused=5))
    assert reason == (
        "The share of fallbacks on the 100 patterns that both trainings held out is 15.0%, and"
        " that of version 3 is 5.0%."
    )
    assert beside(report(refused=5), report(refused=15)) == ()


@pytest.mark.parametrize(
    ("asked", "new", "live", "stopped"),
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
    asked: int, new: tuple[int, ...], live: tuple[int, ...], stopped: bool
) -> None:
    found = beside(report(tests=CheckedTests(asked, failing(*new))), report(), failing(*live))
    assert bool(found) is stopped


def test_the_reason_names_the_first_test_that_fails() -> None:
    (reason,) = beside(report(tests=CheckedTests(9, failing(1, 2))), report(), failing(3))
    assert reason == (
        "Of the 9 tests, 2 fail that version 3 passes, and 1 pass that it fails. The first that"
        " fails: “test 1” gets pear instead of apple."
    )


def test_every_reason_is_told() -> None:
    tests = CheckedTests(9, failing(1))
    assert len(beside(report(wrong=30, refused=30, tests=tests), report())) == 3


def test_beside_a_model_from_before_reports_only_tests_count() -> None:
    new = report(wrong=90, tests=CheckedTests(5, failing(1)))
    assert objections(new.beside(1, None, failing(2)), Tolerances()) == ()
    assert len(objections(new.beside(1, None, ()), Tolerances())) == 1
