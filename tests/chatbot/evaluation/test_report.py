"""What a training found out, and how it compares with the live model."""

from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.report import ConfusionCell, RunReport
from tests.support.bot_answers import answer

NO_TESTS = CheckedTests(0, ())
JUDGED = [
    answer("apple", "apple", "red fruit"),
    answer("apple", "pear", "green fruit"),
    answer("pear", "pear", "soft fruit", accepted=False),
    answer("pear", "pear", "long fruit"),
]


def failing(*messages: str) -> tuple[FailedTest, ...]:
    return tuple(FailedTest("apple", message, "pear", 0.5) for message in messages)


def report(*judged: tuple[str, str, str], accepted: bool = True) -> RunReport:
    found = [answer(intent, got, text, accepted=accepted) for intent, got, text in judged]
    return RunReport.of(found, NO_TESTS, seed=1)


def test_the_figures_are_those_of_the_held_out_messages() -> None:
    found = RunReport.of(JUDGED, NO_TESTS, seed=1)
    assert found.figures
    assert found.figures.messages == 4
    assert found.figures.accuracy.value == 0.75
    assert found.figures.refused == 0.25
    assert [intent.intent for intent in found.intents] == ["apple", "pear"]
    assert found.reliability
    assert sum(bin_.messages for bin_ in found.reliability.bins) == 4


def test_every_cell_of_the_confusion_matrix_holds_its_messages() -> None:
    assert RunReport.of(JUDGED, NO_TESTS, seed=1).confusion() == (
        ConfusionCell("pear", "pear", ("soft fruit", "long fruit")),
        ConfusionCell("apple", "apple", ("red fruit",)),
        ConfusionCell("apple", "pear", ("green fruit",)),
    )


def test_it_comes_back_from_json_as_it_was() -> None:
    tests = CheckedTests(3, failing("an apple"))
    before = RunReport.of(JUDGED, tests, seed=1)
    found = before.beside(7, before, failing("the apple"))
    assert RunReport.from_json(found.to_json()) == found


def test_without_held_out_messages_there_are_no_figures() -> None:
    found = RunReport.of([], CheckedTests(1, ()), seed=1)
    assert (found.figures, found.reliability, found.intents, found.confusion()) == (
        None,
        None,
        (),
        (),
    )
    beside = found.beside(1, RunReport.of(JUDGED, NO_TESTS, seed=1), ()).against
    assert beside
    assert (beside.new, beside.live, beside.macro_f1, beside.intents) == (None, None, None, ())


def test_models_are_compared_on_what_both_held_out() -> None:
    live = report(("apple", "apple", "a"), ("pear", "apple", "b"), ("pear", "pear", "gone"))
    new = report(("apple", "apple", "a"), ("pear", "pear", "b"), ("apple", "pear", "new"))
    found = new.beside(4, live, ()).against
    assert found
    assert found.new
    assert found.live
    assert found.version == 4
    assert (found.new.messages, found.live.messages) == (2, 2)
    assert (found.new.accuracy.value, found.live.accuracy.value) == (1, 0.5)
    assert found.macro_f1
    assert found.macro_f1.value == found.new.macro_f1.value - found.live.macro_f1.value
    assert [(intent.intent, intent.change > 0) for intent in found.intents] == [
        ("apple", True),
        ("pear", True),
    ]


def test_a_pattern_that_moved_to_another_intent_is_another_question() -> None:
    found = report(("apple", "apple", "a")).beside(1, report(("pear", "pear", "a")), ()).against
    assert found
    assert found.new is None


def test_more_fallbacks_are_a_positive_difference() -> None:
    new, live = report(("apple", "apple", "a"), accepted=False), report(("apple", "apple", "a"))
    found = new.beside(1, live, ()).against
    assert found
    assert found.refused
    assert found.refused.value == 1


def test_tests_are_told_that_fail_now_and_that_pass_now() -> None:
    new = RunReport.of(JUDGED, CheckedTests(5, failing("one", "two")), seed=1)
    found = new.beside(1, None, failing("two", "three", "four")).against
    assert found
    assert found.new is None, "a live model from before reports has no held-out messages"
    assert [test.message for test in found.newly_failing] == ["one"]
    assert [test.message for test in found.newly_passing] == ["three", "four"]
    assert found.tests_lost == -1
