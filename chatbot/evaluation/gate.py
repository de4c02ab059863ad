"""Whether a new model may go live: the gate between training and answering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.evaluation.comparison import ModelComparison
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.report import RunReport
from chatbot.text.wording import counted


@dataclass(frozen=True, slots=True)
class Tolerances:
    """By how much a new model may be worse than the live one, as shares of 1.

    `tests` is of the intents' tests: how many more may fail. `macro_f1` and `refused` are for the
    patterns that both trainings held out.
    """

    tests: float = 0.01
    macro_f1: float = 0.02
    refused: float = 0.02


def objections(report: RunReport, margins: Tolerances) -> tuple[str, ...]:
    """Return why the model must not go live by itself, a sentence each; none where it may.

    Without a live model, all but one that understands nothing may. Beside one, no more of the tests
    may fail than before, the macro F1 must not be lower and no more may be refused, each by more
    than its margin. Of the latter two, what chance explains is no objection: the 95% interval of
    the difference has to lie on the wrong side of zero.
    """
    if report.against is None:
        return tuple(_of_a_first_model(report))
    return tuple(_beside_the_live_one(report.against, margins))


def _of_a_first_model(report: RunReport) -> Iterator[str]:
    understood = any(outcome.right for outcome in report.held_out)
    passed = report.tests.asked > len(report.tests.failed)
    if (report.held_out or report.tests.asked) and not (understood or passed):
        yield "It understands none of the messages that it was asked."


def _beside_the_live_one(found: ModelComparison, margins: Tolerances) -> Iterator[str]:
    if found.tests_lost > margins.tests * found.tests:
        first = found.newly_failing[0]
        yield (
            f"Of the {counted(found.tests, 'test')}, {len(found.newly_failing):,} fail that version"
            f" {found.version} passes, and {len(found.newly_passing):,} pass that it fails. The"
            f" first that fails: “{first.message}” gets {first.got} instead of {first.intent}."
        )
    if found.new is None or found.live is None or found.macro_f1 is None or found.refused is None:
        return
    both = f"on the {counted(found.new.messages, 'pattern')} that both trainings held out"
    if _is_worse(_negative(found.macro_f1), margins.macro_f1):
        yield (
            f"The macro F1 {both} is {found.new.macro_f1.value:.1%}, and that of version"
            f" {found.version} is {found.live.macro_f1.value:.1%}."
        )
    if _is_worse(found.refused, margins.refused):
        yield (
            f"The share of fallbacks {both} is {found.new.refused:.1%}, and that of version"
            f" {found.version} is {found.live.refused:.1%}."
        )


def _is_worse(loss: Interval, margin: float) -> bool:
    return loss.value > margin and loss.low > 0


def _negative(gain: Interval) -> Interval:
    return Interval(-gain.value, -gain.high, -gain.low)
