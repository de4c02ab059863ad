"""Report of a training, and the comparison with the live model."""

from chatbot.evaluation.gate import Tolerances, rejections
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.report import ConfusionCell, RunReport
from tests.support.bot_answers import answer

NO_TESTS = CheckedTests(0, ())
OUTCOMES = [
    answer("apple", "apple", "red fruit"),
    answer("apple", "pear", "green fruit"),
    answer("pear", "pear", "soft fruit", accepted=False),
    answer("pear", "pear", "long fruit"),
]

STORED = (
    '{"seed":1,"held_out":[{"message":"green","intent":"apple","got":"pear","confidence":0.9,'
    '"accepted":false}],"figures":{"messages":1,"accuracy":{"value":0.0,"low":0.0,'
    '"high":0.0},"macro_f1":{"value":0.0,"low":0.0,"high":0.0},"refused":1.0,"ece":0.9},'
    '"reliability":{"ece":0.9,"bins":[{"low":0.9,"high":1.0,"messages":1,"confidence":0.9,'
    '"accuracy":0.0}]},"intents":[{"intent":"apple","precision":0.0,"recall":0.0,"f1":0.0,'
    '"support":1}],"tests":{"asked":3,"failed":[{"intent":"apple","message":"t","got":"pear",'
    '"confidence":0.5}]},"against":{"version":7,"new":{"messages":1,"accuracy":{"value":0.0,'
    '"low":0.0,"high":0.0},"macro_f1":{"value":0.0,"low":0.0,"high":0.0},"refused":1.0,'
    '"ece":0.9},"live":{"messages":1,"accuracy":{"value":1.0,"low":1.0,"high":1.0},'
    '"macro_f1":{"value":1.0,"low":1.0,"high":1.0},"refused":0.0,"ece":0.09999999999999998},'
    '"macro_f1":{"value":-1.0,"low":-1.0,"high":-1.0},"refused":{"value":1.0,"low":1.0,'
    '"high":1.0},"intents":[{"intent":"apple","support":1,"f1":0.0,"live_f1":1.0}],"tests":3,'
    '"newly_failing":[{"intent":"apple","message":"t","got":"pear","confidence":0.5}],'
    '"newly_passing":[]}}'
)
"""Report of the first release, as a database holds it."""


def failing(*messages: str) -> tuple[FailedTest, ...]:
    return tuple(FailedTest("apple", message, "pear", 0.5) for message in messages)


def report(*answers: tuple[str, str, str], accepted: bool = True) -> RunReport:
    outcomes = [
        answer(intent, predicted, text, accepted=accepted) for intent, predicted, text in answers
    ]
    return RunReport.of(outcomes, NO_TESTS, seed=1)


def test_the_figures_are_those_of_the_held_out_messages() -> None:
    run = RunReport.of(OUTCOMES, NO_TESTS, seed=1)
    assert run.figures
    assert run.figures.messages == 4
    assert run.figures.accuracy.value == 0.75
    assert run.figures.false_rejection_rate == 0.25
    assert [intent.intent for intent in run.intents] == ["apple", "pear"]
    assert run.reliability
    assert sum(bin_.messages for bin_ in run.reliability.bins) == 4


def test_every_cell_of_the_confusion_matrix_holds_its_messages() -> None:
    assert RunReport.of(OUTCOMES, NO_TESTS, seed=1).confusion() == (
        ConfusionCell("pear", "pear", ("soft fruit", "long fruit")),
        ConfusionCell("apple", "apple", ("red fruit",)),
        ConfusionCell("apple", "pear", ("green fruit",)),
    )


def test_it_comes_back_from_json_as_it_was() -> None:
    tests = CheckedTests(3, failing("an apple"))
    before = RunReport.of(OUTCOMES, tests, seed=1)
    after = before.beside(7, before, failing("the apple"))
    assert RunReport.from_json(after.to_json()) == after


def test_stored_reports_keep_their_keys() -> None:
    run = RunReport.from_json(STORED)
    assert (run.held_out[0].predicted, run.held_out[0].correct) == ("pear", False)
    later = STORED.replace('"confidence":0.5}', '"confidence":0.5,"place":"","turn":0}')
    later = later.replace('"accepted":false}', '"accepted":false,"accepted_by_patterns":null}')
    later = later.removesuffix("}") + ',"weaknesses":null,"tests_weight":0.0,"unmeasured":'
    assert run.to_json() == later + '{"tags":[],"intents":0,"measured":0}}'


