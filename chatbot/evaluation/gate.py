"""Quality gate between training and answering: a new model beside the live model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.evaluation.comparison import ModelComparison
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Largest losses of a new model against the live one, as shares of 1.

    `tests` is the largest share of the intents' tests to fail beyond the failures of the live
    model. `macro_f1` and `false_rejection_rate` are about the patterns held out by both trainings.
    """

    tests: float = 0.01
    macro_f1: float = 0.02
    false_rejection_rate: float = 0.02


def rejections(report: RunReport, tolerances: Tolerances) -> tuple[Rejection, ...]:
    """Return the reasons against putting a model live without a person; none if allowed.

    A first model is rejected only for understanding nothing. Beside a live model, each of three
    losses may reach the tolerance: more failed tests, a lower macro F1, more false rejections. The
    latter two may be chance: the 95% interval of the difference has to exclude zero, too.
    """
    if report.against is None:
        return tuple(_of_a_first_model(report))
    return tuple(_beside_the_live_model(report.against, tolerances))


def _of_a_first_model(report: RunReport) -> Iterator[Rejection]:
    understood = any(answer.correct for answer in report.held_out)
    passed = report.tests.total > len(report.tests.failed)
    if (report.held_out or report.tests.total) and not (understood or passed):
        yield Rejection("understands_nothing")


def _beside_the_live_model(
    comparison: ModelComparison, tolerances: Tolerances
) -> Iterator[Rejection]:
    version, new, live = comparison.version, comparison.new, comparison.live
    if comparison.tests_lost > tolerances.tests * comparison.tests:
        yield Rejection(
            "tests",
            version,
            comparison.tests,
            len(comparison.newly_failing),
            len(comparison.newly_passing),
            comparison.newly_failing[0],
        )
    if new is None or live is None or comparison.macro_f1 is None:
        return
    if _is_worse(_negative(comparison.macro_f1), tolerances.macro_f1):
        figures = new.macro_f1.value, live.macro_f1.value
        yield Rejection("macro_f1", version, new.messages, new=figures[0], live=figures[1])
    more = comparison.false_rejection_rate
    if more and _is_worse(more, tolerances.false_rejection_rate):
        figures = new.false_rejection_rate, live.false_rejection_rate
        yield Rejection("fallback", version, new.messages, new=figures[0], live=figures[1])


def _is_worse(loss: Interval, tolerance: float) -> bool:
    return loss.value > tolerance and loss.low > 0


def _negative(gain: Interval) -> Interval:
    return Interval(-gain.value, -gain.high, -gain.low)
