"""Comparison of a new model with the live model, on the same messages and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from chatbot.evaluation import metrics
from chatbot.evaluation.held_out import HeldOut, HeldOutFigures
from chatbot.evaluation.intent_tests import FailedTest
from chatbot.evaluation.metrics import Interval
from chatbot.evaluation.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class IntentChange:
    """F1 of an intent in the new and the live model; `support` counts the intent's messages."""

    intent: str
    support: int
    f1: float
    live_f1: float

    @property
    def change(self) -> float:
        """Gain in F1, negative for a loss."""
        return self.f1 - self.live_f1


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """A new model beside the live `version`.

    The live model knows the training patterns by heart, so asking for training patterns would not
    be fair. But the training of the live model held patterns out as well, and kept the answers. So
    `new` and `live` are figures of the patterns held out by *both* trainings, and nothing is
    trained for the comparison. The fold of a pattern depends on the words of the pattern, so nearly
    all patterns are common. New patterns are left out: often the reason for adding a pattern is a
    failure of the live model. Without common patterns, as for a model from before reports, both
    figures and both differences are None.

    `macro_f1` and `false_rejection_rate` are differences, new minus live. Both models answered all
    of today's `tests`: `newly_failing` holds answers of the new model to tests passed by the live
    model only, `newly_passing` answers of the live model to tests passed by the new model only.
    """

    version: int
    new: HeldOutFigures | None
    live: HeldOutFigures | None
    macro_f1: Interval | None
    false_rejection_rate: Annotated[Interval | None, Field(alias="refused")]
    intents: tuple[IntentChange, ...]
    tests: int
    newly_failing: tuple[FailedTest, ...]
    newly_passing: tuple[FailedTest, ...]

    @property
    def tests_lost(self) -> int:
        """Number of tests lost on balance, negative if more pass than before."""
        return len(self.newly_failing) - len(self.newly_passing)


@dataclass(frozen=True, slots=True)
class ComparedModel:
    """Side of a comparison: answers to held-out patterns, and failed tests."""

    held_out: Sequence[HeldOut]
    failed_tests: Sequence[FailedTest]


def compare(
    version: int, new: ComparedModel, live: ComparedModel, tests: int, seed: int
) -> ModelComparison:
    """Compare `new` with `live`, a stored `version`; `tests` is the number of tests."""
    ours, theirs = _held_out_by_both(new.held_out, live.held_out)
    return ModelComparison(
        version=version,
        new=HeldOutFigures.of(ours, seed),
        live=HeldOutFigures.of(theirs, seed),
        macro_f1=metrics.macro_f1_difference(ours, theirs, seed) if ours else None,
        false_rejection_rate=metrics.false_rejection_difference(ours, theirs, seed)
        if ours
        else None,
        intents=_changes(ours, theirs) if ours else (),
        tests=tests,
        newly_failing=_without(new.failed_tests, live.failed_tests),
        newly_passing=_without(live.failed_tests, new.failed_tests),
    )


def _held_out_by_both(
    new: Sequence[HeldOut], live: Sequence[HeldOut]
) -> tuple[list[Outcome], list[Outcome]]:
    ours, theirs = (
        {(answer.intent, answer.message): answer for answer in answers} for answers in (new, live)
    )
    both = [key for key in ours if key in theirs]
    return [ours[key].outcome() for key in both], [theirs[key].outcome() for key in both]


def _changes(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> tuple[IntentChange, ...]:
    live = {figures.intent: figures.f1 for figures in metrics.per_intent(theirs)}
    changes = [
        IntentChange(figures.intent, figures.support, figures.f1, live[figures.intent])
        for figures in metrics.per_intent(ours)
    ]
    return tuple(sorted(changes, key=lambda change: (change.change, change.intent)))


def _without(failed: Sequence[FailedTest], others: Sequence[FailedTest]) -> tuple[FailedTest, ...]:
    keys = {(test.intent, test.message, test.place) for test in others}
    return tuple(test for test in failed if (test.intent, test.message, test.place) not in keys)