def test_without_held_out_messages_there_are_no_figures() -> None:
    run = RunReport.of([], CheckedTests(1, ()), seed=1)
    assert (run.figures, run.reliability, run.intents, run.confusion()) == (
        None,
        None,
        (),
        (),
    )
    beside = run.beside(1, RunReport.of(OUTCOMES, NO_TESTS, seed=1), ()).against
    assert beside
    assert (beside.new, beside.live, beside.macro_f1, beside.intents) == (None, None, None, ())


def test_models_are_compared_on_what_both_held_out() -> None:
    live = report(("apple", "apple", "a"), ("pear", "apple", "b"), ("pear", "pear", "gone"))
    new = report(("apple", "apple", "a"), ("pear", "pear", "b"), ("apple", "pear", "new"))
    comparison = new.beside(4, live, ()).against
    assert comparison
    assert comparison.new
    assert comparison.live
    assert comparison.version == 4
    assert (comparison.new.messages, comparison.live.messages) == (2, 2)
    assert (comparison.new.accuracy.value, comparison.live.accuracy.value) == (1, 0.5)
    assert comparison.macro_f1
    assert (
        comparison.macro_f1.value == comparison.new.macro_f1.value - comparison.live.macro_f1.value
    )
    assert [(intent.intent, intent.change > 0) for intent in comparison.intents] == [
        ("apple", True),
        ("pear", True),
    ]


def test_a_pattern_that_moved_to_another_intent_is_another_question() -> None:
    comparison = (
        report(("apple", "apple", "a")).beside(1, report(("pear", "pear", "a")), ()).against
    )
    assert comparison
    assert comparison.new is None


def test_more_fallbacks_are_a_positive_difference() -> None:
    new, live = report(("apple", "apple", "a"), accepted=False), report(("apple", "apple", "a"))
    comparison = new.beside(1, live, ()).against
    assert comparison
    assert comparison.false_rejection_rate
    assert comparison.false_rejection_rate.value == 1


def test_tests_are_told_that_fail_now_and_that_pass_now() -> None:
    new = RunReport.of(OUTCOMES, CheckedTests(5, failing("one", "two")), seed=1)
    comparison = new.beside(1, None, failing("two", "three", "four")).against
    assert comparison
    assert comparison.new is None, "a live model from before reports has no held-out messages"
    assert [test.message for test in comparison.newly_failing] == ["one"]
    assert [test.message for test in comparison.newly_passing] == ["three", "four"]
    assert comparison.tests_lost == -1


def raised_report(refused: int, *, by_patterns: int, weight: float) -> RunReport:
    """Twenty patterns, of which the tests' threshold refuses more than that of the patterns."""
    outcomes, before = (
        [answer("apple", "apple", f"message {n}", accepted=n >= count) for n in range(20)]
        for count in (refused, by_patterns)
    )
    return RunReport.of(outcomes, NO_TESTS, seed=1).with_thresholds(before, weight)


def test_the_figures_are_of_the_threshold_that_answers() -> None:
    raised = raised_report(10, by_patterns=1, weight=1.0)
    assert raised.figures
    assert raised.figures.false_rejection_rate == 0.5
    assert raised.rejected_by_patterns == 0.05
    assert RunReport.from_json(raised.to_json()) == raised


def test_more_tests_are_no_fault_and_more_refused_by_as_many_tests_is() -> None:
    few = raised_report(1, by_patterns=1, weight=0.0)
    many = raised_report(10, by_patterns=1, weight=1.0)
    assert rejections(many.beside(7, few, ()), Tolerances()) == ()
    assert rejections(few.beside(7, many, ()), Tolerances()) == ()
    fewer = raised_report(2, by_patterns=1, weight=1.0)
    (rejection,) = rejections(many.beside(7, fewer, ()), Tolerances())
    assert (rejection.kind, rejection.new, rejection.live) == ("fallback", 0.5, 0.1)
    worse = raised_report(10, by_patterns=10, weight=1.0)
    (rejection,) = rejections(worse.beside(7, few, ()), Tolerances())
    assert rejection.kind == "fallback", "refused by the patterns alone"
