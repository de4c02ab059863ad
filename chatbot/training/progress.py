"""Progress of a training, a fitted network per round, and of a series of trainings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class EpochProgress:
    """Progress of a training after epoch `epoch` of at most `epochs`, with the epoch's figures.

    `validation_accuracy` is measured on messages held out of training; None without such messages.
    Training has `rounds`; each round fits a network in a number of epochs. `epoch` is the
    `epoch_of_round`-th of the `round`-th round.
    """

    epoch: int
    epochs: int
    loss: float
    accuracy: float
    validation_accuracy: float | None = None
    round: int = 1
    rounds: int = 1
    epoch_of_round: int = 0


OnEpoch = Callable[[EpochProgress], None]


class TrainingCancelled(Exception):  # noqa: N818 - it is no error
    """Cancellation of a training by request."""


@dataclass(slots=True)
class ProgressReporter:
    """Reports the epochs of all rounds as one sequence, and cancels the training on request."""

    on_epoch: OnEpoch
    should_stop: ShouldStop
    done: int = 0
    last_epochs: int = 0
    number: int = 0

    def start_round(self, rounds_left: int) -> OnEpoch:
        """Return the callback for the epochs of the next round; `rounds_left` includes the round.

        The callback raises TrainingCancelled soon after `should_stop` returns True.
        """
        before = self.done
        self.number += 1
        number, rounds = self.number, self.number - 1 + rounds_left

        def report(progress: EpochProgress) -> None:
            self.done, self.last_epochs = before + progress.epoch, progress.epochs
            of_all_rounds = replace(
                progress,
                epoch=self.done,
                epochs=before + rounds_left * progress.epochs,
                round=number,
                rounds=rounds,
                epoch_of_round=progress.epoch,
            )
            self.on_epoch(of_all_rounds)
            if self.should_stop():
                raise TrainingCancelled

        return report


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """Progress of a series: a `share` of the `number`-th of `total` trainings is done."""

    number: int
    total: int
    share: float


@dataclass(slots=True)
class SeriesProgressReporter:
    """Counts the trainings of a series, and cancels the series on request."""

    total: int
    on_progress: Callable[[SeriesProgress], None]
    should_stop: ShouldStop
    number: int = 0

    def start_training(self) -> OnEpoch:
        """Return the callback for the epochs of the next training."""
        self.number += 1
        return self._report

    def _report(self, progress: EpochProgress) -> None:
        share = progress.epoch / progress.epochs
        self.on_progress(SeriesProgress(self.number, self.total, share))
        if self.should_stop():
            raise TrainingCancelled
