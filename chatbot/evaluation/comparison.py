"""A new model beside the live one, on the same messages and the same tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.evaluation import metrics
from chatbot.evaluation.held_out import HeldOut, HeldOutFigures
from chatbot.evaluation.intent_tests import FailedTest
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class IntentChange:
    """The F1 of one intent, the new model's and the live one's, and how many messages mean it."""

    intent: str
    support: int
    f1: float
    live_f1: float

    @property
    def change(self) -> float:
        """By how much the new model understands the intent better; negative where worse."""
        return self.f1 - self.live_f1


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """How a new model compares with the live `version`.

    Asking the live model what the new one was asked would not be fair: it has learnt these
    patterns by heart. But its own training held patterns out as well, and kept what networks that
    had not learnt them answered. So `new` and `live` are the figures of the patterns that *both*
    trainings held out: each was answered by networks that did not know it, and nothing is trained
    to find out. The words of a pattern decide in which round it is held out, so that these are
    nearly all. Patterns that are new are left out: they were often added because the live model
    failed on them. None where there are no such patterns, as for a model from before reports.

    `macro_f1` and `refused` are by how much the new model's figure is above the live one's. The
    `tests` are today's, and both models were asked all of them, as they answer: `newly_failing` is
    what the new model made of those that the live one passes, `newly_passing` what the live one
    made of those that it fails and the new one passes.
    """

    version: int
    new: HeldOutFigures | None
    live: HeldOutFigures | None
    macro_f1: Interval | None
    refused: Interval | None
    intents: tuple[IntentChange, ...]
    tests: int
    newly_failing: tuple[FailedTest, ...]
    newly_passing: tuple[FailedTest, ...]

    @property
    def tests_lost(self) -> int:
        """By how many more tests fail than before; negative where fewer."""
        return len(self.newly_failing) - len(self.newly_passing)


@dataclass(frozen=True, slots=True)
class ComparedModel:
    """One side of a comparison: what was held out of its training, and the tests that it fails."""

    held_out: Sequence[HeldOut]
    failed_tests: Sequence[FailedTest]


def compare(
    version: int, new: ComparedModel, live: ComparedModel, tests: int, seed: int
) -> ModelComparison:
    """Return how `new` compares with `live`, which is this version, at so many `tests`."""
    ours, theirs = _held_out_by_both(new.held_out, live.held_out)
    return ModelComparison(
        version=version,
        new=HeldOutFigures.of(ours, seed),
        live=HeldOutFigures.of(theirs, seed),
        macro_f1=metrics.macro_f1_difference(ours, theirs, seed) if ours else None,
        refused=metrics.refused_difference(ours, theirs, seed) if ours else None,
        intents=_changes(ours, theirs) if ours else (),
        tests=tests,
        newly_failing=_without(new.failed_tests, live.failed_tests),
        newly_passing=_without(live.failed_tests, new.failed_tests),
    )


def _held_out_by_both(
    new: Sequence[HeldOut], live: Sequence[HeldOut]
) -> tuple[list[Outcome], list[Outcome]]:
    ours, theirs = ({(one.intent, one.message): one for one in side} for side in (new, live))
    both = [key for key in ours if key in theirs]
    return [ours[key].judged() for key in both], [theirs[key].judged() for key in both]


def _changes(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> tuple[IntentChange, ...]:
    live = {one.intent: one.f1 for one in metrics.per_intent(theirs)}
    changes = [
        IntentChange(one.intent, one.support, one.f1, live[one.intent])
        for one in metrics.per_intent(ours)
    ]
    return tuple(sorted(changes, key=lambda change: (change.change, change.intent)))


def _without(failed: Sequence[FailedTest], known: Sequence[FailedTest]) -> tuple[FailedTest, ...]:
    before = {(one.intent, one.message) for one in known}
    return tuple(one for one in failed if (one.intent, one.message) not in before)
