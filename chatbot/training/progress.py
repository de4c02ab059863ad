"""The progress of a training, whose rounds each fit a network of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatbot.training.fitting import EpochProgress

if TYPE_CHECKING:
    from chatbot.training.fitting import EpochProgress


class TrainingCancelled(Exception):  # noqa: N818 - it is no error
    """Training was asked to stop."""


@dataclass(slots=True)
class ProgressReporter:
    """Counts the epochs of all rounds as one, and stops training when it is asked to."""

    on_epoch: Callable[[EpochProgress], None]
    should_stop: Callable[[], bool]
    done: int = 0
    last_epochs: int = 0
    number: int = 0

    def of_round(self, rounds_left: int) -> Callable[[EpochProgress], None]:
        """Return what tells of the epochs of the next round; `rounds_left` counts it, too.

        It raises TrainingCancelled soon after `should_stop` returns True.
        """
        before = self.done
        self.number += 1
        number, rounds = self.number, self.number - 1 + rounds_left

        def report(progress: EpochProgress) -> None:
            self.done, self.last_epochs = before + progress.epoch, progress.epochs
            epochs = before + rounds_left * progress.epochs
            self.on_epoch(
                replace(
                    progress,
                    epoch=self.done,
                    epochs=epochs,
                    round=number,
                    rounds=rounds,
                    epoch_of_round=progress.epoch,
                )
            )
            if self.should_stop():
                raise TrainingCancelled

        return report


ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """How far a series of trainings is: in the `number`-th of `total`, which is `share` done."""

    number: int
    total: int
    share: float


@dataclass(slots=True)
class SeriesProgressReporter:
    """Counts the trainings of an evaluation, and ends them when asked to."""

    total: int
    on_progress: Callable[[SeriesProgress], None]
    should_stop: ShouldStop
    number: int = 0

    def next(self) -> Callable[[EpochProgress], None]:
        """Return what tells of the epochs of the next training."""
        self.number += 1
        return self._report

    def _report(self, progress: EpochProgress) -> None:
        share = progress.epoch / progress.epochs
        self.on_progress(SeriesProgress(self.number, self.total, share))
        if self.should_stop():
            raise TrainingCancelled
